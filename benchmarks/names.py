"""How fast names are found, in characters a second of processor time on one core.

    python benchmarks/names.py [CORPUS.jsonl.xz]

Reads the first 2 MB of the corpus, news by default: the whole entity part (tables, patterns, trained tagger,
linking) on text that is cut into words, the same with the cutting, and in the same run `jieba.posseg` without
and with its hidden Markov model and, where it is installed, `jionlp.recognize_location`.
"""

from __future__ import annotations

import importlib.util
import json
import logging
import lzma
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cnevents.analysis import Analysis
from cnevents.api import Extractor
from cnevents.text.folding import fold

CORPUS = Path(__file__).resolve().parents[2] / "shared/corpora/text/xinwenlianbo_2022_2026.jsonl.xz"
LIMIT = 2_000_000  # bytes of text
TARGET = 60_000


def read_texts(path: Path) -> Iterator[str]:
    """The texts of a corpus of JSON lines, up to the limit."""
    size = 0
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            size += len(text.encode())
            if size > LIMIT:
                return
            yield text


def measure(name: str, read: Callable[[Any], int], texts: list[Any], characters: int) -> float:
    """Print and return how many characters a second of processor time a reader reads; `read` counts finds."""
    for text in texts[:5]:
        read(text)
    begin = time.process_time()
    found = sum(read(text) for text in texts)
    speed = characters / (time.process_time() - begin)
    print(f"{name:<44}{speed:>10,.0f} characters/s {found:>8,} found")
    return speed


def ours(texts: list[str], characters: int) -> tuple[float, float]:
    """Our speed without and with the stages before the names (words, sentences, dates)."""
    stages = {stage.name: stage for stage in Extractor().pipeline.stages}
    before = [stages["segment"], stages["dates"]]

    def prepare(text: str) -> Analysis:
        analysis = Analysis(text, fold(text))
        return run(analysis, before)

    def run(analysis: Analysis, these: list[Any]) -> Analysis:
        for stage in these:
            for layer, content in stage.run(analysis).items():
                setattr(analysis, layer, content)
        return analysis

    def names(analysis: Analysis) -> int:
        run(analysis, [stages["entities"], stages["link"]])
        return len(analysis.mentions)

    for text in texts[:5]:
        names(prepare(text))
    alone = measure("cnevents: tables, tagger, linking", names, [prepare(t) for t in texts], characters)
    whole = measure("cnevents: words and dates, too", lambda text: names(prepare(text)), texts, characters)
    return alone, whole


def others(texts: list[str], characters: int) -> dict[str, float]:
    """The speeds of jieba's tagger and of JioNLP's places, where they are installed."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(logging.CRITICAL)
    found = {}
    for label, hidden in (("without", False), ("with", True)):
        name = f"jieba.posseg {label} HMM"
        found[name] = measure(
            name,
            lambda text, hidden=hidden: sum(
                w.flag[:2] in NAME_TAGS for w in jieba.posseg.cut(text, HMM=hidden)
            ),
            texts,
            characters,
        )
    if importlib.util.find_spec("jionlp") is None:
        print("JioNLP is not installed: left out (pip install jionlp, in an environment of its own)")
        return found
    import jionlp

    logging.disable(logging.CRITICAL)
    name = "JioNLP recognize_location"
    found[name] = measure(name, lambda text: bool(jionlp.recognize_location(text)), texts, characters)
    return found


NAME_TAGS = ("nr", "ns", "nt")


def main() -> int:
    """Measure on the corpus given; 1 where we are slower than the target."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    if not path.is_file():
        print(f"no corpus at {path}: nothing measured")
        return 0
    texts = list(read_texts(path))
    characters = sum(map(len, texts))
    print(f"{len(texts):,} texts, {characters:,} characters")
    alone, whole = ours(texts, characters)
    for name, speed in others(texts, characters).items():
        print(f"ratio to {name}: {alone / speed:.2f} ({whole / speed:.2f} with words and dates)")
    print(f"target of {TARGET:,} characters/s: {'met' if alone >= TARGET else 'missed'}")
    return int(alone < TARGET)


if __name__ == "__main__":
    sys.exit(main())

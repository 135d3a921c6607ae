"""How fast the whole extraction is, and each of its stages, in characters a second on one core.

    python benchmarks/extraction.py [--corpus CORPUS.jsonl.xz] [--megabytes 1] [--documents 2000] [--profile]

Processor time, document by document, over the first megabyte of the corpus, after twenty documents that
warm up. Without the corpus (evening news transcripts beside the repository) the samples of data/samples are
repeated. Then the memory of the process after so many documents more, and, with --profile, the functions
that take most.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import json
import lzma
import pstats
import resource
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path

from cnevents import load
from cnevents.analysis import Analysis
from cnevents.api import Extractor
from cnevents.build import build_document
from cnevents.checks import check_text
from cnevents.text.folding import fold

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared/corpora/text/xinwenlianbo_2022_2026.jsonl.xz"
TARGET = 30_000  # characters a second
WARM_UP = 20
PUBLISHED = dt.date(2025, 3, 20)


def corpus_texts(path: Path) -> Iterator[str]:
    """The texts of a corpus of JSON lines."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            yield str(row.get("text") or row.get("content") or "")


def sample_texts() -> Iterator[str]:
    """The samples, over and over, each time a line longer so that no text comes twice."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "data/samples").glob("*.txt"))]
    for number, text in enumerate(cycle(texts)):
        yield f"{text}\n第{number}次。"


def take(texts: Iterable[str], size: int) -> list[str]:
    """Texts up to `size` bytes in all, empty ones left out."""
    taken, read = [], 0
    for text in filter(str.strip, texts):
        taken.append(text)
        read += len(text.encode())
        if read >= size:
            break
    return taken


def measure(extractor: Extractor, texts: list[str]) -> tuple[Counter[str], int]:
    """Seconds of processor time by stage, and the number of records."""
    spent: Counter[str] = Counter()
    records = 0
    for text in texts:
        begin = time.process_time()
        checked = check_text(text, language=False)
        analysis = Analysis(checked, fold(checked), PUBLISHED)
        begin = _note(spent, "check and fold", begin)
        for stage in extractor.pipeline.stages:
            for layer, content in stage.run(analysis).items():
                setattr(analysis, layer, content)
            begin = _note(spent, stage.name, begin)
        records += len(build_document(analysis).events)
        _note(spent, "records", begin)
    return spent, records


def _note(spent: Counter[str], name: str, begin: float) -> float:
    now = time.process_time()
    spent[name] += now - begin
    return now


def print_table(spent: Counter[str], characters: int) -> None:
    """The stages in their order: seconds, share and speed."""
    total = sum(spent.values())
    print(f"{'stage':16} {'seconds':>8} {'share':>6} {'characters/s':>14}")
    for name, seconds in spent.items():
        print(f"{name:16} {seconds:8.2f} {seconds / total:6.1%} {characters / max(seconds, 1e-9):14,.0f}")
    print(f"{'all':16} {total:8.2f} {1:6.1%} {characters / total:14,.0f}")


def memory() -> float:
    """Megabytes that the process holds at most, until now."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def print_hot_spots(extractor: Extractor, texts: list[str], count: int = 20) -> None:
    """The functions with the most time of their own."""
    profile = cProfile.Profile()
    profile.enable()
    for text in texts:
        extractor.extract(text, published=PUBLISHED)
    profile.disable()
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(count)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--megabytes", type=float, default=1.0)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    there = arguments.corpus.is_file()
    if not there:
        print("no corpus: the samples of data/samples are read again and again")
    source = (lambda: corpus_texts(arguments.corpus)) if there else sample_texts
    extractor = load(check_language=False)
    for text in islice(source(), WARM_UP):
        extractor.extract(text, published=PUBLISHED)
    start = memory()
    texts = take(source(), int(arguments.megabytes * 1_000_000))
    characters = sum(map(len, texts))
    spent, records = measure(extractor, texts)
    print(f"{len(texts):,} documents, {characters:,} characters, {records:,} records")
    print_table(spent, characters)
    speed = characters / sum(spent.values())
    verdict = "met" if speed >= TARGET else "missed"
    print(f"whole extraction: {speed:,.0f} characters/s (target {TARGET:,}: {verdict})")
    if arguments.documents:
        for text in islice(filter(str.strip, source()), arguments.documents):
            extractor.extract(text, published=PUBLISHED)
        print(f"memory: {start:,.0f} MB after {WARM_UP} documents")
        print(f"        {memory():,.0f} MB after {arguments.documents:,} more")
    if arguments.profile:
        print_hot_spots(extractor, texts)


if __name__ == "__main__":
    main()

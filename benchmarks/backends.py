"""Segmenters and taggers side by side: quality on gold, and speed on one core.

    OMP_NUM_THREADS=1 python benchmarks/backends.py [NAME=GOLD.jsonl ...] [--hanlp [TASK=]MODEL ...]

Prints one Markdown table for each set: tests/gold/written_dev.jsonl, and those that are named. With HanLP
models (as `cnevents extract --hanlp` takes them; the environment must have HanLP) those combinations that the
models have the tasks for are measured too. Speed is processor time of the whole extraction, the best of three
rounds. A document that a tool fails on counts as one in which nothing was found.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cnevents
from cnevents.cli.readers import hanlp_source
from cnevents.errors import UsageError
from cnevents.evaluation import GoldDocument, predict, read_gold, score

ROOT = Path(__file__).parent.parent
ROUNDS = 3
MEASURES = ("entities", "typed events", "roles", "records")
Options = dict[str, Any]


def combinations(hanlp: Any) -> Iterator[tuple[str, str, Options]]:
    """What is measured: names of segmenter and tagger for the table, and the options of `load`."""
    segmenters: dict[str, Callable[[], Any]] = {
        "jieba": lambda: "jieba",
        "character": lambda: "character",
        "spacy": lambda: "spacy",
        "spaCy with its jieba": spacy_jieba,
    }
    for name, make in segmenters.items():
        for tagger in ("default", None):
            yield name, str(tagger).lower(), {"segmenter": make(), "tagger": tagger}
    if hanlp is None:
        return
    for tagger in ("default", None, "hanlp"):
        yield "hanlp", str(tagger).lower(), {"segmenter": "hanlp", "tagger": tagger, "hanlp": hanlp}
    yield "jieba", "hanlp", {"tagger": "hanlp", "hanlp": hanlp}
    yield "jieba", "default, roles of HanLP", {"hanlp": hanlp}


def spacy_jieba() -> Any:
    """spaCy's Chinese tokenizer, told to ask jieba (with jieba's own dictionary and hidden Markov model)."""
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "jieba"}}})


def measure(extractor: cnevents.Extractor, gold: list[GoldDocument]) -> tuple[list[float], float, int]:
    """F1 by measure, characters a second, and the number of documents that failed."""
    found, seconds = read_all(extractor, gold)
    for _ in range(ROUNDS - 1):
        seconds = min(seconds, read_all(extractor, gold)[1])
    report = score({one.doc_id: one for one in gold}, {key: predict(one, key) for key, one in found.items()})
    speed = sum(len(one.text) for one in gold) / seconds
    return [report.scores[name].f1 for name in MEASURES], speed, len(gold) - len(found)


def read_all(
    extractor: cnevents.Extractor, gold: list[GoldDocument]
) -> tuple[dict[str, cnevents.Document], float]:
    """The documents that could be read, and the processor time that all took."""
    _ = extractor.pipeline
    found = {}
    begin = time.process_time()
    for one in gold:
        with suppress_failure():
            found[one.doc_id] = extractor.extract(one.text, published=one.published)
    return found, time.process_time() - begin


@contextmanager
def suppress_failure() -> Iterator[None]:
    """Go on after a document that a tool fails on (E425)."""
    try:
        yield
    except UsageError as error:
        if error.code != "E425":
            raise


def print_table(name: str, gold: list[GoldDocument], hanlp: Any) -> None:
    """The table of one set."""
    print(f"\n{name}: {len(gold)} documents, {sum(len(one.text) for one in gold):,} characters\n")
    print(f"| segmenter | tagger | {' | '.join(MEASURES)} | characters/s | failed |")
    print("|---|---|" + "---|" * (len(MEASURES) + 2))
    for segmenter, tagger, options in combinations(hanlp):
        try:
            figures, speed, failed = measure(cnevents.load(**options), gold)
        except UsageError as error:
            if error.code != "E423":
                raise
            continue  # the model has no such task
        cells = " | ".join(f"{figure:.3f}".removeprefix("0") for figure in figures)
        print(f"| {segmenter} | {tagger} | {cells} | {speed:,.0f} | {failed} |", flush=True)


def main() -> None:
    """Read the command line, measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("gold", nargs="*", metavar="NAME=GOLD.jsonl")
    parser.add_argument("--hanlp", action="append", default=[], metavar="MODEL")
    arguments = parser.parse_args()
    hanlp = hanlp_source(arguments.hanlp)
    sets = {"written_dev": ROOT / "tests/gold/written_dev.jsonl"}
    sets.update((name, Path(path)) for name, _, path in (one.partition("=") for one in arguments.gold))
    for name, path in sets.items():
        print_table(name, list(read_gold(path)), hanlp)


if __name__ == "__main__":
    main()

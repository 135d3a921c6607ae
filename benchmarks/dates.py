"""How fast dates are read, in characters a second on one core.

    python benchmarks/dates.py CORPUS.jsonl.xz [--against-jionlp]

The first 5 MB of the corpus are read; with ``--against-jionlp`` also by ``jio.ner.extract_time``, in the same
run.
"""

from __future__ import annotations

import json
import lzma
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import Any

from cnevents.stages.dates import find
from cnevents.text.folding import fold

LIMIT = 5_000_000  # bytes of text


def read_texts(path: str) -> list[str]:
    """The texts of a corpus of JSON lines, up to the limit."""
    texts, size = [], 0
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            text = row.get("text") or row.get("content") or " ".join(str(v) for v in row.values())
            texts.append(text)
            size += len(text.encode())
            if size > LIMIT:
                break
    return texts


def measure(name: str, read: Callable[[str], Iterable[Any]], texts: list[str]) -> float:
    """Print and return how many characters a second of processor time a reader reads."""
    for text in islice(texts, 20):
        list(read(text))
    begin = time.process_time()
    found = sum(len(list(read(text))) for text in texts)
    seconds = time.process_time() - begin
    speed = sum(map(len, texts)) / seconds
    print(f"{name}: {speed:,.0f} characters/s, {found:,} expressions in {sum(map(len, texts)):,} characters")
    return speed


def main() -> None:
    """Measure on the corpus given."""
    texts = read_texts(sys.argv[1])
    day = date(2025, 9, 1)
    folded = [fold(text) for text in texts]
    ours = measure("cnevents, text folded before", lambda text: find(text, day), folded)
    ours = measure("cnevents, folding included", lambda text: find(fold(text), day), texts)
    if "--against-jionlp" in sys.argv:
        import logging

        import jionlp

        logging.disable(logging.CRITICAL)  # it logs every string that it cannot read

        theirs = measure("JioNLP extract_time", lambda text: jionlp.ner.extract_time(text), texts)
        print(f"ratio: {ours / theirs:.1f}")


if __name__ == "__main__":
    main()

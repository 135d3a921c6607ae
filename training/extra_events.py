"""Marked documents with their text: python training/extra_events.py CORPORA OUT.jsonl [--set train]

`extra_events.jsonl` and `more_events.jsonl.xz` hold no text: for each document its id in the corpus, the
SHA-256 of its text, and the events that one reader marked (type, weight, trigger and mentions as offsets,
actors and recipients by id). This puts the text back. The trainings learn from the sets `train`, `read`,
`more` and `late`, but not from what these have of MEASURED_ONLY, a paper that keeps its copyright and may
only be measured on: `--measured` gives that. `held` and `test` are to measure on.
A document whose text is not the one that was read is an error.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SETS = ("train", "read", "held", "more", "late", "test")
LEARNED = ("train", "read", "more", "late")
MEASURED_ONLY = "hkcnews_news_only_trad.jsonl.xz"
SOURCES = ("xinwenlianbo_2022_2026.jsonl.xz", "tw_president_1992_2025_trad.jsonl.xz", MEASURED_ONLY)
_TAIL = re.compile(r"\s*\[查看原文\]\(.*\Z", re.S)


def text_of(item: dict[str, Any], gap: str, length: int | None = None) -> str:
    """Title, gap, the body without the link at its end; of long ones the first `length` characters."""
    return f"{item['title'].strip()}{gap}{_TAIL.sub('', item['text']).strip()}"[:length]


def documents(corpora: Path, name: str = "train", measured: bool = False) -> Iterator[dict[str, Any]]:
    """The marked documents with their text, in the order of the marks.

    Of a set that is learned from, those to learn from, or with `measured` the others.
    """
    marked = (HERE / "extra_events.jsonl").read_text(encoding="utf-8")
    with lzma.open(HERE / "more_events.jsonl.xz", "rt", encoding="utf-8") as more:
        marked += more.read()
    marks = [mark for mark in map(json.loads, marked.splitlines()) if mark["set"] == name]
    wanted = {mark["item"] for mark in marks}
    items = {}
    for source in SOURCES:
        if name in LEARNED and (source == MEASURED_ONLY) != measured:
            continue
        with lzma.open(corpora / "text" / source, "rt", encoding="utf-8") as lines:
            items |= {item["id"]: item for item in map(json.loads, lines) if item["id"] in wanted}
    for mark in marks:
        if mark["item"] not in items and name in LEARNED:
            continue
        item = items[mark["item"]]
        text = text_of(item, mark["gap"], mark.get("length"))
        if hashlib.sha256(text.encode()).hexdigest() != mark["sha256"]:
            raise SystemExit(f"{mark['item']}: the corpus holds another text than was marked")
        events = [
            {**event, "trigger": dict(zip(("start", "end"), event["trigger"], strict=True))}
            for event in mark["events"]
        ]
        yield {"doc_id": mark["item"], "published": mark["published"], "text": text, "events": events}


def main() -> None:
    """Write the documents."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpora", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--set", choices=SETS, default="train")
    parser.add_argument("--measured", action="store_true", help="what of a set may only be measured on")
    arguments = parser.parse_args()
    found = documents(arguments.corpora, arguments.set, arguments.measured)
    rows = [json.dumps(document, ensure_ascii=False) for document in found]
    arguments.out.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"{arguments.out}: {len(rows)} documents")


if __name__ == "__main__":
    main()

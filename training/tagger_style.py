"""Freeze the words of our own tables that silver labels follow: a later table does not change the model.

python training/tagger_style.py   writes training/tagger_style.tsv
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cnevents.errors import ResourceError
from cnevents.resources import read_tsv

TABLE = Path(__file__).with_name("tagger_style.tsv")
# kinds of bodies that make no name together with their state
NOT_OWN = {"media", "union", "party", "diplomatic"}


def _rows(name: str) -> list[dict[str, str]]:
    try:
        return read_tsv(f"names/{name}.tsv")
    except ResourceError:
        return []


def words() -> Iterator[tuple[str, str]]:
    """Every word with its kind: state, place, short, body, person, org."""
    for row in _rows("states"):
        kind = "org" if row["status"] == "union" else "state"
        for word in (row["name"], row["full"], *row["aliases"].split("|")):
            yield word, kind
        for word in row["capital"].split("|"):
            yield word, "place"
    for row in _rows("one_char"):
        if row["level"] in ("1", "2", "3") and row["char"] != "华":
            yield row["char"], "short"
    for row in _rows("bodies"):
        if row["kind"] not in NOT_OWN:
            yield row["word"], "body"
    for table, kind in {
        "people": "person",
        "organisations": "org",
        "media": "org",
        "places": "place",
    }.items():
        for row in _rows(table):
            for word in (row["name"], *row.get("aliases", "").split("|")):
                yield word, kind


def freeze() -> None:
    """Write the table."""
    lines = [
        f"{word}\t{kind}\n"
        for word, kind in dict.fromkeys(words())
        if word and (len(word) > 1 or kind == "short")
    ]
    head = "# Words of our own tables when the tagger was trained; tagger_style.py writes this file.\n"
    TABLE.write_text(head + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    freeze()

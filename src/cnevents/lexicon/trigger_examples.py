"""Runs the examples of the trigger tables: each sentence of example_yes tells the frame by that word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnevents.lexicon.lint import Fault
from cnevents.ontology.frames import trigger_tables
from cnevents.resources import read_tsv

if TYPE_CHECKING:
    from cnevents.api import Extractor

NO_EVENT = "-"


def check_triggers(extractor: Extractor) -> Iterator[Fault]:
    """A fault for each example of a trigger row that does not do what its column says.

    `extractor` is asked up to its triggers stage; build one without a tagger, which decides nothing here.
    """
    for table in trigger_tables():
        for row in read_tsv(table):
            for text in _sentences(row["example_yes"]):
                if row["frame"] != NO_EVENT and not _tells(extractor, row, text):
                    yield Fault(row["_at"], f"example_yes: no {row['frame']} by {row['word']}: {text}")
            for text in _sentences(row["example_no"]):
                if row["frame"] != NO_EVENT and _tells(extractor, row, text):
                    yield Fault(row["_at"], f"example_no: {row['frame']} by {row['word']}: {text}")


def _sentences(cell: str) -> list[str]:
    return [text.strip() for text in cell.split("||") if text.strip()]


def _tells(extractor: Extractor, row: dict[str, str], text: str) -> bool:
    analysis = extractor.analyse(text, published="2025-06-01", until="triggers")
    return any(
        candidate.frame == row["frame"] and analysis.folded[candidate.start : candidate.end] == row["word"]
        for candidate in analysis.candidates
    )

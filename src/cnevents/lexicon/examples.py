"""Runs the examples of the name tables: a sentence of example_yes has the name, one of example_no has not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnevents.lexicon.entries import TYPES, split
from cnevents.lexicon.lint import Fault

if TYPE_CHECKING:
    from cnevents.analysis import Analysis
    from cnevents.lexicon import Lexicon

TABLES = (
    "states", "one_char", "bodies", "people", "organisations", "media", "places", "named_events", "documents",
    "offices", "nominals",
)  # fmt: skip
NAME_COLUMNS = ("name", "aliases", "latin")


def check_examples(lexicon: Lexicon) -> Iterator[Fault]:
    """A fault for each example that does not do what its column says.

    The stages up to the names read it, without the trained tagger: what the tables and patterns find.

    >>> from cnevents.lexicon import load_lexicon
    >>> list(check_examples(load_lexicon()))
    []
    """
    from cnevents.api import Extractor

    extractor = Extractor(tagger=None, lexicon=lexicon.overlays, check_language=False)
    for table in TABLES:
        for row in lexicon.table(table):
            for column, wanted in (("example_yes", True), ("example_no", False)):
                for text in filter(None, row.get(column, "").split(" || ")):
                    if _has(extractor.analyse(text, until="entities"), row, TYPES.get(table, "")) != wanted:
                        yield Fault(row["_at"], f"{column} {'lacks' if wanted else 'has'} the name: {text}")


def _has(analysis: Analysis, row: dict[str, str], type_: str) -> bool:
    """Did this row make a name, an office or a nominal of the text, or another row the same name?"""
    word, identity = row.get("word", ""), row.get("code") or row.get("name", "")
    words = {name for column in NAME_COLUMNS for name in split(row.get(column, ""))}
    for mention in analysis.mentions:
        text = analysis.folded[mention.start : mention.end]
        if mention.rule == row["_at"]:
            return True
        if (mention.type, mention.id) == (type_, identity) and text in words and mention.kind != "guessed":
            return True
        if word and (mention.office == word or ("alone" in row and text.endswith(word))):
            return True
    return any(nominal.rule == row["_at"] for nominal in analysis.nominals)

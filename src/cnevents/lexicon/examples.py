"""Runs the examples of the name tables: each sentence of example_yes has the name, none of example_no has it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnevents.analysis import Analysis, Token
from cnevents.lexicon.entries import split
from cnevents.lexicon.lint import Fault
from cnevents.text.folding import fold

if TYPE_CHECKING:
    from cnevents.lexicon import Lexicon

TABLES = (
    "states", "one_char", "bodies", "people", "organisations", "media", "places", "named_events", "documents",
    "offices", "nominals", "not_names",
)  # fmt: skip
NAME_COLUMNS = ("name", "full", "aliases", "latin", "capital", "seats", "word", "char", "short")


def check_examples(lexicon: Lexicon) -> Iterator[Fault]:
    """A fault for each example that does not do what its column says.

    >>> from cnevents.lexicon import load_lexicon
    >>> list(check_examples(load_lexicon()))
    []
    """
    from cnevents.stages.entities import Entities
    from cnevents.stages.segment import jieba_cutter

    stage, cut = Entities(lexicon), jieba_cutter()
    for table in TABLES:
        for row in lexicon.table(table):
            words = {word for column in NAME_COLUMNS for word in split(row.get(column, ""))}
            for column, wanted in (("example_yes", True), ("example_no", False)):
                for text in filter(None, row.get(column, "").split(" || ")):
                    analysis = Analysis(text, fold(text))
                    at = 0
                    for word in cut(analysis.folded):
                        analysis.tokens.append(Token(at, at + len(word), word))
                        at += len(word)
                    if _has(stage, analysis, words, row) != wanted:
                        yield Fault(row["_at"], f"{column} {'lacks' if wanted else 'has'} the name: {text}")


def _has(stage: object, analysis: Analysis, words: set[str], row: dict[str, str]) -> bool:
    from cnevents.stages.entities import Entities

    assert isinstance(stage, Entities)
    found = stage.run(analysis)
    ids = {row.get("code", ""), row.get("name", ""), *row.get("codes", "").split("|")} - {""}
    for item in (*found["mentions"], *found["nominals"]):
        text = analysis.folded[item.start : item.end]
        identity = getattr(item, "id", "")
        if text in words and (not ids or identity in ids or not identity):
            return True
        if "word" in row and any(word in text for word in words) and item.rule == row["_at"]:
            return True
        office = getattr(item, "office", "")
        if office and office in words:
            return True
    return False

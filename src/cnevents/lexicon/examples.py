"""Runs the examples of the name tables: a sentence of example_yes has the name, one of example_no has not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cnevents.analysis import Analysis, Mention, Token
from cnevents.lexicon.entries import TYPES, split
from cnevents.lexicon.lint import Fault
from cnevents.text.folding import fold

if TYPE_CHECKING:
    from cnevents.lexicon import Lexicon
    from cnevents.stages.entities import Entities

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
                    if _has(stage, analysis, words, row, TYPES.get(table, "")) != wanted:
                        yield Fault(row["_at"], f"{column} {'lacks' if wanted else 'has'} the name: {text}")


def _has(stage: Entities, analysis: Analysis, words: set[str], row: dict[str, str], type_: str) -> bool:
    found = stage.run(analysis)
    ids = {row.get("code", ""), row.get("name", ""), *row.get("codes", "").split("|")} - {""}
    body = "alone" in row
    for mention in found["mentions"]:
        assert isinstance(mention, Mention)
        text = analysis.folded[mention.start : mention.end]
        if type_ and mention.type not in (type_, "STATE"):
            continue
        if body and any(text.endswith(word) for word in words):
            return True
        if type_ == "PLACE" and text not in words and any(text.startswith(word) for word in words):
            return True
        if (text in words and (not ids or mention.id in ids)) or mention.office in words:
            return True
    return not body and any(analysis.folded[n.start : n.end] in words for n in found["nominals"])

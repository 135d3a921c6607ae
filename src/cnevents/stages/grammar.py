"""The words that hold a clause together."""

from __future__ import annotations

from functools import cache

from cnevents.resources import read_tsv


@cache
def grammar_words() -> dict[str, tuple[str, str]]:
    """Word → (function, file:line), from `grammar/words.tsv`.

    >>> grammar_words()["向"][0]
    'to'
    """
    return {row["word"]: (row["function"], row["_at"]) for row in read_tsv("grammar/words.tsv")}

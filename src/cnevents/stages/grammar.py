"""The words that hold a clause together."""

from __future__ import annotations

import re
from functools import cache

from cnevents.resources import read_tsv, read_yaml


@cache
def grammar_words() -> dict[str, tuple[str, str]]:
    """Word → (function, file:line), from `grammar/words.tsv`.

    >>> grammar_words()["向"][0]
    'to'
    """
    return {row["word"]: (row["function"], row["_at"]) for row in read_tsv("grammar/words.tsv")}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """A pattern of `grammar/patterns.yaml` by its name.

    >>> pattern("people").match("35人死亡").group()
    '35人'
    """
    return re.compile(read_yaml("grammar/patterns.yaml")[name]["pattern"])

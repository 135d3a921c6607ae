"""Words by another spelling of theirs: 计画 is 计划. Folding leaves them apart, for 畫 is 画 elsewhere."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from cnevents.resources import read_tsv


@cache
def _spellings() -> tuple[dict[str, str], re.Pattern[str]]:
    usual = {row["written"]: row["usual"] for row in read_tsv("grammar/spellings.tsv")}
    return usual, re.compile("|".join(usual))


@lru_cache(maxsize=4096)
def usual_word(word: str) -> str:
    """A word as it is usually spelled, kept for the next time.

    >>> usual_word("行动计画")
    '行动计划'
    """
    return usual_spelling(word)


def usual_spelling(folded: str) -> str:
    """A folded text with its words as they are usually spelled; of the same length.

    >>> usual_spelling("行动计画的身分")
    '行动计划的身份'
    """
    usual, pattern = _spellings()
    return pattern.sub(lambda match: usual[match[0]], folded)

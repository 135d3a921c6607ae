"""Folding: one reading of both scripts, of equal length, so that offsets hold in either."""

from __future__ import annotations

from functools import cache

from cnevents.resources import read_tsv

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_QUOTES = str.maketrans("「」『』﹁﹂﹃﹄〝〞", "“”‘’“”‘’“”")
_PUNCTUATION = str.maketrans("　﹐﹑﹔﹕﹗﹖﹙﹚．－～％／＋‧・･•", " ，、；：！？（）.-～%/+····")


@cache
def folding_table() -> dict[int, int | str | None]:
    """The table for `str.translate`: character code → folded character, one to one."""
    table: dict[int, int | str | None] = {}
    for row in read_tsv("text/folding.tsv"):
        table.update({ord(character): row["to"] for character in row["from"]})
    table.update(_FULL_WIDTH)
    table.update(_QUOTES)
    table.update(_PUNCTUATION)
    return table


def fold(text: str) -> str:
    """Turn Traditional characters, full-width letters and corner quotation marks into one form.

    The result always has the length of `text`.

    >>> fold("「普丁」於２０２４年訪問北韓")
    '“普丁”于2024年访问北韩'
    """
    return text.translate(folding_table())

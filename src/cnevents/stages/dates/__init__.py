"""The dates stage: every time expression of a text, found, resolved and explained."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cnevents.stages.dates.mention import TimeMention

__all__ = ["TimeMention", "find"]


def find(
    folded: str,
    published: date | datetime | None,
    stories: Sequence[tuple[int, int]] = (),
    *,
    region: str | None = None,
) -> list[TimeMention]:
    """Find and resolve the time expressions of a folded text.

    Args:
        folded: The text, folded (`cnevents.text.folding.fold`).
        published: The day of publication, by which relative expressions are resolved.
        stories: Character ranges of unrelated stories; anchors never carry across them. Empty: one story.
        region: CN, TW, HK or MO, for festivals; None guesses from the text.

    Returns:
        The mentions in order of their place.

    Raises:
        InputError: E103 where `published` is no date.

    >>> [m.edtf for m in find("2024年10月22日、12月12日", date(2025, 9, 1))]
    ['2024-10-22', '2024-12-12']
    """
    from cnevents.errors import InputError
    from cnevents.stages.dates.reader import Reader

    if published is not None and not isinstance(published, date):
        raise InputError("E103", value=published)
    return Reader(folded, published, stories, region).read()

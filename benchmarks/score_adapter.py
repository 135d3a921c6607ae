"""The reader of dates in the form that a scorer of time expressions wants: (text, reference) → tuples."""

from __future__ import annotations

from datetime import date, datetime

from cnevents.stages.dates import find as find_mentions
from cnevents.text.folding import fold

Row = tuple[int, int, str | None, str | None, str, str]
_REGIONS = {"zh-CN": "CN", "zh-TW": "TW", "zh-HK": "HK", "zh-MO": "MO"}


def _iso(moment: date | datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def find(text: str, ref: datetime, locale: str | None = None) -> list[Row]:
    """The expressions as (start, end, start_iso, end_iso, type, timex); a day's gloss counts with the day."""
    rows = []
    for mention in find_mentions(fold(text), ref, region=_REGIONS.get(locale or "")):
        if mention.anchor == "gloss":
            continue
        begin, until = (None, None) if mention.invalid else (mention.begin, mention.until)
        rows.append(
            (mention.start, mention.end, _iso(begin), _iso(until), mention.kind.upper(), mention.timex)
        )
    return rows


find.wants_locale = True  # type: ignore[attr-defined]

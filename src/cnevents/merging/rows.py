"""Merging of rows that another engine has sorted: what DuckDB and Spark share.

The engine gives events by kin, first day (null last), event_id and doc_id; that is `merging.group.order`. A
frame that stands in no row of kin.tsv is a kin of its own; the first day is `merging.match.first_day`: the
earlier of `date_start` and `date_end - 1`, or `STALE` days before publication, or the day of it for a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cnevents.merging.combine import combine
from cnevents.merging.group import groups
from cnevents.merging.happening import Happening
from cnevents.merging.items import Item, Itemizer
from cnevents.records import Event

FIELDS = (  # of an event, that merging needs
    "event_id", "doc_id", "type", "mode", "frame", "contexts", "plover", "trigger", "actors", "recipients",
    "when", "place", "polarity", "modality", "sources", "counts", "confidence",
)  # fmt: skip
AFRESH = 100_000
Key = tuple[str, str]


class SortedRows:
    """Rows in order; iterating gives each happening with the key of its first record.

    Attributes:
        records: Rows that were read. duplicates: Those among them that stood there twice.
    """

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Take rows that have `FIELDS`, and `published` and `press`, which may be None."""
        self._rows = rows
        self.records = self.duplicates = 0

    def __iter__(self) -> Iterator[tuple[Key, Happening]]:
        for found in groups(self._items()):
            yield found[0].key, combine(found)

    def _items(self) -> Iterator[Item]:
        before = None
        for row in self._rows:
            if self.records % AFRESH == 0:
                make = Itemizer()  # it keeps each participant once, and there is no end of them
            self.records += 1
            item = make.item(Event.model_validate({name: row[name] for name in FIELDS}), row.get("published"))
            item.press = row.get("press")
            if item.key == before:
                self.duplicates += 1
            else:
                yield item
            before = item.key

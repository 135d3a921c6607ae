"""`merge`: records over documents in, happenings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cnevents.merging.combine import combine
from cnevents.merging.group import group
from cnevents.merging.happening import Happening, Happenings
from cnevents.merging.items import Item, Itemizer, Press, Published
from cnevents.records import Document, Event


def merge(
    records: Iterable[Event | Document], *, published: Published = None, press: Press = None
) -> Happenings:
    """Group the records of many documents: one happening for all that tell the same.

    Records are the same happening where their frames are of one kin (访问, 抵达), their participants fit
    (普京 and 俄罗斯 do, 普京 and 拉夫罗夫 do not), their days are the same, or one apart for what does not
    happen daily, and their places do not contradict. Every record is in exactly one happening; one that
    tells too little (no day, a whole year, one participant alone) stays alone. The order of the records
    makes no difference.

    Args:
        records: Events, or documents with their events; documents bring the day of publication.
        published: Days of publication by `doc_id`, for events that come without their documents.
        press: Who published a document, by `doc_id`: a mapping or a function. Two documents of one press that
            name no source of their own count as one independent source.

    Raises:
        InputError: E111 for records of another schema version, E112 for what is no record.

    >>> import cnevents
    >>> texts = {"a": "法國總統馬克龍4日訪問河內。", "b": "马克龙周二抵达越南访问。"}
    >>> extractor = cnevents.load()
    >>> merged = merge(
    ...     extractor.extract(text, doc_id=name, published="2025-03-05") for name, text in texts.items()
    ... )
    >>> [(one.frame, one.documents, str(one.start)) for one in merged]
    [('visit', 2, '2025-03-04')]
    """
    return merge_items(Itemizer(published, press).items(records))


def merge_items(found: Iterable[Item]) -> Happenings:
    """Happenings of items, by their first day; an item that stands there twice counts once."""
    grouped = Grouped(found)
    return Happenings(iter(grouped), grouped.records, grouped.duplicates)


class Grouped:
    """Items in groups; iterating gives their happenings one by one, for what is too large as a whole.

    Attributes:
        records, duplicates: As in `Happenings`.
    """

    def __init__(self, found: Iterable[Item]) -> None:
        items: dict[tuple[str, str], Item] = {}
        self.records = 0
        for item in found:
            self.records += 1
            items.setdefault(item.key, item)
        self.duplicates = self.records - len(items)
        self._groups = sorted(group(list(items.values())), key=_first_day)

    def __len__(self) -> int:
        return len(self._groups)

    def __iter__(self) -> Iterator[Happening]:
        return map(combine, self._groups)


def _first_day(items: list[Item]) -> tuple[bool, int, tuple[str, str]]:
    """Groups without a day come last."""
    days = [item.days[0] for item in items if item.days is not None]
    return not days, min(days, default=0), items[0].key

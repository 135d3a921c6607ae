"""Events with the sentence that tells them: what every picture is drawn of."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cnevents.errors import InputError
from cnevents.records import Document, Event, EventList
from cnevents.text.folding import fold
from cnevents.text.sentences import find_sentences

Events = Event | Document | Iterable[Event | Document]
LONGEST = 240  # characters of a sentence that are shown


@dataclass(frozen=True, slots=True)
class Told:
    """An event and the words that tell it.

    Attributes:
        event: The record.
        sentence: The sentence of its trigger, or "" where the text is not at hand.
        start: Where the trigger begins in `sentence`.
        document: The document that it comes from, or None.
    """

    event: Event
    sentence: str = ""
    start: int = 0
    document: Document | None = None

    @property
    def doc_id(self) -> str:
        """The caller's name for the text, or ""."""
        return self.event.doc_id or (self.document.doc_id if self.document else None) or ""


def gather(events: Events, documents: Iterable[Document] = ()) -> list[Told]:
    """The events of whatever the caller handed in, each with its sentence where its text is known.

    Args:
        events: An `EventList`, documents, events, or a mixture of documents and events.
        documents: The texts of events that come without them; found by `doc_id` and offset.

    Raises:
        InputError: E113 for anything else.
    """
    known = [*documents, *(events.documents if isinstance(events, EventList) else ())]
    for document in known:
        if not isinstance(document, Document):
            raise InputError("E113", kind=type(document).__name__)
    texts = _Texts(known)
    return [told for one in _each(events) for told in _tell(one, texts)]


def _each(events: Events) -> Iterator[Event | Document]:
    if isinstance(events, Event | Document):
        yield events
        return
    if isinstance(events, str | bytes | dict) or not isinstance(events, Iterable):
        raise InputError("E113", kind=type(events).__name__)
    for one in events:
        if not isinstance(one, Event | Document):
            raise InputError("E113", kind=type(one).__name__)
        yield one


def _tell(one: Event | Document, texts: _Texts) -> Iterator[Told]:
    if isinstance(one, Document):
        cut = _Cut(one)
        yield from (cut.tell(event) for event in one.events)
    else:
        yield texts.tell(one)


class _Texts:
    """Documents by their id, each cut into sentences when the first of its events is asked for."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents: dict[str | None, list[Document]] = {}
        self.cuts: dict[int, _Cut] = {}
        for document in documents:
            self.documents.setdefault(document.doc_id, []).append(document)

    def tell(self, event: Event) -> Told:
        """The event with its sentence, where its document is at hand."""
        for document in self.documents.get(event.doc_id, ()):
            if document.text[event.trigger.start : event.trigger.end] == event.trigger.text:
                return self.cuts.setdefault(id(document), _Cut(document)).tell(event)
        return Told(event)


class _Cut:
    """A document cut into sentences."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.sentences = find_sentences(fold(document.text))
        self.starts = [sentence.start for sentence in self.sentences]

    def tell(self, event: Event) -> Told:
        """The event with its sentence; of a long one the part around the trigger."""
        trigger = event.trigger
        index = bisect_right(self.starts, trigger.start) - 1
        if index < 0 or self.sentences[index].end < trigger.end:
            return Told(event, document=self.document)
        sentence = self.sentences[index]
        start, end = sentence.start, sentence.end
        if end - start > LONGEST:  # keep the part around the trigger
            start = max(start, min(trigger.start - LONGEST // 3, end - LONGEST))
            end = min(end, max(start + LONGEST, trigger.end))
        return Told(event, self.document.text[start:end], trigger.start - start, self.document)

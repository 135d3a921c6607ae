"""Records made by hand, for tests of what is drawn of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from cnevents.records import Document, Entity, Event, Participant, Plover, Span, TimeSpan

TEXT = "法国外长4日在河内会见越南外长。\n以色列14日空袭加沙<script>alert('刺')</script>，据报道。"
TYPES = {
    "CONSULT": ("meet", "verbal cooperation", 1.0),
    "ASSAULT": ("air_strike", "material conflict", -10.0),
    "STATEMENT": ("statement", "neutral", 0.0),
    "AID": ("aid", "material cooperation", 7.0),
}


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words) if words in text else 0
    return Span(start=start, end=start + len(words), text=words)


def one(name: str, state: str | None = None, **more: Any) -> Participant:
    return Participant(id=name, name=name, span=span(name), state=state, **more)


def event(kind: str = "CONSULT", words: str = "会见", day: str | None = "2025-03-04", **more: Any) -> Event:
    frame, quad, intensity = TYPES[kind]
    first = dt.date.fromisoformat(day) if day else None
    when = TimeSpan(start=first, end=first + dt.timedelta(days=1)) if first else None
    fields = {
        "event_id": f"{kind}-{words}-{day}", "doc_id": "a", "type": kind, "frame": frame, "quad": quad,
        "intensity": intensity, "plover": Plover(type=kind), "trigger": span(words), "when": when,
    }  # fmt: skip
    return Event.model_validate({**fields, **more})


FRANCE, VIETNAM = one("法国", "FRA"), one("越南", "VNM")
ISRAEL, GAZA, HANOI = one("以色列", "ISR"), one("加沙", "PSE"), one("河内", "VNM")
MEETING = event(actors=(FRANCE,), recipients=(VIETNAM,), place=HANOI)
STRIKE = event("ASSAULT", "空袭", "2025-03-14", actors=(ISRAEL,), recipients=(GAZA,))


def document(*events: Event, text: str = TEXT, **more: Any) -> Document:
    place = Entity(
        id="河内", type="PLACE", name="河内", names=("河内",), state="VNM", latitude=21.02, longitude=105.84,
        mentions=(span("河内"),),
    )  # fmt: skip
    state = Entity(
        id="FRA", type="STATE", name="法国", names=("法国",), state="FRA", mentions=(span("法国"),)
    )
    fields: dict[str, Any] = {"doc_id": "a", "text": text, "entities": (state, place), "events": events}
    return Document.model_validate({**fields, **more})

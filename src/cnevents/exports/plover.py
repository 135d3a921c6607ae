"""PLOVER JSON Lines, by the field names of the manual of 2021."""

from __future__ import annotations

from typing import Any

from cnevents.exports.common import QUADS, Story, number_of, plover_days, sectors, spot
from cnevents.records import Event, Participant

SIZES = {"dead": "killed", "injured": "injured", "arrested": "arrested"}


def plover_record(event: Event, story: Story) -> dict[str, Any] | str:
    """The object of an event, or why PLOVER has none: "not in PLOVER", "no day"."""
    reading, when = event.plover, plover_days(event, story)
    if isinstance(when, str):
        return when
    found: dict[str, Any] = {
        "id": event.event_id,
        "has_event": True,
        "date": when[0].isoformat(),
        "enddate": when[1].isoformat() if when[1] != when[0] else None,
        "actor": [_entity(who) for who in event.actors],
        "recipient": [_entity(who) for who in event.recipients],
        "event": [reading.type],
        "event_loc": _location(event.place) if event.place is not None else None,
        "event_text": [event.trigger.text],
        "quad_code": QUADS.get(reading.quad or ""),
        "event_scale": reading.intensity,
        "mode": [reading.mode] if reading.mode else [],
        "context": list(reading.context),
        "size": {name: size for name, what in SIZES.items() if (size := number_of(event, what)) is not None},
        "text_info": {"start": event.trigger.start, "end": event.trigger.end},
        "cite_info": {
            "citation": event.doc_id,
            "language": "zh",
            "coder": event.coder,
            "codebook": event.codebook,
        },
        "coder": event.coder,
        "comment": "date of publication" if event.when is None else None,
    }
    return {name: value for name, value in found.items() if value not in (None, {})}


def _entity(who: Participant) -> dict[str, Any]:
    found = {
        "code": who.code,
        "sector": "".join(sectors(who)[:2]) or None,
        "entity_text": who.span.text,
        "identifier_text": who.name,
        "office": who.office,
    }
    return {name: value for name, value in found.items() if value is not None}


def _location(place: Participant) -> dict[str, Any]:
    at = spot(place)
    found = {
        "extracted_place": place.span.text,
        "resolved_place": place.name,
        "lat": at.latitude,
        "lon": at.longitude,
        "country_code": place.state,
    }
    return {name: value for name, value in found.items() if value is not None}

"""Tables: POLECAT's 40 columns, the 58 of GDELT's first form for CAMEO, and one with ACLED's columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations, product
from typing import Any

from cnevents.exports.common import QUADS, Story, days, joined, number_of, plover_days, sectors, spot
from cnevents.ontology.cameo import cameo_reading
from cnevents.records import Event, Participant
from cnevents.resources import read_tsv

Row = dict[str, Any]

_WHO = (
    "{} Name", "{} Country", "{} COW", "Primary {} Sector", "{} Sectors", "{} Title", "{} Name Raw",
    "Wikipedia {} ID",
)  # fmt: skip
POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format("Actor") for name in _WHO),
    *(name.format("Recipient") for name in _WHO),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
    "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations",
    "Story Locations", "Language", "Version",
)  # fmt: skip
_ACTOR = (
    "Actor{}Code", "Actor{}Name", "Actor{}CountryCode", "Actor{}KnownGroupCode", "Actor{}EthnicCode",
    "Actor{}Religion1Code", "Actor{}Religion2Code", "Actor{}Type1Code", "Actor{}Type2Code",
    "Actor{}Type3Code",
)  # fmt: skip
_GEO = (
    "{}Geo_Type", "{}Geo_FullName", "{}Geo_CountryCode", "{}Geo_ADM1Code", "{}Geo_Lat", "{}Geo_Long",
    "{}Geo_FeatureID",
)  # fmt: skip
GDELT = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(name.format(1) for name in _ACTOR),
    *(name.format(2) for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(name.format(who) for who in ("Actor1", "Actor2", "Action") for name in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
ACLED = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities",
    "tags", "timestamp",
)  # fmt: skip


def polecat_rows(event: Event, story: Story) -> list[Row] | str:
    """POLECAT's row of an event, several participants joined in a cell; or why there is none."""
    reading, when = event.plover, plover_days(event, story)
    if isinstance(when, str):
        return when
    row: Row = {
        "Event ID": event.event_id,
        "Event Date": when[0].isoformat(),
        "Event Type": reading.type,
        "Event Mode": reading.mode,
        "Intensity": reading.intensity,
        "Quad Code": QUADS.get(reading.quad or ""),
        "Contexts": joined(reading.context),
        **_polecat_side("Actor", event.actors),
        **_polecat_side("Recipient", event.recipients),
        **(_polecat_place(event.place) if event.place is not None else {}),
        "Source": joined(source.name for source in event.sources) or event.doc_id,
        "Publication Date": story.published.isoformat() if story.published else None,
        "Story People": joined(story.people),
        "Story Organizations": joined(story.organisations),
        "Story Locations": joined(story.places),
        "Language": "zh",
        "Version": f"{event.coder} {event.codebook}".strip(),
    }
    return [row]


def _polecat_side(side: str, those: Sequence[Participant]) -> Row:
    found = [sectors(who) for who in those]
    return {
        f"{side} Name": joined(who.name for who in those),
        f"{side} Country": joined(who.code for who in those),
        f"Primary {side} Sector": joined(codes[0] for codes in found if codes),
        f"{side} Sectors": joined(code for codes in found for code in codes),
        f"{side} Title": joined(who.office for who in those),
        f"{side} Name Raw": joined(who.span.text for who in those),
    }


def _polecat_place(place: Participant) -> Row:
    at = spot(place)
    return {
        "Placename": place.name,
        "City": place.name if at.kind in ("city", "capital") else None,
        "Province": place.name if at.kind == "province" else None,
        "Country": place.state,
        "Latitude": at.latitude,
        "Longitude": at.longitude,
        "Raw Placename": place.span.text,
        "Feature Type": at.kind,
    }


def cameo_rows(event: Event, story: Story) -> list[Row] | str:
    """GDELT-like rows: one for each pair of participants, or why there are none.

    A meeting of A and B is a row for A with B and one for B with A, as CAMEO's coders write it.
    """
    code = cameo_reading(event.cameo, event.polarity, event.modality)
    if code is None:
        return "denied" if event.polarity == "negative" else "no CAMEO code"
    when = days(event, story)
    if when is None:
        return "no day"
    day = when[0]
    shared: Row = {
        "SQLDATE": f"{day:%Y%m%d}",
        "MonthYear": f"{day:%Y%m}",
        "Year": day.year,
        "FractionDate": round(day.year + (day.timetuple().tm_yday - 1) / 365, 4),
        "IsRootEvent": 1,
        "EventCode": code.code,
        "EventBaseCode": code.code[:3],
        "EventRootCode": code.root,
        "QuadClass": _quad_of(code.root),
        "GoldsteinScale": code.goldstein,
        "NumMentions": len(event.mentions) or 1,
        "NumSources": 1,
        "NumArticles": 1,
        **(_gdelt_place(event.place) if event.place is not None else {}),
        "DATEADDED": f"{story.published:%Y%m%d}" if story.published else None,
        "SOURCEURL": event.doc_id,
    }
    pairs = list(_pairs(event))
    return [
        {"GLOBALEVENTID": event.event_id if len(pairs) == 1 else f"{event.event_id}-{number}"}
        | _gdelt_side(1, one)
        | _gdelt_side(2, two)
        | shared
        for number, (one, two) in enumerate(pairs, start=1)
    ]


def _pairs(event: Event) -> Iterator[tuple[Participant | None, Participant | None]]:
    """Who did it to whom; those who did it together to each other."""
    if event.actors and event.recipients:
        yield from product(event.actors, event.recipients)
    elif len(event.actors) > 1:
        yield from permutations(event.actors, 2)
    else:
        yield next(iter(event.actors), None), next(iter(event.recipients), None)
        yield from ((None, who) for who in event.recipients[1:])


def _gdelt_side(number: int, who: Participant | None) -> Row:
    if who is None:
        return {}
    codes = sectors(who)
    return {
        f"Actor{number}Code": "".join((who.code or "", *codes)) or None,
        f"Actor{number}Name": who.name,
        f"Actor{number}CountryCode": who.code,
        **{f"Actor{number}Type{rank}Code": code for rank, code in enumerate(codes[:3], start=1)},
    }


def _gdelt_place(place: Participant) -> Row:
    at = spot(place)
    return {
        "ActionGeo_Type": 1 if place.id == place.state else 4,
        "ActionGeo_FullName": place.name,
        "ActionGeo_CountryCode": place.state,
        "ActionGeo_Lat": at.latitude,
        "ActionGeo_Long": at.longitude,
    }


def _quad_of(root: str) -> int:
    """GDELT's quad class by CAMEO's cue category."""
    return 1 + sum(root >= first for first in ("06", "09", "14"))


@cache
def _acled() -> dict[str, tuple[str, str]]:
    """Frame → event and sub-event type of ACLED."""
    return {
        frame: (row["event_type"], row["sub_event_type"])
        for row in read_tsv("ontology/acled.tsv")
        for frame in row["frames"].split("|")
    }


DISORDER = {
    "Battles": "Political violence", "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence", "Protests": "Demonstrations",
    "Riots": "Demonstrations", "Strategic developments": "Strategic developments",
}  # fmt: skip


def acled_rows(event: Event, story: Story) -> list[Row] | str:
    """A row with ACLED's columns for acts of disorder that took place, or why there is none."""
    kinds = _acled().get(event.frame)
    if kinds is None:
        return "no kind of ACLED"
    if event.polarity == "negative" or event.modality != "actual":
        return "denied or not come to pass"
    when = days(event, story)
    if when is None:
        return "no day"
    place, (kind, sub) = event.place, kinds
    at = spot(place) if place is not None else None
    one, two = event.actors or event.recipients, event.recipients if event.actors else ()
    row: Row = {
        "event_id_cnty": event.event_id,
        "event_date": when[0].isoformat(),
        "year": when[0].year,
        "time_precision": _precision(when),
        "disorder_type": DISORDER[kind],
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": one[0].name if one else None,
        "assoc_actor_1": joined(who.name for who in one[1:]),
        "inter1": joined(code for who in one[:1] for code in sectors(who)),
        "actor2": two[0].name if two else None,
        "assoc_actor_2": joined(who.name for who in two[1:]),
        "inter2": joined(code for who in two[:1] for code in sectors(who)),
        "civilian_targeting": "Civilians targeted" if any(who.sector == "CVL" for who in two) else None,
        "country": place.state if place is not None else None,
        "location": place.name if place is not None else None,
        "latitude": at.latitude if at else None,
        "longitude": at.longitude if at else None,
        "source": joined(source.name for source in event.sources) or event.doc_id,
        "notes": event.trigger.text,
        "fatalities": number_of(event, "killed") or 0,
        "timestamp": f"{story.published:%Y-%m-%d}" if story.published else None,
    }
    return [row]


def _precision(when: tuple[dt.date, dt.date]) -> int:
    """ACLED's precision of time: 1 the day, 2 the week, 3 longer."""
    length = (when[1] - when[0]).days
    return 1 if length == 0 else 2 if length < 7 else 3

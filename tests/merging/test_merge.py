"""Merging: the groups, what is kept of each report, and that nothing is lost or counted twice."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cnevents
from cnevents import Event, merge
from cnevents.errors import InputError
from cnevents.evaluation.merging import evaluate_merge, score_groups
from cnevents.merging.happening import Happenings
from cnevents.merging.match import kin_of
from cnevents.ontology.frames import load_frames
from cnevents.records import SCHEMA_VERSION, Count, Participant, Plover, Source, Span, TimeSpan
from cnevents.resources import read_tsv

GOLD = Path(__file__).parent / "gold.jsonl"
NO_SPAN = Span(start=0, end=0, text="")
DAY = dt.date(2025, 3, 4)


def party(name: str, state: str | None = None, kind: str | None = None) -> Participant:
    """A participant; one whose id is its state's code is the state."""
    kind = kind or ("STATE" if name == state else "PERSON")
    return Participant(id=name, name=name, type=kind, state=state, span=NO_SPAN)  # type: ignore[arg-type]


PUTIN, LAVROV, RUSSIA = party("普京", "RUS"), party("拉夫罗夫", "RUS"), party("RUS", "RUS")
MODI, INDIA, UKRAINE = party("莫迪", "IND"), party("IND", "IND"), party("UKR", "UKR")
DELHI, KYIV, LVIV = (
    party(name, state, "PLACE") for name, state in (("新德里", "IND"), ("基辅", "UKR"), ("利沃夫", "UKR"))
)


KYIV_ARMY = party("乌军", "UKR", "ORGANIZATION")


def stretch(first: int, end: int) -> TimeSpan:
    """Days of March, end exclusive."""
    return TimeSpan(start=dt.date(2025, 3, first), end=dt.date(2025, 3, end))


def event(name: str, frame: str = "visit", **fields: object) -> Event:
    """A record of a visit of Putin to India on 4 March, but for what is said otherwise."""
    kind = load_frames()[frame].type
    when = fields.pop("day", DAY)
    plain: dict[str, object] = {
        "event_id": name, "doc_id": f"doc-{name}", "type": kind, "frame": frame,
        "plover": Plover(type=kind), "trigger": NO_SPAN, "actors": (PUTIN,), "recipients": (INDIA,),
        "when": TimeSpan(start=when, end=when) if when else None,  # type: ignore[arg-type]
    }  # fmt: skip
    return Event.model_validate(plain | fields)


def groups(merged: Happenings) -> set[frozenset[tuple[str, str | None]]]:
    """The records of each happening."""
    return {frozenset((report.event_id, report.doc_id) for report in one.reports) for one in merged}


# The gold


def test_scores_on_the_gold() -> None:
    scores = evaluate_merge(GOLD)
    assert scores["extracted"].reports == 60
    assert scores["extracted"].happenings == 20
    assert scores["extracted"].pair_f1 >= 0.85
    assert scores["extracted"].b_f1 >= 0.88
    assert scores["gold"].pair_f1 >= 0.95


def test_a_grouping_that_is_right_has_full_scores() -> None:
    gold = {("a", 0): 1, ("b", 0): 1, ("c", 0): 2}
    score = score_groups(gold, {("a", 0): "x", ("b", 0): "x", ("c", 0): "y"})
    assert (score.pair_f1, score.b_f1) == (1.0, 1.0)


def test_a_report_that_was_not_found_stands_alone() -> None:
    score = score_groups({("a", 0): 1, ("b", 0): 1}, {("a", 0): "x"})
    assert (score.pair_recall, score.b_recall, score.b_precision) == (0.0, 0.5, 1.0)


# Which records are one happening


@pytest.mark.parametrize(
    ("one", "two", "together"),
    [
        ({}, {"frame": "arrive"}, True),
        ({}, {"frame": "phone_call"}, False),
        ({}, {"actors": (RUSSIA,)}, True),
        ({}, {"actors": (LAVROV,)}, False),
        ({}, {"recipients": (UKRAINE,)}, False),
        ({}, {"recipients": (), "place": DELHI}, False),
        ({"place": DELHI}, {"recipients": (), "place": DELHI}, True),
        ({"place": DELHI}, {"day": dt.date(2025, 3, 5), "place": DELHI}, True),
        ({}, {"day": dt.date(2025, 3, 5)}, False),
        ({}, {"day": dt.date(2025, 3, 6), "place": DELHI}, False),
        ({"frame": "meet", "actors": (PUTIN, MODI)}, {"frame": "talks", "actors": (MODI,)}, False),
        ({"frame": "meet", "actors": (PUTIN,), "recipients": (MODI,)},
         {"frame": "talks", "actors": (MODI,), "recipients": (PUTIN,)}, True),
    ],
)  # fmt: skip
def test_pairs(one: dict[str, object], two: dict[str, object], together: bool) -> None:
    merged = merge([event("a", **one), event("b", **two)])  # type: ignore[arg-type]
    assert len(merged) == (1 if together else 2)


MEETING: dict[str, object] = {"frame": "meet", "recipients": ()}
WORDS: dict[str, object] = {"frame": "express_willingness", "actors": (RUSSIA,), "recipients": (INDIA,)}
ORDERS: dict[str, object] = {"frame": "visit", "actors": (PUTIN,), "recipients": (RUSSIA,), "place": RUSSIA}


@pytest.mark.parametrize(
    ("one", "two", "together"),
    [
        # With whom? 蔡奇、王毅参加会见 is said of many meetings.
        (MEETING | {"actors": (PUTIN, LAVROV)}, {}, False),
        (MEETING | {"actors": (PUTIN, MODI)}, {}, True),
        (MEETING | {"actors": (PUTIN, MODI)}, {"actors": (PUTIN, party("苏杰生", "IND"))}, False),
        (MEETING | {"actors": (PUTIN, INDIA)}, {"day": dt.date(2025, 3, 5), "place": DELHI}, False),
        # Whose words? 中方愿同… is said at each meeting of a visit.
        (WORDS, {}, False),
        (WORDS | {"actors": (PUTIN,)}, {}, True),
        (WORDS | {"sources": (Source(id="普京", name="", span=NO_SPAN),)}, {"actors": (PUTIN,)}, True),
        (WORDS | {"actors": (PUTIN,)}, {"actors": (LAVROV,)}, False),
        (WORDS | {"actors": (PUTIN,)}, {"contexts": ("economic",)}, False),
        # 习近平会见来华的…: a visit to oneself was misread.
        (ORDERS, {}, False),
        ({"frame": "tariff"}, {"actors": (INDIA,), "recipients": (RUSSIA, INDIA)}, False),
        ({"frame": "condemn", "actors": ()}, {"actors": (RUSSIA,)}, False),
    ],
)
def test_what_is_no_evidence(one: dict[str, object], two: dict[str, object], together: bool) -> None:
    pair = [event("a", **one), event("b", **(one | two))]  # type: ignore[arg-type]
    assert len(merge(pair)) == (1 if together else 2)


@pytest.mark.parametrize(("later", "number"), [(3, 1), (6, 2)])
def test_a_plan_without_a_day_is_near_the_days_behind_its_report(later: int, number: int) -> None:
    plan, visit = event("a", day=None, modality="future"), event("b", day=None)
    published = {"doc-a": DAY, "doc-b": DAY + dt.timedelta(days=later)}
    assert len(merge([plan, visit], published=published)) == number


ATTACK: dict[str, object] = {"actors": (RUSSIA,), "recipients": (UKRAINE,)}


@pytest.mark.parametrize(
    ("one", "two", "together"),
    [
        ({"place": KYIV}, {"place": KYIV}, True),
        ({"place": KYIV}, {"place": LVIV}, False),
        ({"place": KYIV}, {"place": KYIV, "day": dt.date(2025, 3, 5)}, False),
        ({}, {"actors": (UKRAINE,), "recipients": (RUSSIA,)}, False),
        ({}, {"actors": ()}, False),
        ({"place": KYIV}, {"place": KYIV, "actors": ()}, True),
        ({"polarity": "negative"}, {}, True),
        ({"actors": (), "recipients": (), "place": KYIV}, {"place": KYIV}, True),
        ({"place": KYIV}, {"place": None}, False),  # another may be meant
        ({"place": UKRAINE}, {"place": KYIV, "recipients": (KYIV_ARMY,)}, True),
        ({"when": stretch(2, 5)}, {"when": stretch(3, 6)}, False),  # 过去三天
        ({"when": stretch(2, 5), "place": KYIV}, {"when": stretch(2, 5), "place": KYIV}, True),
        ({"when": stretch(3, 5), "place": KYIV}, {"place": KYIV}, True),  # 3日夜至4日
        ({"when": stretch(3, 5), "place": UKRAINE}, {"place": UKRAINE}, False),
    ],
)
def test_pairs_of_attacks(one: dict[str, object], two: dict[str, object], together: bool) -> None:
    pair = [event("a", "attack", **(ATTACK | one)), event("b", "air_strike", **(ATTACK | two))]
    assert len(merge(pair)) == (1 if together else 2)


def test_a_day_that_is_not_told_is_near_the_report() -> None:
    told = event("a", place=DELHI)
    untold = event("b", day=None, place=DELHI)
    assert len(merge([told, untold], published={"doc-b": dt.date(2025, 3, 5)})) == 1
    assert len(merge([told, untold], published={"doc-b": dt.date(2025, 3, 20)})) == 2


def test_without_any_day_a_record_stays_alone() -> None:
    assert len(merge([event("a", day=None), event("b", day=None)])) == 2
    assert len(merge([event("a", day=None), event("a", day=None, doc_id="reprint")])) == 1


def test_a_time_whose_end_is_before_its_start_is_turned_round() -> None:
    odd = event("a", when=TimeSpan(start=dt.date(2025, 3, 5), end=dt.date(2025, 3, 3)))
    (one,) = merge([odd])
    assert (one.start, one.end) == (dt.date(2025, 3, 3), dt.date(2025, 3, 6))


def test_no_chain_of_neighbouring_days() -> None:
    days = [event(str(day), day=dt.date(2025, 3, day), place=DELHI) for day in range(1, 8)]
    assert max((one.end - one.start).days for one in merge(days) if one.end and one.start) <= 2
    assert max(len(one.reports) for one in merge(days)) <= 3


# What is kept


def test_every_source_and_every_disagreement_is_kept() -> None:
    tolls = [(4, 4, 4), (7, None, None), (6, 6, 9)]
    reports = [
        event(
            str(number), "air_strike", **ATTACK, place=KYIV,
            counts=(Count(what="killed", low=low, best=best, high=high, span=NO_SPAN),),
            polarity="negative" if number == 2 else "positive",
            sources=(Source(id=f"agency{number % 2}", name="", span=NO_SPAN),),
        )
        for number, (low, best, high) in enumerate(tolls)
    ]  # fmt: skip
    published = {f"doc-{number}": DAY + dt.timedelta(days=number) for number in range(3)}
    (one,) = merge(reports, published=published)
    (killed,) = one.counts
    assert (killed.low, killed.best, killed.high, killed.reports) == (4, 6, 9, 3)
    assert (one.standing.asserted, one.standing.denied, one.standing.disputed) == (2, 1, True)
    assert (one.first_report, one.last_report) == (DAY, DAY + dt.timedelta(days=2))
    assert (one.documents, one.origins) == (3, 2)
    assert one.disagreements() == ("standing", "killed")


def test_days_and_places_that_differ_are_all_there() -> None:
    reports = [
        event("a", place=DELHI), event("b", place=DELHI),
        event("c", place=DELHI, day=dt.date(2025, 3, 5)), event("d", place=INDIA),
    ]  # fmt: skip
    (one,) = merge(reports)
    assert [(str(day.start), day.reports) for day in one.days] == [("2025-03-04", 3), ("2025-03-05", 1)]
    assert [(place.id, place.reports) for place in one.places] == [("新德里", 3), ("IND", 1)]
    assert one.disagreements() == ("day", "place")


def test_a_reprint_is_no_source_of_its_own() -> None:
    copies = [event("a", doc_id=name) for name in ("x", "y", "z")]
    (one,) = merge(copies)
    assert (one.documents, one.origins) == (3, 1)
    assert [report.reprint for report in one.reports] == [False, True, True]


def test_documents_of_one_press_are_one_source() -> None:
    reports = [event("a"), event("b"), event("c")]
    press = {"doc-a": "青山日报", "doc-b": "青山日报", "doc-c": "南湾时报"}
    (one,) = merge(reports, press=press)
    assert one.origins == 2
    (again,) = merge(reports, press=press.get)
    assert again == one


def test_the_id_stays_when_later_reports_come() -> None:
    published = {"doc-a": DAY, "doc-b": DAY + dt.timedelta(days=1)}
    (first,) = merge([event("a")], published=published)
    (later,) = merge([event("b"), event("a")], published=published)
    assert first.happening_id == later.happening_id


# Nothing lost, nothing twice, no order

PEOPLE = [PUTIN, LAVROV, RUSSIA, MODI, INDIA, UKRAINE]
records = st.builds(
    event,
    st.uuids().map(str),
    st.sampled_from(["visit", "arrive", "meet", "attack", "air_strike", "earthquake", "speech"]),
    actors=st.lists(st.sampled_from(PEOPLE), max_size=2, unique_by=lambda one: one.id).map(tuple),
    recipients=st.lists(st.sampled_from(PEOPLE), max_size=2, unique_by=lambda one: one.id).map(tuple),
    place=st.sampled_from([None, DELHI, KYIV, LVIV]),
    day=st.one_of(st.none(), st.dates(dt.date(2025, 3, 1), dt.date(2025, 3, 5))),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(records, max_size=25), st.randoms(use_true_random=False))
def test_order_makes_no_difference_and_nothing_is_lost(found: list[Event], chance: random.Random) -> None:
    merged = merge(found)
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert tuple(merge(shuffled)) == tuple(merged)
    assert sorted(report.event_id for one in merged for report in one.reports) == sorted(
        record.event_id for record in found
    )
    assert sum(len(one.reports) for one in merged) + merged.duplicates == merged.records == len(found)


def test_a_record_that_stands_there_twice_counts_once() -> None:
    merged = merge([event("a"), event("a"), event("b")])
    assert (merged.records, merged.duplicates) == (3, 1)
    assert sum(len(one.reports) for one in merged) == 2


def test_no_records_no_happenings() -> None:
    merged = merge([])
    assert (len(merged), merged.records, merged.duplicates) == (0, 0, 0)


# Bad input


@pytest.mark.parametrize(
    ("record", "code"),
    [
        (lambda: event("a").model_copy(update={"schema_version": "0.9"}), "E111"),
        (lambda: {"event_id": "a"}, "E112"),
    ],
)
def test_what_is_no_record_of_this_version(record: Callable[[], object], code: str) -> None:
    with pytest.raises(InputError) as caught:
        merge([record()])  # type: ignore[list-item]
    assert caught.value.code == code
    assert caught.value.details["number"] == 1


# The table


def test_each_frame_has_one_kin() -> None:
    rows = read_tsv("ontology/kin.tsv")
    frames = [frame for row in rows for frame in row["frames"].split("|")]
    assert len(frames) == len(set(frames))
    assert set(frames) <= set(load_frames())
    assert kin_of("visit") == kin_of("arrive") != kin_of("meet")


def test_merging_reads_documents() -> None:
    extractor = cnevents.load()
    texts = ["法國總統馬克龍4日訪問河內。", "马克龙周二抵达越南访问。"]
    merged = merge(
        extractor.extract(text, doc_id=str(number), published="2025-03-05")
        for number, text in enumerate(texts)
    )
    assert [(one.frame, one.documents, one.schema_version) for one in merged] == [
        ("visit", 2, SCHEMA_VERSION)
    ]


@pytest.mark.parametrize(
    "thin",
    [
        {"when": TimeSpan(start=dt.date(2025, 1, 1), end=dt.date(2026, 1, 1), precision="year")},
        {"frame": "meet", "actors": (MODI,), "recipients": ()},
        {"actors": (), "recipients": ()},
        {"frame": "attack", "day": None},
    ],
)
def test_what_tells_too_little_stays_alone(thin: dict[str, object]) -> None:
    published = {"doc-a": DAY, "doc-b": DAY, "again": DAY}
    pair = [event("a", **thin), event("b", **thin)]  # type: ignore[arg-type]
    assert len(merge(pair, published=published)) == 2
    reprint = event("a", **(thin | {"doc_id": "again"}))  # type: ignore[arg-type]
    assert len(merge([pair[0], reprint], published=published)) == 1

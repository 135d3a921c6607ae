"""Stories: which happenings follow one another, their timeline and graph."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from cnevents import Happening, Story, stories
from cnevents.errors import InputError
from cnevents.merging.happening import Party


def party(name: str, state: str) -> Party:
    """A party; one whose id is its state's code is the state."""
    return Party(id=name, name=name, type="STATE" if name == state else "PERSON", state=state)


def happening(name: str, day: int | None, *pairs: str, frame: str = "meet") -> Happening:
    """A happening of March 2025 (days past 31 run into April) between parties written id/state."""
    start = dt.date(2025, 3, 1) + dt.timedelta(days=day - 1) if day else None
    return Happening(
        happening_id=name, type="CONSULT", frame=frame, start=start,
        actors=tuple(party(*pair.split("/")) for pair in pairs),
    )  # fmt: skip


TALKS = [happening(f"talks{day}", day, "RUS/RUS", "UKR/UKR") for day in (1, 5, 12)]
VISITS = [happening(f"visits{day}", day, "FRA/FRA", "VNM/VNM") for day in (2, 4, 8)]
OTHERS = [happening(f"other{day}", day, "BRA/BRA", "CHL/CHL") for day in (1, 25)]


def members(found: tuple[Story, ...]) -> list[list[str]]:
    """The ids of the happenings of each story."""
    return [[entry.happening_id for entry in story.timeline] for story in found]


def test_happenings_of_the_same_parties_are_a_story() -> None:
    found = stories([*TALKS, *VISITS, *OTHERS])
    assert members(found) == [["talks1", "talks5", "talks12"], ["visits2", "visits4", "visits8"]]
    assert [set(story.parties) for story in found] == [{"RUS", "UKR"}, {"FRA", "VNM"}]
    assert (str(found[0].start), str(found[0].end)) == ("2025-03-01", "2025-03-12")


def test_the_order_makes_no_difference() -> None:
    mixed = [*TALKS, *VISITS, *OTHERS]
    random.Random(7).shuffle(mixed)
    assert stories(mixed) == stories([*TALKS, *VISITS, *OTHERS])


def test_a_gap_ends_a_story() -> None:
    assert members(stories([*TALKS, *VISITS], gap=5, least=2)) == [
        ["talks1", "talks5"], ["visits2", "visits4", "visits8"]
    ][::-1]  # fmt: skip


def test_the_engagements_of_one_statesman_are_no_story_and_two_states_are() -> None:
    guests = ["FRA", "VNM", "BRA", "CHL", "KEN", "PER", "MLI", "FJI", "LAO", "TON", "GEO", "OMN"]
    engagements = [
        happening(name, day, "习近平/CHN", f"{name}/{name}") for day, name in enumerate(guests, start=1)
    ]
    speeches = [happening(f"speech{day}", day, "习近平/CHN", frame="speech") for day in (2, 5, 9, 11)]
    strife = [happening(f"strife{day}", day, "CHN/CHN", "USA/USA", frame="tariff") for day in (3, 6, 10)]
    found = stories([*engagements, *speeches, *strife])
    assert members(found) == [["strife3", "strife6", "strife10"]]


def test_those_of_one_state_in_a_row_are_no_more_than_one() -> None:
    row = ["李强/CHN", "王沪宁/CHN", "蔡奇/CHN", "丁薛祥/CHN"]
    lists = [happening(f"list{day}", day, *row, frame="attend_meeting") for day in range(1, 9)]
    assert members(stories([*lists, *VISITS])) == [["visits2", "visits4", "visits8"]]


def test_a_state_in_everything_makes_no_story() -> None:
    partners = ["FRA", "VNM", "BRA", "CHL", "KEN", "PER"]
    hosted = [happening(name, day, "CHN/CHN", f"{name}/{name}") for day, name in enumerate(partners, start=1)]
    assert stories(hosted, least=2) == ()


def test_links_and_graph() -> None:
    (story,) = stories([*TALKS, *OTHERS])
    assert [(link.source, link.target, link.days) for link in story.links] == [
        ("talks1", "talks5", 4),
        ("talks5", "talks12", 7),
    ]
    assert story.links[0].shared == ("RUS", "UKR")
    graph = story.to_graph()
    assert [node["id"] for node in graph["nodes"]] == ["talks1", "talks5", "talks12"]
    assert len(graph["links"]) == 2


def test_the_timeline_prints() -> None:
    (story,) = stories([*TALKS, *OTHERS])
    assert str(story).splitlines()[1] == "  2025-03-01  meet  RUS、UKR  (0)"


def test_a_happening_without_a_day_stands_in_no_story() -> None:
    found = stories([*TALKS, *OTHERS, happening("undated", None, "RUS/RUS", "UKR/UKR")])
    assert members(found) == [["talks1", "talks5", "talks12"]]


@pytest.mark.parametrize(
    ("given", "options", "code"),
    [
        ([], {"gap": 0}, "E105"),
        ([], {"least": 0}, "E105"),
        (["x"], {}, "E112"),
        ([TALKS[0].model_copy(update={"schema_version": "0.9"})], {}, "E111"),
    ],
)
def test_bad_input(given: list[Happening], options: dict[str, int], code: str) -> None:
    with pytest.raises(InputError) as caught:
        stories(given, **options)
    assert caught.value.code == code

"""Sentences of our own, in both scripts: the words found and what they mean."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cnevents.resources import parse_tsv
from cnevents.stages.dates import TimeMention, find
from cnevents.stages.dates.day import day_interval
from cnevents.text.folding import fold

CASES = list(parse_tsv(Path(__file__).with_name("cases.tsv").read_text(encoding="utf-8"), "cases.tsv"))


def show(mention: TimeMention, text: str) -> str:
    interval = day_interval(mention)
    value = f"{interval[0]}..{interval[1]}" if interval else mention.timex or "-..-"
    return f"{text[mention.start : mention.end]}={value}"


@pytest.mark.parametrize("case", CASES, ids=[f"{case['phenomenon']} {case['_at']}" for case in CASES])
def test_sentence(case: dict[str, str]) -> None:
    mentions = find(fold(case["text"]), date.fromisoformat(case["published"]))
    assert " | ".join(show(mention, case["text"]) for mention in mentions) == case["expected"]


def test_anchors_stay_inside_their_story() -> None:
    text = "2019年3月6日两国断交，4月2日撤侨。某地5月8日地震，当天停课。"
    second = text.index("某地")
    mentions = find(text, date(2025, 6, 1), [(0, second), (second, len(text))])
    assert [str(mention.begin) for mention in mentions] == [
        "2019-03-06",
        "2019-04-02",
        "2025-05-08",
        "2025-05-08",
    ]


def test_a_new_story_forgets_the_day() -> None:
    text = "3月6日大雪。次日放晴。"
    second = text.index("次日")
    told, untold = (
        find(text, date(2025, 6, 1)),
        find(text, date(2025, 6, 1), [(0, second), (second, len(text))]),
    )
    assert (str(told[1].begin), str(untold[1].begin)) == ("2025-03-07", "2025-06-02")


def test_both_readings_are_kept() -> None:
    (mention,) = find("29日", date(2025, 9, 1))
    assert mention.alternatives == [(date(2025, 9, 29), date(2025, 9, 30))]


def test_the_anchor_and_the_rule_are_told() -> None:
    first, second = find("2024年10月22日、12月12日", date(2025, 9, 1))
    assert (first.anchor, first.inferred, second.anchor, second.inferred) == ("", False, "last:2024", True)
    assert second.rule == "dates/rules.yaml:month-day"


def test_calendar_words_without_the_clock() -> None:
    text = "2日凌晨"
    (mention,) = find(text, date(2025, 9, 3))
    assert text[mention.date_start : mention.date_end] == "2日"


def test_region_decides_the_festival() -> None:
    mainland, taiwan = (find("国庆", date(2025, 9, 1), region=region)[0] for region in ("CN", "TW"))
    assert (mainland.begin, taiwan.begin) == (date(2025, 10, 1), date(2025, 10, 10))


def test_without_a_day_of_publication() -> None:
    mentions = find("2024年10月22日抵达，次日离开。今天下雨。", None)
    assert [str(mention.begin) for mention in mentions] == ["2024-10-22", "2024-10-23", "None"]

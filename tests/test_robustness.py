"""No text of any kind brings the extractor down, and every offset leads back into it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cnevents

PIECES = (
    "美國總統川普", "中方", "朝俄", "两国", "他", "外交部", "金正恩", "平壤", "10月22日", "周二", "至",
    "、", "，", "。", "\n", "（", "）", "「", "」", "《", "“", "”", "：", "与", "在", "对", "被", "将",
    "否认", "未", "会见", "访问", "空袭", "签署", "的", "据", "报道", "说", "２０２４年", "两年前",
    "\0", "\u200b", "\ufeff", "😀", "𠀀", "é", "A", "1", " ", "\t", "\r\n", "...", "％",
)  # fmt: skip
NEWS = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
TEXT = st.tuples(NEWS, ANYTHING, NEWS).map("".join).filter(str.strip)
READER = cnevents.load(check_language=False)


@given(text=TEXT)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_is_read_and_every_offset_is_true(text: str) -> None:
    document = READER.extract(text, published="2025-01-15")
    spans = [span for span, _ in document.mentions()]
    spans += [span for date in document.dates for span in (date.span, date.date_span)]
    spans += [span for event in document.events for span in (event.trigger, *event.mentions)]
    spans += [one.span for event in document.events for one in (*event.actors, *event.recipients)]
    assert [
        span for span in spans if text[span.start : span.end] != span.text or span.start >= span.end
    ] == []
    assert cnevents.Document.model_validate_json(document.model_dump_json()) == document


@given(text=TEXT)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_can_be_explained_and_shown(text: str) -> None:
    events = READER.extract(text).events
    assert str(cnevents.EventList(events))
    assert cnevents.EventList(events)._repr_html_()


@pytest.mark.parametrize(
    "text",
    [
        "（" * 5_000,
        "「" * 5_000,
        "和" * 20_000,
        "、中" * 10_000,
        "1" * 20_000,
        "金正恩与普京会谈，" * 1_000,
        "年月日" * 5_000,
        "\n" * 5_000 + "外长",
    ],
    ids=lambda text: f"{text[:3]!r} x {len(text)}",
)
def test_long_runs_of_one_thing_are_read_in_time(text: str) -> None:
    assert READER.extract(text).text == text

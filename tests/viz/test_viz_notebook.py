"""Records in a notebook: marked text and table, read without a browser."""

from __future__ import annotations

import copy
import pickle

import pytest
from html_reading import Reading
from made import MEETING, STRIKE, TEXT, document, event

import cnevents
from cnevents.records import Document, EventList
from cnevents.viz.marks import Mark, marked_text

BOTH = EventList([MEETING, STRIKE], [document(MEETING, STRIKE)])


def reading(record: object) -> Reading:
    return Reading(record._repr_html_())  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "record", [BOTH, document(MEETING, STRIKE), MEETING, EventList(), Document(text="无")]
)
def test_html_is_whole_and_fetches_nothing(record: object) -> None:
    page = reading(record)
    assert page.faults == []
    assert page.fetched() == []


def test_text_is_all_there_in_its_order() -> None:
    (text,) = reading(BOTH).all("div", "text")
    assert text.text.replace("\n", "") == TEXT.replace("\n", "")


def test_names_and_triggers_are_marked_by_kind() -> None:
    page = reading(BOTH)
    triggers = [mark for mark in page.all("mark") if "data-event" in mark.attributes]
    assert [(mark.text, mark.attributes["class"]) for mark in triggers] == [
        ("会见", "trigger verbal-cooperation"),
        ("空袭", "trigger material-conflict"),
    ]
    assert (page.all("mark", "state")[0].text, page.all("mark", "place")[0].text) == ("法国", "河内")


def test_card_says_what_the_record_says() -> None:
    cards = [one.attributes["data-card"] for one in reading(BOTH).all("span", "m")]
    assert "河内 — PLACE\nid: 河内\nstate: VNM\nat: 21.02, 105.84" in cards
    assert any(
        card.startswith(
            "会见 — CONSULT meet\nwhen: 2025-03-04\nwho: 法国 (FRA)\nwhom: 越南 (VNM)\nwhere: 河内"
        )
        for card in cards
    )


def test_markup_of_an_article_stays_text() -> None:
    page = reading(BOTH)
    assert [script.text.lstrip()[:2] for script in page.all("script")] == ["//"]
    assert "alert(" not in page.all("script")[0].text
    assert "<script>alert('刺')</script>" in page.all("div", "text")[0].text


def test_markup_in_any_field_stays_text() -> None:
    evil = "\"><img src=x onerror=alert(1)>'"
    bad = event(doc_id=evil, event_id=evil, frame=evil)
    html = EventList([bad], [document(bad, doc_id=evil)])._repr_html_() + bad._repr_html_()
    assert Reading(html).all("img") == []
    assert Reading(html).faults == []


def test_table_has_a_row_an_event_and_leaves_out_empty_columns() -> None:
    page = reading(BOTH)
    assert [head.text for head in page.all("th")] == ["when", "type", "who", "whom", "where", "words"]
    assert [row.attributes["data-event"] for row in page.all("tr")[1:]] == [MEETING.event_id, STRIKE.event_id]
    assert [cell.attributes["data-sort"] for cell in page.all("td", "when")] == ["2025-03-04", "2025-03-14"]


def test_status_is_shown() -> None:
    page = reading(EventList([event(polarity="negative", modality="future")]))
    assert [pill.text for pill in page.all("span", "pill")] == ["negative", "future"]


def test_events_without_their_text_are_a_table() -> None:
    page = reading(EventList([MEETING]))
    assert (page.all("div", "text"), len(page.all("table", "events"))) == ([], 1)


def test_nothing_is_said_to_be_nothing() -> None:
    assert "no events" in EventList()._repr_html_()
    assert "no events" in Document(text="无")._repr_html_()


def test_event_shows_its_fields_and_evidence() -> None:
    found = cnevents.extract_events("韩国外长4日在河内同越南外长举行会谈。", published="2025-03-05")[0]
    page = reading(found)
    assert [row.text for row in page.all("th")][:2] == ["when", "type"]
    assert page.all("summary")[0].text == "evidence"
    assert any("会谈" in row.text and "triggers_consult.tsv" in row.text for row in page.all("tr"))


def test_long_text_and_long_table_are_cut() -> None:
    long = document(*[MEETING] * 301, text=TEXT + "长" * 30_000)
    page = reading(long)
    notes = [note.text for note in page.all("p", "note")]
    assert notes[-1] == "The first 300 of 301 events."
    assert any(note.endswith("more characters") for note in notes)
    assert len(page.all("tr")) == 301


def test_traditional_text_says_so() -> None:
    (simplified,) = reading(document(MEETING)).all("div", "text")
    (traditional,) = reading(Document(text="總統訪問法國並會見議員。")).all("div", "text")
    assert (simplified.attributes["lang"], traditional.attributes["lang"]) == ("zh-Hans", "zh-Hant")


def test_marks_that_overlap_share_a_card_and_lose_no_character() -> None:
    marks = [Mark(0, 4, "organization", "whole"), Mark(0, 2, "state", "part"), Mark(3, 6, "date", "across")]
    page = Reading(marked_text("法国议会昨日", marks))
    assert [(mark.text, mark.attributes["class"]) for mark in page.all("mark")] == [
        ("法国", "state"),
        ("议", "organization"),
        ("会", "date"),
        ("昨日", "date"),
    ]
    assert [one.attributes["data-card"] for one in page.all("span")] == ["whole\n\npart\n\nacross"]


def test_marks_outside_of_the_text_are_left_out() -> None:
    page = reading(Document(text="短", events=(MEETING,)))
    assert page.all("div", "text")[0].text == "短"


def test_events_of_a_text_keep_it_through_slices_and_copies() -> None:
    events = cnevents.extract_events("韩国外长4日在河内同越南外长举行会谈。", published="2025-03-05")
    assert events.documents[0].text.startswith("韩国外长")
    assert events[:1].documents == events.documents
    assert isinstance(events[:1], EventList)
    for twin in (copy.copy(events), copy.deepcopy(events), pickle.loads(pickle.dumps(events))):
        assert (twin, twin.documents) == (events, events.documents)
    assert events == tuple(events)

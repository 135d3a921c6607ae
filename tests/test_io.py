"""Tables, data frames and streams."""

from __future__ import annotations

import datetime as dt
import sys

import pytest

from cnevents.errors import InputError, UsageError
from cnevents.io.frames import COLUMNS, to_dataframe
from cnevents.io.jsonl import Fields, Item, read_jsonl, read_text
from cnevents.io.schema import json_schema
from cnevents.io.table import event_cells, period, plain_table, shorten, width
from cnevents.records import Event, EventList, Failure, Participant, Plover, Source, Span, TimeSpan

SPAN = Span(start=0, end=2, text="会谈")
KIM = Participant(id="金正恩", name="金正恩", span=SPAN, state="PRK", sector="GOV")
RUSSIA = Participant(id="RUS", name="俄罗斯", span=SPAN, state="RUS")
HE = Participant(id="他", name="他", span=SPAN, anaphor="他", unresolved=True)
EVENT = Event(
    event_id="1",
    doc_id="d",
    type="CONSULT",
    frame="talks",
    plover=Plover(type="CONSULT"),
    trigger=SPAN,
    actors=(KIM, RUSSIA),
    recipients=(HE,),
    when=TimeSpan(start=dt.date(2024, 6, 19), end=dt.date(2024, 6, 20)),
    place=Participant(id="平壤", name="平壤", span=SPAN),
    polarity="negative",
    modality="future",
    sources=(Source(id="朝中社", name="朝中社", span=SPAN), Source(id="官员", name="<官员>", span=SPAN)),
)
PLAIN = """\
when        type           who                   whom  where  words  status           source
----------  -------------  --------------------  ----  -----  -----  ---------------  ---------------
2024-06-19  CONSULT talks  金正恩 (PRK)、俄罗斯  他?   平壤   会谈   negative future  朝中社 ← <官员>"""


def test_plain_table_keeps_chinese_aligned() -> None:
    assert plain_table([EVENT]) == PLAIN


def test_empty_columns_are_left_out() -> None:
    bare = EVENT.model_copy(update={"when": None, "recipients": (), "place": None, "sources": ()})
    assert plain_table([bare]).splitlines()[0].split() == ["type", "who", "words", "status"]


def test_line_breaks_of_the_text_do_not_break_the_table() -> None:
    event = EVENT.model_copy(update={"trigger": Span(start=0, end=3, text="会\n谈")})
    assert len(plain_table([event]).splitlines()) == 3


def test_frame_with_the_name_of_its_type_is_not_said_twice() -> None:
    assert event_cells(EVENT.model_copy(update={"frame": "consult"}))[1] == "CONSULT"


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2024-10-22", "2024-10-23", "2024-10-22"),
        ("2024-06-01", "2024-07-01", "2024-06"),
        ("2024-01-01", "2025-01-01", "2024"),
        ("2021-01-01", "2025-01-01", "2021/2024"),
        ("2025-09-03", "2025-09-06", "2025-09-03/05"),
        ("2025-09-28", "2025-10-04", "2025-09-28/10-03"),
        ("2024-12-30", "2025-01-06", "2024-12-30/2025-01-05"),
    ],
)
def test_period(start: str, end: str, expected: str) -> None:
    days = (dt.date.fromisoformat(start), dt.date.fromisoformat(end))
    assert period(TimeSpan(start=days[0], end=days[1])) == expected


def test_open_and_approximate_periods() -> None:
    assert period(TimeSpan(start=dt.date(2025, 1, 1))) == "2025-01-01/.."
    assert period(TimeSpan(end=dt.date(2025, 1, 1), approximate=True)) == "~../2025-01-01"
    assert period(TimeSpan()) == period(None) == ""


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("abc", 3), ("金正恩", 6), ("ＡＢ", 4), ("e\u0301", 1), ("〔a〕", 5)]
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [("金正恩", 6, "金正恩"), ("金正恩", 5, "金正…"), ("金正恩", 4, "金…"), ("ab", 1, "…")],
)
def test_shorten(text: str, limit: int, expected: str) -> None:
    assert shorten(text, limit) == expected


def test_data_frame_has_one_row_an_event() -> None:
    frame = EventList([EVENT]).to_dataframe()
    assert list(frame.columns) == list(COLUMNS)
    row = frame.iloc[0]
    assert (row["actors"], row["actor_ids"], row["actor_states"]) == (
        "金正恩; 俄罗斯",
        "金正恩; RUS",
        "PRK; RUS",
    )
    assert (row["date_start"], row["date_end"], row["place"]) == ("2024-06-19", "2024-06-20", "平壤")


def test_data_frame_of_nothing_has_its_columns() -> None:
    assert list(to_dataframe([]).columns) == list(COLUMNS)


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_missing_library_says_what_to_install(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"E401.*pip install \"cnevents\[{library}\]\""):
        to_dataframe([], library)


def test_polars_frame_has_the_same_row() -> None:
    frame = EventList([EVENT]).to_dataframe("polars")
    assert frame.columns == list(COLUMNS)
    row = frame.row(0, named=True)
    assert (row["actors"], row["date_start"], row["start"]) == ("金正恩; 俄罗斯", "2024-06-19", 0)
    assert to_dataframe([], "polars").schema == frame.schema


def test_frame_of_another_library_is_refused() -> None:
    with pytest.raises(InputError, match=r"E105.*pandas, polars"):
        to_dataframe([], "excel")


def test_graph_has_an_edge_for_each_pair() -> None:
    known = EVENT.model_copy(update={"recipients": (RUSSIA,), "actors": (KIM, HE)})
    graph = EventList([known]).to_networkx()
    assert list(graph.nodes(data="state")) == [("金正恩", "PRK"), ("RUS", "RUS")]
    ((source, target, fields),) = graph.edges(data=True)
    assert (source, target, fields["type"], fields["date_start"]) == (
        "金正恩",
        "RUS",
        "CONSULT",
        "2024-06-19",
    )


def test_missing_networkx_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(UsageError, match=r"E401.*pip install \"cnevents\[viz\]\""):
        EventList([EVENT]).to_networkx()


def test_byte_order_mark_is_no_character() -> None:
    assert read_text(b"\xef\xbb\xbf\xe5\xa4\x96\r\n", "a.txt") == Item("外\r\n", "a.txt")
    assert list(read_jsonl([b'\xef\xbb\xbf{"text": "a"}'], "s", Fields())) == [Item("a", "s", "s:1", None, 1)]


def test_first_field_that_is_there_counts() -> None:
    lines = [b'{"text": "a", "id": 3, "doc_id": null, "date": "2025-01-01"}']
    assert list(read_jsonl(lines, "s", Fields())) == [Item("a", "s", "3", "2025-01-01", 1)]


def test_lone_surrogate_in_an_id_does_not_reach_the_output() -> None:
    (item,) = read_jsonl([b'{"text": "a", "id": "\\ud800"}'], "s", Fields())
    assert isinstance(item, Item)
    assert item.doc_id == "?"


def test_failure_of_a_line_carries_its_id() -> None:
    (failure,) = read_jsonl([b'{"id": "x"}'], "s", Fields())
    assert isinstance(failure, Failure)
    assert (failure.doc_id, failure.line, failure.code) == ("x", 1, "E203")


def test_schema_of_nothing_we_have() -> None:
    with pytest.raises(InputError, match=r"E105.*event, document"):
        json_schema("poem")

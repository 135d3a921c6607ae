"""What is on a picture: read from its specification, for nobody can read pixels."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from html_reading import Reading
from made import FRANCE, MEETING, STRIKE, VIETNAM, document, event, one

from cnevents import viz
from cnevents.errors import FileError, InputError, UsageError
from cnevents.records import EventList
from cnevents.viz import pictures
from cnevents.viz.periods import period
from cnevents.viz.pictures import Picture
from cnevents.viz.told import LONGEST, gather

BOTH = document(MEETING, STRIKE)
DRAW: list[Callable[..., Picture]] = [viz.timeline, viz.network, viz.map, viz.heatmap]


def data(picture: Picture, field: str) -> list[dict[str, Any]]:
    """The values of the first layer whose rows have this field."""
    found = json.loads(json.dumps(picture.spec(), default=str))
    layers = [found, *found.get("layer", [])]
    sets = {**found.get("datasets", {})}
    for layer in layers:
        rows = layer.get("data", {}).get("values") or sets.get(layer.get("data", {}).get("name"), [])
        if rows and field in rows[0]:
            return rows
    return []


def edges(picture: Picture) -> list[dict[str, Any]]:
    """What is said of each arrow of a network."""
    lines = next(layer for layer in picture.spec()["layer"] if "transform" in layer)
    return lines["transform"][0]["from"]["data"]["values"]


def test_timeline_has_a_row_a_type_and_says_the_sentence() -> None:
    rows = data(viz.timeline(BOTH), "start")
    assert [(row["row"], row["start"], row["quad"]) for row in rows] == [
        ("CONSULT", "2025-03-04", "verbal cooperation"),
        ("ASSAULT", "2025-03-14", "material conflict"),
    ]
    assert rows[0]["sentence"] == "法国外长4日在河内会见越南外长。"
    assert (rows[0]["who"], rows[0]["whom"], rows[0]["where"]) == ("法国 (FRA)", "越南 (VNM)", "河内")


@pytest.mark.parametrize(("by", "expected"), [("actor", ["法国", "以色列"]), ("state", ["法国", "以色列"])])
def test_timeline_by_actor_and_state(by: Any, expected: list[str]) -> None:
    assert [row["row"] for row in data(viz.timeline(BOTH, by=by), "start")] == expected


def test_timeline_shows_what_did_not_happen_as_hollow() -> None:
    planned = event(day="2025-03-05", modality="future")
    assert [row["fill"] for row in data(viz.timeline([MEETING, planned]), "start")] == [0.85, 0.0]


def test_timeline_puts_marks_of_one_day_above_one_another() -> None:
    rows = data(viz.timeline([MEETING, MEETING, STRIKE]), "start")
    assert len({row["y"] for row in rows if row["row"] == "CONSULT"}) == 2


def test_timeline_of_many_events_counts_them() -> None:
    many = [event(day=f"2025-03-{1 + number % 28:02d}") for number in range(700)]
    rows = data(viz.timeline(many), "start")
    assert len(rows) == 28
    assert sum(row["count"] for row in rows) == 700
    assert (rows[0]["events"], rows[0]["types"]) == ("25", "CONSULT 25")


def test_days_far_from_the_others_are_left_out_unless_asked_for() -> None:
    far = [*(event(day=f"2025-03-{day:02d}") for day in range(1, 29)), event(day="1998-05-01")]
    picture = viz.timeline(far)
    assert picture.note == "1 event before 2025-03-01 or after 2025-03-28 not shown."
    long_ago = data(viz.timeline(far, since="1990-01-01"), "start")
    assert [(row["start"], row["count"]) for row in long_ago] == [("1998-01-01", 1), ("2025-01-01", 28)]
    one_day = data(viz.timeline(far, since="2025-03-27", until="2025-03-27"), "start")
    assert [row["start"] for row in one_day] == ["2025-03-27"]


def test_period_of_few_days_is_all_of_them() -> None:
    days = [dt.date(2020, 1, 1), dt.date(2025, 1, 1)]
    assert period(days, None, None) == (days[0], days[1])


def test_network_has_an_arrow_for_each_pair_and_side() -> None:
    back = event(day="2025-03-06", actors=(VIETNAM,), recipients=(FRANCE,))
    rows = edges(viz.network([MEETING, MEETING, back, STRIKE]))
    assert [(row["who"], row["side"], row["events"]) for row in rows] == [
        ("法国 → 越南", "cooperation", "2"),
        ("越南 → 法国", "cooperation", "1"),
        ("以色列 → 加沙", "conflict", "1"),
    ]
    assert rows[0]["width"] > rows[1]["width"]
    assert rows[0]["types"] == "CONSULT 2"


def test_network_joins_those_who_act_together() -> None:
    talks = event(words="会见", frame="talks", actors=(FRANCE, VIETNAM))
    (row,) = edges(viz.network([talks]))
    assert row["who"] == "法国 ↔ 越南"


def test_network_of_states() -> None:
    minister = one("法国外长", "FRA")
    meeting = event(actors=(minister,), recipients=(VIETNAM,))
    (row,) = edges(viz.network([meeting], level="state"))
    assert row["who"] == "法国 → 越南"


def test_network_counts_what_happened_unless_told_otherwise() -> None:
    denied = event(actors=(FRANCE,), recipients=(VIETNAM,), polarity="negative")
    assert viz.network([denied, STRIKE]).note == "1 event planned, possible or denied not shown."
    assert viz.network([denied, STRIKE], told=True).note == ""


def test_network_leaves_out_anaphors_that_nothing_fits() -> None:
    he = one("他", unresolved=True)
    picture = viz.network([event(actors=(he,), recipients=(VIETNAM,))])
    assert picture.note == "No event joins two actors. 1 event without two known sides not shown."


def test_network_is_the_same_each_time() -> None:
    assert viz.network(BOTH).spec() == viz.network(BOTH).spec()


def test_map_takes_positions_from_the_document_then_from_the_tables() -> None:
    moved = BOTH.entities[1].model_copy(update={"latitude": 1.5, "longitude": 2.5})
    changed = BOTH.model_copy(update={"entities": (moved,)})
    (own,) = data(viz.map(changed), "place")
    (table,) = data(viz.map(EventList([MEETING])), "place")
    assert (own["lat"], own["lon"]) == (1.5, 2.5)
    assert (round(table["lat"]), round(table["lon"])) == (21, 106)
    assert (own["place"], own["side"], own["events"]) == ("河内", "cooperation", "1")


def test_map_says_how_many_places_it_does_not_know() -> None:
    assert viz.map(BOTH).note == "1 event without a place whose position is known not shown."
    nowhere = event(place=one("不知何处"))
    assert viz.map([nowhere]).note == "1 event without a place whose position is known not shown."


def test_map_draws_outlines_of_the_caller(tmp_path: Path) -> None:
    ring = [[100, 20], [110, 20], [110, 25], [100, 20]]
    shapes = [
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}},
        {"type": "Feature", "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}},
        {"type": "Feature", "geometry": {"type": "LineString", "coordinates": ring[:2]}},
        {"type": "Feature", "geometry": None},
    ]
    collection = {"type": "GeometryCollection", "geometries": [shapes[2]["geometry"]]}
    content = {
        "type": "FeatureCollection",
        "features": [*shapes, {"type": "Feature", "geometry": collection}],
    }
    path = tmp_path / "outlines.geojson"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert len(data(viz.map(BOTH, outlines=path), "part")) == 4 + 4 + 2 + 2


@pytest.mark.parametrize(
    "content", ["no json", '{"type": "Feature"}', "[1]", '{"type":"LineString","coordinates":[1]}']
)
def test_outlines_that_are_none(content: str, tmp_path: Path) -> None:
    path = tmp_path / "outlines.geojson"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(FileError, match="E206"):
        viz.map(BOTH, outlines=path)
    with pytest.raises(FileError, match="E201"):
        viz.map(BOTH, outlines=tmp_path / "none")
    with pytest.raises(FileError, match="E206"):
        viz.map(BOTH, outlines=tmp_path)


def test_heatmap_has_a_row_a_dyad_and_a_column_a_month() -> None:
    april = event(day="2025-05-02", actors=(FRANCE,), recipients=(VIETNAM,))
    picture = viz.heatmap([MEETING, MEETING, april, STRIKE])
    rows = data(picture, "dyad")
    assert [(row["dyad"], row["month"], row["count"], row["intensity"]) for row in rows] == [
        ("法国 → 越南", "2025-03", 2, 1.0),
        ("法国 → 越南", "2025-05", 1, 1.0),
        ("以色列 → 巴勒斯坦", "2025-03", 1, -10.0),
    ]
    assert picture.spec()["encoding"]["x"]["scale"]["domain"] == ["2025-03", "2025-04", "2025-05"]


def test_heatmap_of_intensity() -> None:
    assert viz.heatmap(BOTH, value="intensity").spec()["encoding"]["color"]["field"] == "intensity"


@pytest.mark.parametrize("draw", DRAW)
def test_nothing_gives_a_picture_that_says_so(draw: Callable[..., Picture]) -> None:
    for events in ([], EventList(), document()):
        picture = draw(events)
        assert picture.note.startswith(("There is no event", "No event"))
        assert picture.to_html().startswith("<!DOCTYPE html>")


@pytest.mark.parametrize("draw", DRAW)
def test_event_with_nothing_but_a_trigger(draw: Callable[..., Picture]) -> None:
    picture = draw([event(day=None)])
    assert "1 event" in picture.note
    assert picture.spec()["layer"] if "layer" in picture.spec() else picture.spec()["mark"]


@pytest.mark.parametrize("draw", DRAW)
@pytest.mark.parametrize("wrong", ["文", b"a", 7, None, [1], [None], {"a": 1}])
def test_what_is_no_event_is_refused(draw: Callable[..., Picture], wrong: Any) -> None:
    with pytest.raises(InputError, match="E113"):
        draw(wrong)


def test_documents_that_are_none_are_refused() -> None:
    with pytest.raises(InputError, match="E113"):
        viz.timeline([MEETING], documents=["text"])  # type: ignore[list-item]


@pytest.mark.parametrize(
    ("draw", "options", "code"),
    [
        (viz.timeline, {"by": "colour"}, "E105"),
        (viz.timeline, {"limit": 0}, "E105"),
        (viz.timeline, {"since": "soon"}, "E103"),
        (viz.network, {"level": "village"}, "E105"),
        (viz.network, {"limit": True}, "E105"),
        (viz.map, {"limit": "all"}, "E105"),
        (viz.heatmap, {"value": "mood"}, "E105"),
        (viz.heatmap, {"level": "type"}, "E105"),
        (viz.heatmap, {"until": "later"}, "E103"),
    ],
)
def test_wrong_options_are_refused(draw: Callable[..., Picture], options: dict[str, Any], code: str) -> None:
    with pytest.raises(InputError, match=code):
        draw(BOTH, **options)


@pytest.mark.parametrize("draw", DRAW)
def test_missing_extra_says_what_to_install(
    draw: Callable[..., Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(UsageError, match=r'E401.*pip install "cnevents\[viz\]"'):
        draw(BOTH)


def test_rows_and_actors_are_limited() -> None:
    assert viz.timeline(BOTH, limit=1).note == "The 1 rows with the most events, of 2."
    assert viz.network(BOTH, limit=2).note == "The 2 actors with the most events, of 4."


def test_page_holds_everything_and_lets_no_other_script_run() -> None:
    page = Reading(viz.timeline(BOTH).to_html())
    assert page.faults == []
    assert page.fetched() == []
    (policy,) = [one.attributes["content"] for one in page.all("meta") if "http-equiv" in one.attributes]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert [one.attributes["type"] for one in page.all("script")] == ["application/json", "module", "module"]


def test_markup_of_an_article_stays_data() -> None:
    html = viz.timeline(BOTH).to_html()
    (found,) = [
        one for one in Reading(html).all("script") if one.attributes.get("type") == "application/json"
    ]
    assert "<" not in found.text
    assert json.loads(found.text) == viz.timeline(BOTH).spec()
    assert "alert('刺')" not in html.replace(found.text, "")


def test_picture_is_saved_as_its_ending_says(tmp_path: Path) -> None:
    picture = viz.timeline(BOTH)
    assert picture.save(tmp_path / "a.html").read_text(encoding="utf-8") == picture.to_html()
    assert json.loads((picture.save(tmp_path / "a.json")).read_text(encoding="utf-8")) == picture.spec()
    svg = picture.save(tmp_path / "a.svg").read_text(encoding="utf-8")
    assert "CONSULT" in svg
    with pytest.raises(InputError, match=r"E105.*\.html, \.png, \.svg, \.json"):
        picture.save(tmp_path / "a.jpg")
    with pytest.raises(FileError, match="E205"):
        picture.save(tmp_path / "none" / "a.html")


def test_png_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "has_chinese_font", lambda: True)
    assert viz.timeline(BOTH).to_png(scale=1).startswith(b"\x89PNG\r\n")


def test_png_without_a_chinese_font_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "has_chinese_font", lambda: False)
    with pytest.raises(UsageError, match=r"E431.*fonts-noto-cjk"):
        viz.timeline(BOTH).to_png()


def test_notebook_frame_keeps_the_page_to_itself() -> None:
    (frame,) = Reading(viz.network(BOTH)._repr_html_()).all("iframe")
    assert frame.attributes["sandbox"] == "allow-scripts allow-downloads"
    assert frame.attributes["srcdoc"] == viz.network(BOTH).to_html()


def test_sentence_of_an_event_handed_in_with_its_documents() -> None:
    (told,) = gather([STRIKE], [BOTH])
    assert told.sentence[told.start : told.start + 2] == "空袭"
    (without,) = gather([STRIKE])
    assert (without.sentence, without.doc_id) == ("", "a")
    (other,) = gather([STRIKE], [document(text="别的文章，没有那个词语。" * 4)])
    assert other.sentence == ""


def test_long_sentence_is_cut_around_its_trigger() -> None:
    text = "甲" * 500 + "空袭" + "乙" * 500 + "。"
    strike = STRIKE.model_copy(
        update={"trigger": STRIKE.trigger.model_copy(update={"start": 500, "end": 502})}
    )
    (told,) = gather([strike], [document(text=text)])
    assert len(told.sentence) == LONGEST
    assert told.sentence[told.start : told.start + 2] == "空袭"

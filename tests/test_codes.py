"""The codes of records, by the manuals and by examples that run: PLOVER, CAMEO, contexts, actors."""

from __future__ import annotations

from typing import get_args

import pytest

from cnevents.api import Extractor
from cnevents.ontology.actors import actor_code, plover_sectors
from cnevents.ontology.cameo import cameo_reading, load_cameo
from cnevents.ontology.contexts import context_names, contexts_of
from cnevents.ontology.frames import load_frames
from cnevents.ontology.modes import load_modes, planned_mode, score
from cnevents.ontology.types import load_types
from cnevents.records import Context, Event
from cnevents.resources import read_tsv

# PLOVER's manual of 2021, table of scores: type → its own, then its modes'. ACCUSE is printed as 3.
SCORES = {
    "AGREE": (2.5, {}),
    "CONSULT": (2.5, {"visit": 4, "third-party": 1, "multilateral": 4, "phone": 1.5}),
    "SUPPORT": (5, {}),
    "CONCEDE": (4.5, {}),
    "COOPERATE": (9.5, {}),
    "AID": (10, {}),
    "RETREAT": (
        6.5,
        {"withdraw": 8, "release": 6.5, "disarm": 10, "ceasefire": 7.5, "access": 6.5, "resign": 4.5},
    ),
    "REQUEST": (0, {"assist": 0.5, "change": -1, "yield": -1, "meet": 0}),
    "ACCUSE": (-3, {"disapprove": -2, "investigate": -3.5, "allege": -3.5}),
    "REJECT": (-2, {"assist": -1.5, "change": -2, "yield": -2, "meet": -2}),
    "THREATEN": (
        -3.5,
        {"restrict": -3, "arrest": -3.5, "relations": -3.5, "expel": -3.5, "territory": -4, "violence": -3.5},
    ),
    "PROTEST": (
        -5,
        {"demo": -5, "riot": -7, "strike": -5, "hunger": -4.5, "boycott": -4.5, "obstruct": -4.5,
         "vandalize": -5},
    ),
    "SANCTION": (-6, {"convict": -6, "expel": -5.5, "withdraw": -6, "discontinue": -6}),
    "MOBILIZE": (-5.5, {"troops": -6.5, "weapons": -6.5, "police": -5.5, "militia": -6}),
    "COERCE": (
        -7,
        {"seize": -7, "restrict": -7, "censor": -6.5, "curfew": -6.5, "martial-law": -7.5, "arrest": -7,
         "deport": -7, "withhold": -7, "misinformation": -6.5, "cyber": -7},
    ),
    "ASSAULT": (
        -9,
        {"abduct": -8.5, "beat": -7.5, "torture": -8.5, "sexual": -8.5, "targeted": -9.5, "destroy": -8.5,
         "primitive": -8, "firearms": -9, "explosives": -9, "suicide-attack": -9.5, "aerial": -9.5,
         "drone": -9.5, "heavy-weapons": -9.5, "crowd-control": -7.5, "unconventional": -10},
    ),
}  # fmt: skip
# The manual's table from CAMEO's categories to PLOVER's types; CAMEO 02 (appeal) is a mild REQUEST to us.
CATEGORIES = {
    "AGREE": ("03",), "CONSULT": ("04",), "SUPPORT": ("05",), "CONCEDE": ("080", "081", "082", "083"),
    "COOPERATE": ("06",), "AID": ("07",), "RETREAT": ("084", "085", "086", "087"), "REQUEST": ("10", "02"),
    "ACCUSE": ("11", "09"), "REJECT": ("12",), "THREATEN": ("13",), "PROTEST": ("14",), "SANCTION": ("16",),
    "MOBILIZE": ("15",), "COERCE": ("17",), "ASSAULT": ("18", "19", "20", "175"),
}  # fmt: skip
# Where the manual's text moves an act to another type than its CAMEO category.
MOVED = {
    "apologise": "CONCEDE: expressions of regret", "express_regret": "CONCEDE: expressions of regret",
    "admit": "CONCEDE: expressions of regret", "lift_sanctions": "CONCEDE: easing of restrictions",
    "resign": "RETREAT: resignations of officials", "convict": "SANCTION: found guilty in court",
    "fine": "SANCTION: found guilty in court", "disqualify": "SANCTION: found guilty in court",
    "sentenced": "SANCTION: found guilty in court", "annex": "COERCE seize: CAMEO 192 by the table of 2021",
}  # fmt: skip
FRAMES = list(load_frames().values())


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def events_of(extractor: Extractor, text: str) -> tuple[Event, ...]:
    """The records of a sentence published on a Saturday."""
    return extractor.extract(text, published="2025-03-15").events


# The tables


@pytest.mark.parametrize("kind", SCORES)
def test_scores_are_the_manuals(kind: str) -> None:
    base, modes = SCORES[kind]
    assert score(kind, None) == base
    assert {mode.name: score(kind, mode.name) for mode in load_modes().get(kind, ())} == modes


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_codes_of_each_frame(frame: object) -> None:
    name, kind, code = frame.name, frame.type, frame.cameo  # type: ignore[attr-defined]
    assert code in load_cameo()
    assert set(frame.contexts) <= set(context_names())  # type: ignore[attr-defined]
    assert name in MOVED or code.startswith(CATEGORIES.get(kind, ("",)))


def test_types_of_the_manual() -> None:
    assert {kind for kind, info in load_types().items() if info.in_plover} == set(SCORES) == set(CATEGORIES)


def test_every_mode_of_a_frame_has_one_of_the_manual_or_none_on_purpose() -> None:
    told = {(frame.type, frame.mode) for frame in FRAMES if frame.mode}
    known = {(kind, ours) for kind, modes in load_modes().items() for mode in modes for ours in mode.ours}
    # The guidelines for annotators know these; PLOVER's AGREE and AID have no modes.
    assert told - known == {("AGREE", "meet"), ("AGREE", "yield"), ("AID", "weapons")}


def test_contexts_are_those_of_the_record() -> None:
    assert context_names() == get_args(Context)
    assert len(context_names()) == 37


def test_every_cameo_code_has_a_score_and_a_plan() -> None:
    codes = load_cameo()
    assert len(codes) >= 300
    assert all(-10 <= code.goldstein <= 10 and code.planned in codes for code in codes.values())
    assert {code.planned[:2] for code in codes.values() if code.root in ("04", "05", "06", "07", "08")} == {
        "03"
    }
    assert {code.planned[:2] for code in codes.values() if code.root >= "14"} == {"13"}


@pytest.mark.parametrize(
    ("code", "goldstein"),
    [("010", 0.0), ("042", 1.9), ("057", 8.0), ("0871", 9.0), ("112", -2.0), ("138", -7.0), ("163", -8.0),
     ("190", -10.0)],
)  # fmt: skip
def test_goldstein_scores(code: str, goldstein: float) -> None:
    assert load_cameo()[code].goldstein == goldstein


@pytest.mark.parametrize(
    ("code", "polarity", "modality", "reading"),
    [
        ("042", "positive", "actual", "042"),
        ("042", "positive", "future", "036"),
        ("190", "positive", "hypothetical", "1384"),
        ("190", "negative", "actual", None),
    ],
)
def test_reading_in_cameo(code: str, polarity: str, modality: str, reading: str | None) -> None:
    found = cameo_reading(code, polarity, modality)
    assert (found.code if found else None) == reading


# Examples that run


@pytest.mark.parametrize(
    ("kind", "mode", "text"),
    [(kind, mode.name, mode.example) for kind, modes in load_modes().items() for mode in modes],
)
def test_every_mode_is_reached(extractor: Extractor, kind: str, mode: str, text: str) -> None:
    found = [(event.plover.type, event.plover.mode) for event in events_of(extractor, text)]
    assert (kind, mode) in found


WITHOUT_MODES = {
    "AGREE": "韩国总统将于下周访问河内。",
    "SUPPORT": "中国与所罗门群岛周二签署协议。",
    "CONCEDE": "日本首相周三向韩国道歉。",
    "COOPERATE": "美国与日本周二举行联合军演。",
    "AID": "中国周四向阿富汗提供紧急援助。",
}


@pytest.mark.parametrize(("kind", "text"), WITHOUT_MODES.items())
def test_types_without_modes_are_reached(extractor: Extractor, kind: str, text: str) -> None:
    assert kind in [event.plover.type for event in events_of(extractor, text)]


CONTEXT_ROWS = read_tsv("ontology/contexts.tsv")


@pytest.mark.parametrize("row", CONTEXT_ROWS, ids=lambda row: row["context"])
def test_every_context_is_reached(extractor: Extractor, row: dict[str, str]) -> None:
    assert row["context"] in {name for _, name in contexts_of(row["example"])}
    assert row["context"] not in {name for _, name in contexts_of(row["example_no"])}
    contexts = {name for event in events_of(extractor, row["example"]) for name in event.plover.context}
    assert row["context"] in contexts


# Readings


@pytest.mark.parametrize(
    ("text", "kind", "plover", "mode", "quad", "intensity"),
    [
        ("俄罗斯周五宣布将从赫尔松撤军。", "RETREAT", "CONCEDE", None, "verbal cooperation", 4.5),
        ("以色列周三表示将空袭黎巴嫩。", "ASSAULT", "THREATEN", "violence", "verbal conflict", -3.5),
        ("韩国总统将于下周访问河内。", "CONSULT", "AGREE", None, "verbal cooperation", 2.5),
        ("欧盟周一制裁白俄罗斯。", "SANCTION", "SANCTION", "discontinue", "material conflict", -6),
        ("伊朗周三没有袭击以色列。", "ASSAULT", None, None, None, None),
    ],
)  # fmt: skip
def test_plans_and_denials(
    extractor: Extractor,
    text: str,
    kind: str,
    plover: str | None,
    mode: str | None,
    quad: str | None,
    intensity: float | None,
) -> None:
    event = next(event for event in events_of(extractor, text) if event.type == kind)
    reading = event.plover
    assert (reading.type, reading.mode, reading.quad, reading.intensity) == (plover, mode, quad, intensity)


@pytest.mark.parametrize(
    ("frame", "mode"),
    [("air_strike", "violence"), ("arrest", "arrest"), ("sanction", "restrict"), ("cut_ties", "relations"),
     ("expel_diplomats", "expel"), ("occupy", "territory"), ("strike", "restrict"), ("convict", None)],
)  # fmt: skip
def test_modes_of_threats(frame: str, mode: str | None) -> None:
    one = load_frames()[frame]
    assert planned_mode(one.type, one.mode, one.name) == mode


def test_contexts_of_the_act_and_of_the_story(extractor: Extractor) -> None:
    text = "法国总统周三访问河内。\n双方谈到关税。越南希望扩大贸易。越南媒体还报道了疫苗。"
    visit = next(event for event in events_of(extractor, text) if event.frame == "visit")
    assert visit.contexts == ("diplomatic",)
    assert visit.plover.context == ("economic", "diplomatic")  # one sentence on vaccines is not enough


def test_the_name_of_a_paper_is_no_context(extractor: Extractor) -> None:
    text = "据《经济日报》报道，法国总统周三访问河内。"
    assert [event.contexts for event in events_of(extractor, text)] == [("diplomatic",)]


@pytest.mark.parametrize(
    ("identity", "state", "sector", "named", "code"),
    [
        ("USA", "USA", "GOV", True, "USA"),
        ("KOS", "KOS", "GOV", True, "KOS"),
        ("EUR", "EUR", "IGO", True, "EUR"),
        ("联合国安理会", "UNO", "IGO", True, "UNO"),
        ("北大西洋公约组织", None, "IGO", True, "IGO"),
        ("无国界医生", None, "NGO", True, "NGO"),
        ("基地组织", None, "REB", True, "IMG"),
        ("微软", "USA", "BUS", True, "MNC"),
        ("澳门", "MAC", "GOV", True, "CHN"),
        ("HKG", "HKG", "GOV", True, "HKG"),
        ("阿布哈兹", "ABH", "GOV", True, "GEO"),
        ("苏联", "苏联", "GOV", True, None),
        ("示威者", None, "REB", False, None),
    ],
)
def test_actor_codes(
    identity: str, state: str | None, sector: str | None, named: bool, code: str | None
) -> None:
    assert actor_code(identity, state, sector, named=named) == code


@pytest.mark.parametrize(
    ("text", "identity", "code", "sector"),
    [
        ("法国总统4日访问河内。", "FRA", "FRA", "GOV"),
        ("科索沃总理4日访问巴黎。", "KOS", "KOS", "GOV"),
        ("欧盟4日制裁白俄罗斯。", "EUR", "EUR", "IGO"),
        ("联合国安理会4日谴责朝鲜。", "联合国安理会", "UNO", "IGO"),
        ("北约4日谴责俄罗斯。", "北约", "IGO", "IGO"),
        ("无国界医生4日谴责以色列。", "无国界医生", "NGO", "NGO"),
        ("基地组织4日袭击摩加迪沙。", "基地组织", "IMG", "REB"),
        ("微软4日起诉美国司法部。", "微软", "MNC", "BUS"),
    ],
)
def test_every_kind_of_actor_code_is_reached(
    extractor: Extractor, text: str, identity: str, code: str, sector: str
) -> None:
    (event,) = events_of(extractor, text)
    assert [(who.id, who.code, who.sector) for who in event.actors] == [(identity, code, sector)]


def test_every_type_of_plover_is_reached(extractor: Extractor) -> None:
    examples = [mode.example for modes in load_modes().values() for mode in modes] + list(
        WITHOUT_MODES.values()
    )
    found = {event.plover.type for text in examples for event in events_of(extractor, text)}
    assert found - {None} == set(SCORES)


def test_sectors_of_plover() -> None:
    assert plover_sectors("ABH", "GOV") == ("GOV", "PRE")
    assert plover_sectors(None, "HLH") == ("MED",)
    assert plover_sectors(None, None) == ()


def test_every_sector_of_the_tables_is_known() -> None:
    known = {row["sector"] for row in read_tsv("ontology/sectors.tsv")}
    used = {
        row["sector"]
        for table in ("organisations", "people", "nominals", "bodies", "offices", "state_bodies")
        for row in read_tsv(f"names/{table}.tsv")
        if row["sector"]
    }
    assert used - known == set()


def test_every_exception_of_actors_is_in_the_tables() -> None:
    names = {row["name"] for row in read_tsv("names/organisations.tsv")}
    states = {row["code"] for row in read_tsv("names/states.tsv")}
    ids = {row["id"] for row in read_tsv("ontology/actors.tsv")}
    assert ids - names - states == set()


def test_records_say_who_coded_them(extractor: Extractor) -> None:
    event = events_of(extractor, "法国总统周三访问河内。")[0]
    assert (event.coder.split("-")[0], event.codebook) == ("cnevents", "plover-2021")
    assert (event.cameo, event.goldstein, event.intensity) == ("042", 1.9, 4.0)
    assert [actor.code for actor in event.actors] == ["FRA"]

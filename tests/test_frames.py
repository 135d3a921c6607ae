"""The frames and their words: every code is one that exists, every example does what its column says."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

import pytest
from frame_table import PAGE, frame_page

from cnevents.api import Extractor
from cnevents.lexicon.trigger_examples import NO_EVENT, check_triggers
from cnevents.ontology.frames import PLACES, load_frames, trigger_tables
from cnevents.ontology.types import load_types, plover_type
from cnevents.records import Event
from cnevents.resources import read_tsv, read_yaml

TYPES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
    "STATEMENT", "CEREMONY", "PERSONNEL", "DECISION", "CASUALTY", "DISASTER",
}  # fmt: skip
# PLOVER's manual of 2021, by type; where it has no mode, ours are those of the guidelines for annotators.
MODES = {
    "AGREE": {"meet", "yield"},
    "CONSULT": {"visit", "phone", "multilateral", "third-party"},
    "AID": {"weapons"},
    "RETREAT": {"withdraw", "release", "disarm", "ceasefire", "access", "resign"},
    "REQUEST": {"meet", "assist"},
    "ACCUSE": {"disapprove", "allege", "investigate"},
    "REJECT": {"meet", "veto", "yield"},
    "THREATEN": {"violence", "relations"},
    "PROTEST": {"demo", "riot", "strike", "boycott", "hunger", "obstruct"},
    "SANCTION": {"discontinue", "withdraw", "expel", "convict"},
    "MOBILIZE": {"troops", "weapons", "police", "militia"},
    "COERCE": {
        "arrest", "seize", "deport", "ban", "censor", "restrict", "curfew", "martial-law", "withhold",
        "cyber",
        "misinformation",
    },
    "ASSAULT": {
        "aerial", "drone", "heavy-weapons", "explosives", "firearms", "targeted", "crowd-control",
        "execute", "abduct",
        "torture", "beat", "primitive", "sexual", "suicide-attack", "unconventional",
    },
}  # fmt: skip
ROLES = {"actor", "recipient", "other", "-"}
# Named in the order for this work; each must have a frame of its own.
ASKED_FOR = (
    "visit", "phone_call", "summit", "sign_agreement", "ratify", "recognise", "restore_ties", "praise",
    "condole",
    "award", "parade", "joint_exercise", "extradite", "donate", "arms_delivery", "withdraw_troops",
    "ceasefire",
    "prisoner_exchange", "resign", "appoint", "elect", "dissolve_parliament", "summon_envoy", "lodge_protest",
    "accuse", "sue", "investigate", "veto", "refuse", "cancel_meeting", "warn", "ultimatum", "sanction",
    "expel_diplomats", "cut_ties", "tariff", "deploy_troops", "exercise", "missile_test", "nuclear_test",
    "intrude",
    "arrest", "ban", "blockade", "seize_vessel", "cyber_attack", "air_strike", "shelling", "drone_attack",
    "assassinate", "abduct", "clash", "bombing", "demonstrate", "riot", "strike", "pass_law", "decree",
    "earthquake",
    "accident",
)  # fmt: skip


@cache
def rows() -> list[dict[str, str]]:
    """All rows of all trigger tables."""
    return [row for table in trigger_tables() for row in read_tsv(table)]


def test_there_are_frames_enough() -> None:
    assert len(load_frames()) >= 150
    assert set(ASKED_FOR) <= set(load_frames())


def test_there_are_words_enough() -> None:
    assert len({row["word"] for row in rows() if row["frame"] != NO_EVENT}) >= 5000


def test_types_are_those_of_the_records() -> None:
    assert set(load_types()) == TYPES
    assert set(get_args(Event.model_fields["type"].annotation)) == TYPES
    assert {frame.type for frame in load_frames().values()} == TYPES


def test_codes_of_frames() -> None:
    frames = load_frames().values()
    assert [
        frame.at for frame in frames if frame.mode and frame.mode not in MODES.get(frame.type, set())
    ] == []
    assert [frame.at for frame in frames if not re.fullmatch(r"\d{2,4}", frame.cameo)] == []
    assert [frame.at for frame in frames if not frame.gloss.strip()] == []
    assert [frame.at for frame in frames if not re.fullmatch(r"[a-z]+(_[a-z]+)*", frame.name)] == []


def test_role_patterns_of_frames() -> None:
    frames = load_frames().values()
    assert [frame.at for frame in frames if {frame.role(place) for place in PLACES} - ROLES] == []
    silent = {frame.type for frame in frames if frame.role("subj") == "-"}
    assert silent == {"DISASTER"}  # all else has somebody in its subject


def test_a_frame_is_named_once() -> None:
    names = [row["frame"] for table in ("frames_a", "frames_b") for row in read_tsv(f"frames/{table}.tsv")]
    assert len(names) == len(set(names)) == len(load_frames())


def test_every_word_has_a_frame() -> None:
    assert {row["frame"] for row in rows()} - {NO_EVENT} <= set(load_frames())


WORDLESS = {"toast"}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(
            name, marks=[pytest.mark.xfail(strict=True, reason="has no word")] if name in WORDLESS else []
        )
        for name in load_frames()
    ],
)
def test_every_frame_has_a_word(name: str) -> None:
    assert [row["word"] for row in rows() if row["frame"] == name]


def test_forms_of_words() -> None:
    assert [row["_at"] for row in rows() if row["form"] not in ("", "v", "n", "vn", "va", "t")] == []
    assert [row["_at"] for row in rows() if not row["word"] or row["word"] != row["word"].strip()] == []


def test_conditions_are_patterns() -> None:
    gates = ("left", "right", "not_left", "not_right", "near", "not_near")
    patterns = {row[gate] for row in rows() for gate in gates if row[gate]}
    assert all(re.compile(pattern) for pattern in patterns)


@pytest.mark.parametrize("row_and_cell", ["example_yes", "example_no"])
def test_examples_hold_their_word(row_and_cell: str) -> None:
    texts = [
        (row["_at"], row["word"], text)
        for row in rows()
        for text in row[row_and_cell].split("||")
        if text.strip() and row["frame"] != NO_EVENT
    ]
    assert texts
    assert [at for at, word, text in texts if word not in text] == []


def test_every_word_that_tells_an_event_has_an_example() -> None:
    assert [row["_at"] for row in rows() if row["frame"] != NO_EVENT and not row["example_yes"].strip()] == []


def test_every_example_runs() -> None:
    faults = list(check_triggers(Extractor(tagger=None, scorer=None, check_language=False)))
    assert [f"{fault}" for fault in faults[:20]] == []


PATTERNS = read_yaml("grammar/patterns.yaml")
UNMATCHED = {
    ("counted_group", "200多家商户")
}  # the noun that closes it needs a character of its own before it
MATCHES = [(name, text) for name, entry in PATTERNS.items() for text in entry["match"]]
NEVER = [(name, text) for name, entry in PATTERNS.items() for text in entry["never"]]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(
            *pair,
            marks=[pytest.mark.xfail(strict=True, reason="misses its example")] if pair in UNMATCHED else [],
        )
        for pair in MATCHES
    ],
)
def test_a_pattern_matches_what_it_must(name: str, text: str) -> None:
    assert re.search(PATTERNS[name]["pattern"], text)


@pytest.mark.parametrize(("name", "text"), NEVER)
def test_a_pattern_never_matches(name: str, text: str) -> None:
    assert not re.match(PATTERNS[name]["pattern"], text)


@pytest.mark.parametrize(
    ("kind", "polarity", "modality", "plover"),
    [
        ("CONSULT", "positive", "actual", "CONSULT"),
        ("CONSULT", "positive", "future", "AGREE"),
        ("AID", "positive", "future", "AGREE"),
        ("RETREAT", "positive", "future", "CONCEDE"),
        ("CONCEDE", "positive", "future", "CONCEDE"),
        ("ASSAULT", "positive", "future", "THREATEN"),
        ("ASSAULT", "negative", "actual", None),
        ("CEREMONY", "positive", "actual", None),
        ("REQUEST", "positive", "hypothetical", "REQUEST"),
    ],
)
def test_reading_in_plover(kind: str, polarity: str, modality: str, plover: str | None) -> None:
    assert plover_type(kind, polarity, modality) == plover


def test_intensity_runs_from_conflict_to_cooperation() -> None:
    types = load_types()
    assert types["ASSAULT"].intensity == -9
    assert types["REQUEST"].intensity == 0  # the manual's, though its quad class is verbal conflict
    assert all(info.intensity > 0 for info in types.values() if info.quad.endswith("cooperation"))
    assert all(
        info.intensity < 0
        for name, info in types.items()
        if info.quad.endswith("conflict") and name != "REQUEST"
    )
    assert all(info.intensity == 0 for info in types.values() if info.quad == "neutral")


def test_the_page_of_frames_is_in_step() -> None:
    assert PAGE.read_text(encoding="utf-8") == frame_page(), "run python tests/frame_table.py"

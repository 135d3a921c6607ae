"""The checklist of what Chinese news does: every item as sentences, each with the records that it must give.

Expected values come from a careful reading of the guidelines for annotators, never from the program.
"""

from __future__ import annotations

from functools import cache

import pytest
from phenomena_cases import (
    ABSENT_KEYS,
    CASE_KEYS,
    EVENT_KEYS,
    ITEMS,
    Case,
    load_cases,
    load_known_failures,
    trigger_spans,
)
from phenomena_matching import compare, report

from cnevents.api import Extractor
from cnevents.ontology.types import load_types
from cnevents.text.folding import fold

CASES = load_cases()
EACH_CASE = pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])


@cache
def extractor() -> Extractor:
    return Extractor()


@EACH_CASE
def test_records(case: Case) -> None:
    document = extractor().extract(case.text, published=case.published, doc_id=case.id)
    differences = compare(case, document)
    if case.id in load_known_failures():
        assert differences, f"{case.id} passes now: remove it from known_failures.txt"
    else:
        assert not differences, report(case, document, differences)


def test_known_failures_are_cases() -> None:
    known = load_known_failures()
    assert set(known) <= {case.id for case in CASES}
    assert list(known) == sorted(set(known))


def test_ids_are_unique() -> None:
    ids = [case.id for case in CASES]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("item", range(1, ITEMS + 1))
def test_every_item_has_sentences_of_both_scripts(item: int) -> None:
    scripts = [case.script for case in CASES if case.item == item]
    assert scripts.count("Hant") >= 2
    assert scripts.count("Hans") >= 2


@EACH_CASE
def test_form(case: Case) -> None:
    assert case.id.startswith(f"{case.item:02d}-")
    assert set(case.__slots__) <= CASE_KEYS
    assert case.events or case.absent or case.no_entities
    assert (case.script == "Hans") == (plain(case.text) == case.text)
    assert all(entity["text"] in case.text for entity in case.entities)


@EACH_CASE
def test_form_of_events(case: Case) -> None:
    patterns = [pattern for pattern in case.absent if isinstance(pattern, dict)]
    kinds = [kind for event in case.events for kind in event["type"].split("|")]
    assert {*kinds, *case.number, *(pattern["type"] for pattern in patterns)} <= set(load_types())
    assert all(set(event) <= EVENT_KEYS for event in case.events)
    assert all(set(pattern) <= ABSENT_KEYS for pattern in patterns)
    assert all(trigger_spans(case, event) for event in case.events)


def plain(text: str) -> str:
    """The text folded, but with its own punctuation."""
    return "".join(new if old.isalnum() else old for old, new in zip(text, fold(text), strict=True))

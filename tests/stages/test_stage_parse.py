"""parse: what governs what in a clause."""

from __future__ import annotations

from typing import Any

import pytest
from stage_cases import analyse, cases, read, same, words

from cnevents.analysis import Analysis, Item


def items(analysis: Analysis, kind: str) -> list[Item]:
    return [item for clause in analysis.items for item in clause if item.kind == kind]


@pytest.mark.parametrize("case", cases("parse"))
def test_functions(case: dict[str, Any]) -> None:
    analysis = read(case)
    phrases = {words(analysis, analysis.phrases[item.ref]): item for item in items(analysis, "P")}
    functions = {name: item.function for name, item in phrases.items()}
    assert set(case.get("governed", {})) <= set(functions), functions
    assert all(same(wanted, functions[name]) for name, wanted in case.get("governed", {}).items()), functions
    owners = [name for name, item in phrases.items() if item.possessor]
    assert owners == case.get("possessors", owners)
    cues = {words(analysis, item): item.function for item in items(analysis, "W")}
    assert {word: cues.get(word) for word in case.get("cues", {})} == case.get("cues", {})


def test_every_candidate_and_phrase_is_an_item_of_its_clause() -> None:
    analysis = analyse("韩国外长15日抵达河内，同越南外长会谈，并签署两份协议。")
    assert sorted(item.ref for item in items(analysis, "V")) == list(range(len(analysis.candidates)))
    assert sorted(item.ref for item in items(analysis, "P")) == list(range(len(analysis.phrases)))
    assert len(analysis.items) == len(analysis.clauses)
    assert all(
        clause.start <= item.start < clause.end
        for clause, row in zip(analysis.clauses, analysis.items, strict=True)
        for item in row
    )


def test_items_stand_in_the_order_of_the_text() -> None:
    analysis = analyse("据塔斯社援引国防部消息，俄军15日凌晨对敖德萨港口发动空袭，造成3人死亡。")
    assert all(row == sorted(row, key=lambda item: (item.start, -item.end)) for row in analysis.items)


def test_what_parse_gives_fits_what_it_says() -> None:
    analysis = analyse("德国总理将于下周访问印度。")
    found = items(analysis, "W")
    assert all(item.ref == -1 and item.function for item in found)
    assert all(item.rule.startswith("grammar/words.tsv:") for item in found if item.function != "verb")

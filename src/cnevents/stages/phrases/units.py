"""Units: the mentions, nominals and anaphors of a text in one line, before they are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import ahocorasick_rs

from cnevents.analysis import Analysis, Mention, Nominal
from cnevents.lexicon import load_lexicon
from cnevents.resources import read_tsv
from cnevents.stages.grammar import grammar_words, pattern
from cnevents.stages.readings import load_triggers

WATERS = frozenset({"sea", "strait", "ocean", "river", "bay"})
GOVERNED = frozenset({"capital", "seat", "province"})
PARTICIPANTS = frozenset({"PERSON", "STATE", "ORGANIZATION", "PLACE"})


@dataclass(slots=True)
class Unit:
    """A piece that a phrase is made of.

    Attributes:
        kind: person, state, org, place, office, body, group or anaphor.
        ids: What it means by itself; empty for an anaphor that is still to be resolved.
        number, scope: Of an anaphor: how many it means, and of which kind.
        equipment: A noun such as 战机, which stands for its owner.
    """

    start: int
    end: int
    kind: str
    ids: tuple[str, ...]
    state: str = ""
    sector: str = ""
    mention: int = -1
    stands_for_state: bool = False
    capital: bool = False
    number: int = 0
    scope: str = ""
    rule: str = ""
    office: str = ""
    equipment: bool = False


_KINDS = {"PERSON": "person", "STATE": "state", "ORGANIZATION": "org", "PLACE": "place"}


@cache
def _anaphors() -> tuple[ahocorasick_rs.AhoCorasick, list[dict[str, str]]]:
    rows = read_tsv("grammar/anaphors.tsv")
    words = [row["word"] for row in rows]
    return ahocorasick_rs.AhoCorasick(words, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest), rows


def collect_units(analysis: Analysis) -> list[Unit]:
    """All units in the order of the text, none inside another."""
    units = [
        _of_mention(number, mention)
        for number, mention in enumerate(analysis.mentions)
        if _counts(mention, analysis.folded)
    ]
    units += [office for unit in units if (office := _office_beside(unit, analysis.folded)) is not None]
    units += [
        _of_nominal(nominal, analysis.folded)
        for nominal in analysis.nominals
        if not _names_matter(nominal, analysis.folded)
    ]
    units += _of_anaphors(analysis)
    units = [_of_people(unit, analysis.folded) for unit in units]
    known = {at for unit in units for at in range(unit.start, unit.end)}
    units += [unit for unit in _of_numbers(analysis.folded) if known.isdisjoint(range(unit.start, unit.end))]
    units.sort(key=lambda unit: (unit.start, -unit.end))
    heads = {unit.start for unit in units if unit.kind in ("org", "body", "office")}
    units = [unit for unit in units if unit.scope != "speaker" or unit.end not in heads]  # 我|外交部
    kept: list[Unit] = []
    for unit in units:
        if not kept or unit.start >= kept[-1].end:
            kept.append(unit)
    return kept


def _counts(mention: Mention, folded: str) -> bool:
    """Somebody or some place, but no maker of a weapon (美制) and no weapon's name (“海马斯”火箭炮)."""
    if mention.type not in PARTICIPANTS or mention.inner:
        return False
    made = mention.type == "STATE" and pattern("made").match(folded, mention.end)
    return not made and not pattern("weapon_name").match(folded, mention.end)


def _of_mention(number: int, mention: Mention) -> Unit:
    state = mention.id if mention.type == "STATE" else "" if mention.kind in WATERS else mention.state
    return Unit(
        mention.start,
        mention.end,
        "place" if mention.kind == "seat" else _KINDS[mention.type],
        (mention.id,),
        state,
        mention.sector,
        number,
        capital=mention.kind in GOVERNED,
        rule=mention.rule,
        office=mention.office,
    )


def _office_beside(unit: Unit, folded: str) -> Unit | None:
    """The office that the names stage found right before or after a person's name."""
    if unit.kind != "person" or not unit.office:
        return None
    size = len(unit.office)
    for start in (unit.start - size, unit.end):
        if start >= 0 and folded[start : start + size] == unit.office:
            return Unit(start, start + size, "office", (unit.office,), rule=unit.rule, office=unit.office)
    return None


def _of_people(unit: Unit, folded: str) -> Unit:
    """巴勒斯坦人 are people, 韩媒 is the press: a state's name with one more character."""
    if unit.kind != "state":
        return unit
    nationals = pattern("nationals").match(folded, unit.end)
    if nationals:
        words = folded[unit.start : nationals.end()]
        return Unit(unit.start, nationals.end(), "group", (words,), unit.state, "CVL", rule=unit.rule)
    press = pattern("press").match(folded, unit.end)
    if press:
        state = load_lexicon().states.get(unit.state)
        name = (state.name if state else folded[unit.start : unit.end]) + press.group()
        return Unit(unit.start, press.end(), "body", (name,), unit.state, "JRN", rule=unit.rule)
    return unit


def _of_numbers(folded: str) -> list[Unit]:
    """35人, 22个国家: people and states who are a number and no more."""
    return [
        Unit(m.start(), m.end(), "group", (m.group(),), sector=sector, rule="grammar/patterns.yaml")
        for name, sector in (("people", "CVL"), ("countries", "GOV"))
        for m in pattern(name).finditer(folded)
    ]


def number_before(folded: str, end: int) -> int:
    """Where the number in front of a noun begins (10名|儿童), or `end` where there is none."""
    match = pattern("counted").search(folded, max(0, end - 12), end)
    return match.start() if match else end


def _names_matter(nominal: Nominal, folded: str) -> bool:
    """移民|政策, 官方|往来: a word for people or a body that only tells what a matter is about."""
    return nominal.kind in ("group", "body") and pattern("matter").match(folded, nominal.end) is not None


def _of_nominal(nominal: Nominal, folded: str) -> Unit:
    abroad = pattern("abroad").search(folded, max(0, nominal.start - 6), nominal.start)
    if nominal.kind == "office" and abroad:
        words = folded[abroad.start() : nominal.end]
        return Unit(abroad.start(), nominal.end, "group", (words,), "", nominal.sector, rule=nominal.rule)
    words = folded[nominal.start : nominal.end]
    return Unit(
        nominal.start,
        nominal.end,
        nominal.kind,
        (words,),
        nominal.state,
        nominal.sector,
        stands_for_state=nominal.stands_for_state or nominal.head in _speaking_offices(),
        rule=nominal.rule,
        office=nominal.head if nominal.kind == "office" else "",
        equipment=nominal.head.endswith(_equipment()),
    )


@cache
def _speaking_offices() -> frozenset[str]:
    """Offices that stand for a body where one is named, and for the state where none is (发言人)."""
    return frozenset(row["word"] for row in read_tsv("names/offices.tsv") if row["level"] == "body")


@cache
def _equipment() -> tuple[str, ...]:
    return tuple(row["word"] for row in read_tsv("grammar/equipment.tsv"))


def _of_anaphors(analysis: Analysis) -> list[Unit]:
    automaton, rows = _anaphors()
    borders = {token.start for token in analysis.tokens}
    ends = {token.end for token in analysis.tokens}
    units = []
    for index, start, end in automaton.find_matches_as_indexes(analysis.folded):
        alone = not borders or _stands_alone(start, end, borders, ends)
        if not alone and not _after_coverb(start, end, analysis):
            continue
        row = rows[index]
        units.append(
            Unit(
                start,
                end,
                "anaphor",
                (),
                sector=row["sector"],
                number=int(row["number"] or 0),
                scope=row["kind"],
                rule=row["_at"],
            )
        )
    return units


def _stands_alone(start: int, end: int, borders: set[int], ends: set[int]) -> bool:
    return start in borders and (end - start > 1 or end in ends)


def _after_coverb(start: int, end: int, analysis: Analysis) -> bool:
    """与其断交, which segmenters read as the conjunction 与其: a pronoun where a trigger follows."""
    coverb = grammar_words().get(analysis.folded[max(0, start - 1) : start], ("", ""))[0]
    words = load_triggers().readings
    if pattern("rather").match(analysis.folded, end):  # 与其指责别国，不如…
        return False
    follows = any(analysis.folded[end : end + size] in words for size in (2, 3, 4))
    return coverb == "with" and end - start == 1 and follows


def state_codes(units: Sequence[Unit]) -> set[str]:
    """The codes of all states that the units name or belong to."""
    return {unit.state for unit in units if unit.state}

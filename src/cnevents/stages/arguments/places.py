"""Places: after 在, 于, 赴, 抵, in this clause or at the head of the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from cnevents.analysis import Analysis, Item, Phrase, Roles
from cnevents.ontology.types import load_types
from cnevents.stages.arguments.subjects import is_dateline

LOCATIVE = frozenset({"at", "toward"})
PHYSICAL = frozenset({"ASSAULT", "CASUALTY", "DISASTER", "PROTEST"})
DONE_THERE = frozenset({"CONSULT", "CEREMONY"})  # types of what visitors do
KINDS = frozenset({"place", "state", "org"})


def place_of(analysis: Analysis, number: int, roles: Roles, before: Sequence[Roles]) -> Phrase | None:
    """The place of candidate `number`, or None where no phrase fits.

    A visit is where its host is; speech has no place that carries over from another clause; what
    strikes a place happens there.
    """
    candidate = analysis.candidates[number]
    if candidate.mode == "visit":
        hosts = [phrase for phrase in roles.recipients if phrase.kind in ("state", "place")]
        if hosts:
            return hosts[0]
    found = _last(analysis.items[candidate.clause], analysis, candidate.start)
    if found is not None:
        return found
    struck = [phrase for phrase in roles.recipients if phrase.kind == "place"]
    if struck:
        return struck[0]
    arrived = _arrived(analysis, number, before)
    if arrived is not None:
        return arrived
    if candidate.type in PHYSICAL:
        return _physical(analysis, number, roles, before)
    if load_types()[candidate.type].quad.startswith("verbal") and candidate.type != "CONSULT":
        return None
    return _carried(analysis, number)


def _carried(analysis: Analysis, number: int) -> Phrase | None:
    """A locative phrase of an earlier clause of the sentence that holds for what follows."""
    candidate, clauses = analysis.candidates[number], analysis.clauses
    clause = candidate.clause - 1
    while clause >= 0 and clauses[clause].sentence == clauses[candidate.clause].sentence:
        items = analysis.items[clause]
        if is_dateline(items):
            break
        verbs = [at for at, item in enumerate(items) if item.kind == "V"]
        free = items[: verbs[0]] if verbs else items
        found = _bare(items, analysis) or _last(free, analysis, candidate.start)
        told = any(
            item.function == "report" for item in items
        )  # 在A表示，将访问B: said there, not done there
        if found is not None and (not (verbs or told) or _frames_scene(items)):
            return found
        clause -= 1
    return None


def _physical(analysis: Analysis, number: int, roles: Roles, before: Sequence[Roles]) -> Phrase | None:
    """Force and disaster: a place named in the clause, the place carried over, the state that is struck."""
    candidate = analysis.candidates[number]
    items = analysis.items[candidate.clause]
    named = [analysis.phrases[item.ref] for item in items if item.kind == "P" and item.function != "from"]
    places = [phrase for phrase in named if phrase.kind == "place" and not phrase.acts] or [
        phrase for phrase in named if phrase.kind == "place"
    ]
    if places:
        return places[0]
    carried = _carried(analysis, number)
    if carried is not None:
        return carried
    owned = [analysis.phrases[item.ref] for item in items if item.kind == "P" and item.possessor]
    states = [phrase for phrase in roles.recipients or owned if phrase.kind == "state"]
    if candidate.type == "ASSAULT" and len(states) == 1:
        return states[0]
    if candidate.type == "DISASTER":
        return next((phrase for phrase in named if phrase.kind == "state"), None)
    return _of_cause(analysis, number, before) if candidate.type == "CASUALTY" else None


def _of_cause(analysis: Analysis, number: int, before: Sequence[Roles]) -> Phrase | None:
    """The dead lie where the attack or the disaster of the same sentence was."""
    clauses = analysis.clauses
    sentence = clauses[analysis.candidates[number].clause].sentence
    for earlier in range(number - 1, -1, -1):
        candidate = analysis.candidates[earlier]
        if clauses[candidate.clause].sentence != sentence:
            return None
        if candidate.type in ("ASSAULT", "DISASTER") and before[earlier].place is not None:
            return before[earlier].place
    return None


def _arrived(analysis: Analysis, number: int, before: Sequence[Roles]) -> Phrase | None:
    """飞抵曼谷，出席仪式并与泰国外长会谈: what a visitor does next is where he has just come to."""
    candidate = analysis.candidates[number]
    if candidate.type not in DONE_THERE:
        return None
    sentence = analysis.clauses[candidate.clause].sentence
    for earlier in range(number - 1, -1, -1):
        visit = analysis.candidates[earlier]
        if analysis.clauses[visit.clause].sentence != sentence:
            break
        if visit.mode == "visit":
            return before[earlier].place
    return None


def _bare(items: list[Item], analysis: Analysis) -> Phrase | None:
    """2024年6月19日，朝鲜平壤，图为…: a clause that is a place and no more."""
    phrases = [analysis.phrases[item.ref] for item in items if item.kind == "P"]
    alone = len(phrases) == 1 and all(item.kind in ("P", "T") for item in items)
    return phrases[0] if alone and phrases[0].kind == "place" else None


def _frames_scene(items: list[Item]) -> bool:
    """Does a locative phrase stand before the subject, so that it holds for all that follows?"""
    for item in items:
        if item.kind == "P":
            return item.function in LOCATIVE
    return False


def _last(items: list[Item], analysis: Analysis, before: int) -> Phrase | None:
    chosen = None
    for item in items:
        locative = item.kind == "P" and item.function in LOCATIVE and analysis.phrases[item.ref].kind in KINDS
        if locative and (item.start < before or chosen is None):
            chosen = analysis.phrases[item.ref]
    return chosen

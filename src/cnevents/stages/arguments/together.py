"""What several do together, to one another, or with somebody between them."""

from __future__ import annotations

from itertools import pairwise

from cnevents.analysis import Analysis, Candidate, Item, Phrase
from cnevents.stages.arguments.objects import object_of
from cnevents.stages.clauses import position
from cnevents.stages.grammar import grammar_words, pattern

LED_REACH = 70  # characters
MEDIATED = frozenset({"at", "agent", "scene"})


def jointly(before: list[Item]) -> bool:
    """Does a word before the trigger say that it is done together (共同)?"""
    return any(item.function == "mutual" for item in before)


def partners(analysis: Analysis, number: int, actors: list[Phrase]) -> list[Phrase]:
    """会见斯克利亚尔，并共同主持会议: what is done together is done by both who met."""
    sentence = analysis.clauses[analysis.candidates[number].clause].sentence
    for earlier in range(number - 1, -1, -1):
        candidate = analysis.candidates[earlier]
        if analysis.clauses[candidate.clause].sentence != sentence:
            break
        if candidate.type == "CONSULT":
            items = analysis.items[candidate.clause]
            after = object_of(items, position(items, earlier), analysis)
            met = [analysis.phrases[item.ref] for item in after]
            return actors + [phrase for phrase in met if phrase not in actors]
    return actors


def reciprocal(analysis: Analysis, candidate: Candidate, before: list[Item]) -> bool:
    """互相驱逐: what each does to the other has actors alone."""
    word = analysis.folded[candidate.start : candidate.end]
    own = any(grammar_words().get(word[:size], ("", ""))[0] == "reciprocal" for size in (1, 2))
    return own or any(item.function == "reciprocal" for item in before)


def leaders(analysis: Analysis, phrases: list[Phrase]) -> list[Phrase]:
    """由议长率领的|代表团: whoever leads or makes up a group stands in its place."""
    found: list[Phrase] = []
    for phrase in phrases:
        low = max(0, phrase.start - LED_REACH)
        led = pattern("led").search(analysis.folded, low, phrase.start)
        inside = _between(analysis, *led.span("who")) if led is not None else []
        found += inside or [phrase]
    return found


def _between(analysis: Analysis, start: int, end: int) -> list[Phrase]:
    """People and their offices between two places."""
    inside = [phrase for phrase in analysis.phrases if start <= phrase.start and phrase.end <= end]
    for kind in ("person", "office"):
        named = [phrase for phrase in inside if phrase.kind == kind and phrase.ids]
        if named:
            return named
    return []


def mediators(analysis: Analysis, candidate: Candidate) -> list[Phrase]:
    """经阿曼斡旋，双方交换战俘: whoever mediated in an earlier clause of the sentence."""
    sentence = analysis.clauses[candidate.clause].sentence
    found = []
    for number in range(candidate.clause - 1, -1, -1):
        if analysis.clauses[number].sentence != sentence:
            break
        items = analysis.items[number]
        for left, right in pairwise(items):
            if (
                left.kind == "P"
                and left.function in MEDIATED
                and right.kind == "V"
                and _is_mediation(analysis, right)
            ):
                found.append(analysis.phrases[left.ref])
    return found


def _is_mediation(analysis: Analysis, item: Item) -> bool:
    """Is the trigger one of mediating?"""
    return analysis.candidates[item.ref].frame == "mediate"

"""A learned second look at roles: which of the phrases near a trigger take part, and on which side.

A multinomial logistic regression over features of the grammar's own making: it explains itself, and names no
participant. The weights stand in `models/roles/weights.json`; `training/train_roles.py` makes them.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cnevents.analysis import Analysis, Cue, Item, Phrase, Roles
from cnevents.errors import ResourceError
from cnevents.ontology.frames import load_frames
from cnevents.ontology.types import load_types
from cnevents.stages.clauses import position
from cnevents.tagger.location import model_path

LABELS = ("none", "actor", "recipient")
REACH = 6  # phrases on either side of a trigger that are looked at
SPAN = 40  # items on either side
BUCKETS = (2, 5, 10, 18, 30, 60)  # characters
MARKS = frozenset({"de", "report", "announce", "conj", "pivot", "cause", "by", "cite", "about", "for"})

Probabilities = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Limits:
    """How sure the scorer must be to change what the grammar says.

    Attributes:
        drop: A participant of the grammar goes out when it takes part with less than this.
        add: A phrase that the grammar left out comes in from this on.
        switch: A participant of the grammar changes sides from this on.
        hold: Where a phrase comes in, those on its side that are less likely than this go out.
    """

    drop: float = 0.2
    add: float = 0.65
    switch: float = 0.5
    hold: float = 0.65


@dataclass(frozen=True, slots=True)
class RoleScorer:
    """Weights by feature, one for each of `LABELS`, and the limits of its power."""

    weights: dict[str, Probabilities]
    bias: Probabilities
    limits: Limits

    def probabilities(self, names: Sequence[str]) -> Probabilities:
        """How likely a phrase with these features is none, actor or recipient."""
        none, actor, recipient = self.bias
        known = self.weights
        for name in names:
            found = known.get(name)
            if found is not None:
                none += found[0]
                actor += found[1]
                recipient += found[2]
        top = max(none, actor, recipient)
        parts = math.exp(none - top), math.exp(actor - top), math.exp(recipient - top)
        total = sum(parts)
        return parts[0] / total, parts[1] / total, parts[2] / total

    def reasons(self, names: Sequence[str], label: str, count: int = 3) -> list[str]:
        """The features that spoke most for `label`."""
        at = LABELS.index(label)
        known = {name: self.weights[name] for name in names if name in self.weights}
        votes = sorted((sum(values) - 3 * values[at], name) for name, values in known.items())
        return [name for _, name in votes[:count]]


@lru_cache(maxsize=4)
def load_role_scorer(path: Path | None = None) -> RoleScorer:
    """The scorer of `path`, or the packaged one; raises ResourceError (E304, E305)."""
    file = path or model_path("roles/weights.json")
    try:
        return read_role_scorer(json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError as error:
        raise ResourceError("E304", file=str(file)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceError("E305", file=str(file), reason=str(error)) from error


def read_role_scorer(data: dict[str, Any]) -> RoleScorer:
    """The scorer that a weights file describes."""
    weights = {name: _triple(values) for name, values in data["weights"].items()}
    limits = Limits(**{name: float(value) for name, value in data["limits"].items()})
    return RoleScorer(weights, _triple(data["bias"]), limits)


def _triple(values: Sequence[float]) -> Probabilities:
    none, actor, recipient = values
    return float(none), float(actor), float(recipient)


@dataclass(slots=True)
class Choice:
    """A phrase near a trigger: the role that the grammar gave it, and its features."""

    phrase: Phrase
    given: str
    names: list[str]


@dataclass(slots=True)
class _Near:
    """A phrase on the way from the trigger outwards, and what was passed before it."""

    item: Item
    clause: int
    at: int
    side: str
    clauses: int
    verbs: int
    phrases: int
    marks: tuple[str, ...]
    verb: int


def revise_roles(analysis: Analysis, drafts: Sequence[Roles], scorer: RoleScorer) -> None:
    """Let the scorer drop, add and switch participants of all candidates, and note why as cues."""
    decided = []
    for number, roles in enumerate(drafts):
        if not analysis.statuses[number].drop:
            found = choices(analysis, number, drafts)
            decided.append(
                (number, roles, [(choice, scorer.probabilities(choice.names)) for choice in found])
            )
    for number, roles, scored in decided:
        _revise(analysis, number, roles, scored, scorer)


def _revise(
    analysis: Analysis,
    number: int,
    roles: Roles,
    scored: Sequence[tuple[Choice, Probabilities]],
    scorer: RoleScorer,
) -> None:
    frame = load_frames()[analysis.candidates[number].frame]
    allowed = {role for role in frame.roles.values() if role in LABELS}
    wanted = [
        (choice, chances, decision)
        for choice, chances in scored
        if (decision := _decide(choice.given, chances, allowed, scorer.limits)) != choice.given
    ]
    coming = {decision for choice, _, decision in wanted if choice.given == "none"}
    moving = {id(choice) for choice, _, _ in wanted}
    for choice, chances in scored:
        weak = choice.given in coming and chances[LABELS.index(choice.given)] < scorer.limits.hold
        if weak and id(choice) not in moving:
            wanted.append((choice, chances, "none"))
    # Whoever goes out makes room first; the likeliest of several phrases for one participant comes in.
    wanted.sort(key=lambda change: (change[0].given == "none", -max(change[1][1:]), change[0].phrase.start))
    sides = {"actor": roles.actors, "recipient": roles.recipients}
    for choice, _, decision in wanted:
        if _move(choice, decision, sides):
            why = ", ".join(scorer.reasons(choice.names, decision))
            span = choice.phrase.head_start, choice.phrase.head_end
            roles.cues.append(Cue(*span, "learned role", f"{choice.given} → {decision}: {why}"))
    for side in sides.values():
        side.sort(key=lambda phrase: phrase.start)


def _decide(given: str, chances: Probabilities, allowed: set[str], limits: Limits) -> str:
    """What the phrase should be: what it is, unless the chances are clearly against it."""
    _, actor, recipient = chances
    likely, label = max((actor, "actor"), (recipient, "recipient"))
    if given == "none":
        return label if likely >= limits.add and label in allowed else given
    if label != given and likely >= limits.switch and label in allowed:
        return label
    return "none" if actor + recipient < limits.drop else given


def _move(choice: Choice, decision: str, sides: dict[str, list[Phrase]]) -> bool:
    """Carry a decision out; a participant that is there already does not come in twice."""
    if choice.given != "none":
        sides[choice.given].remove(choice.phrase)
    elif {i for side in sides.values() for phrase in side for i in phrase.ids} & set(choice.phrase.ids):
        return False
    if decision != "none":
        sides[decision].append(choice.phrase)
    return True


def choices(analysis: Analysis, number: int, drafts: Sequence[Roles]) -> list[Choice]:
    """The phrases near candidate `number` with their features, those before it first, nearest first."""
    candidate = analysis.candidates[number]
    items = analysis.items[candidate.clause]
    at = position(items, number)
    given = _given(drafts[number])
    shared = _Context(analysis, number, drafts, given, at)
    found = []
    for near in (*_walk(analysis, candidate.clause, at, -1), *_walk(analysis, candidate.clause, at, 1)):
        phrase = analysis.phrases[near.item.ref]
        role = given.get(id(phrase), "none")
        if phrase.kind == "equipment" or (role == "none" and phrase.kind == "place" and not phrase.state):
            continue
        if role == "none" and shared.known & set(phrase.ids):
            continue
        found.append(Choice(phrase, role, shared.names(near, phrase, role)))
    return found


def _given(roles: Roles) -> dict[int, str]:
    given = {id(phrase): "actor" for phrase in roles.actors}
    given.update((id(phrase), "recipient") for phrase in roles.recipients)
    return given


def _walk(analysis: Analysis, clause: int, at: int, step: int) -> Iterator[_Near]:
    """Phrases of the sentence on one side of the trigger, as far as the bounds allow."""
    clauses = analysis.clauses
    sentence = clauses[clause].sentence
    side = "L" if step < 0 else "R"
    crossed = verbs = phrases = seen = 0
    verb = -1
    marks: tuple[str, ...] = ()
    here, index = clause, at + step
    while True:
        items = analysis.items[here]
        while not 0 <= index < len(items):
            here += step
            crossed += 1
            if not 0 <= here < len(clauses) or clauses[here].sentence != sentence:
                return
            items = analysis.items[here]
            index = len(items) - 1 if step < 0 else 0
        item = items[index]
        seen += 1
        if seen > SPAN or phrases >= REACH:
            return
        if item.kind == "P":
            yield _Near(item, here, index, side, crossed, verbs, phrases, marks, verb)
            phrases += 1
        elif item.kind == "V":
            verbs += 1
            verb = item.ref
        elif item.function in MARKS and item.function not in marks and len(marks) < 3:
            marks = (*marks, item.function)
        index += step


class _Context:
    """What is the same for all phrases near one trigger."""

    def __init__(
        self, analysis: Analysis, number: int, drafts: Sequence[Roles], given: dict[int, str], at: int
    ) -> None:
        candidate, roles = analysis.candidates[number], drafts[number]
        self._analysis = analysis
        self._start, self._end = candidate.start, candidate.end
        self._sources = {id(phrase) for phrase in analysis.statuses[number].sources}
        everyone = (*roles.actors, *roles.recipients)
        self.known = {i for phrase in everyone for i in phrase.ids}
        self._chains = {p.coordinated: given[id(p)] for p in everyone if p.coordinated >= 0}
        self._states = ({p.state for p in roles.actors}, {p.state for p in roles.recipients})
        self._others = self._neighbours(number, drafts)
        frame = load_frames()[candidate.frame]
        self._type, self._frame = candidate.type, candidate.frame
        self._roles = frame.roles
        self._quad = load_types()[candidate.type].quad
        self._counts = f"{min(2, len(roles.actors))}{min(2, len(roles.recipients))}"
        items = analysis.items[candidate.clause]
        passive = any(item.function == "by" for item in items[max(0, at - 8) : at])
        form = candidate.form + ("+" if candidate.verb else "")
        self._voice = form + ("p" if passive else "")
        self._tail = self._neighbour(items, at + 1)
        self._inherited = roles.inherited

    def _neighbours(self, number: int, drafts: Sequence[Roles]) -> dict[int, str]:
        """What phrases are to the triggers just before and after this one."""
        found: dict[int, str] = {}
        for other, label in ((number + 1, "next"), (number - 1, "last")):
            if 0 <= other < len(drafts):
                found.update((id(phrase), label + " actor") for phrase in drafts[other].actors)
                found.update((id(phrase), label + " recipient") for phrase in drafts[other].recipients)
        return found

    @staticmethod
    def _neighbour(items: list[Item], at: int) -> str:
        if not 0 <= at < len(items):
            return "-"
        item = items[at]
        return item.function or item.kind if item.kind == "W" else item.kind

    def names(self, near: _Near, phrase: Phrase, role: str) -> list[str]:
        """The features of one phrase; all begin with the role that the grammar gave it."""
        names = [*self._where(near, phrase), *self._who(near, phrase, role), *self._passed(near)]
        return [f"{role[0]} {name}" for name in names]

    def _where(self, near: _Near, phrase: Phrase) -> list[str]:
        """Where the phrase stands, and what the frame gives to that place."""
        item, items, side = near.item, self._analysis.items[near.clause], near.side
        function = item.function or ("的" if item.possessor else "")
        gap = self._start - item.end if side == "L" else item.start - self._end
        way = f"{side}{min(3, near.clauses)}v{min(2, near.verbs)}"
        nth = min(2, near.phrases)
        expected = self._expected(item.function, near)
        filled = {"actor": self._counts[0], "recipient": self._counts[1]}.get(expected, "-")
        wants = f"wants={expected[0]}{filled}"
        place = f"place={way}{function}"
        before, after = self._neighbour(items, near.at - 1), self._neighbour(items, near.at + 1)
        return [
            wants,
            f"{wants} {way}",
            f"{wants} {way} nth={nth}",
            f"{wants} quad={self._quad}",
            f"{wants} type={self._type}",
            f"{wants} kind={_kind(phrase)}",
            f"{wants} function={function}",
            f"{wants} voice={self._voice}",
            place,
            f"{place} quad={self._quad}",
            f"{place} kind={_kind(phrase)}",
            f"{place} counts={self._counts}",
            f"way={way} nth={nth} counts={self._counts}",
            f"gap={side}{sum(gap > limit for limit in BUCKETS)}",
            f"before={side}{before}",
            f"after={side}{after}",
            f"around={side}{before}/{after}",
            f"other={self._others.get(id(phrase), '-')} {way}",
        ]

    def _who(self, near: _Near, phrase: Phrase, role: str) -> list[str]:
        """What the phrase is, and what it is to the others."""
        side, kind, quad = near.side, _kind(phrase), self._quad
        chain = self._chains.get(phrase.coordinated, "-") if role == "none" else "self"
        state = self._same_state(phrase) if role == "none" else ""
        other = self._others.get(id(phrase), "-")
        source = id(phrase) in self._sources
        who = f"who={kind}:{phrase.sector}"
        return [
            "any",
            f"type={self._type}",
            f"frame={self._frame} {side}",
            f"kind={kind}",
            f"kind={kind} type={self._type}",
            f"counts={self._counts} type={self._type}",
            f"voice={self._voice} {side}",
            f"tail={side}{self._tail}",
            f"chain={chain}",
            f"state={state} kind={kind}",
            f"other={other}",
            f"other={other} quad={quad}",
            f"source={source} quad={quad}",
            f"source={source} type={self._type} {side} counts={self._counts}",
            f"inherited={self._inherited} {side}",
            f"anaphor={bool(phrase.anaphor)} {phrase.unresolved}",
            who,
            f"{who} quad={quad}",
        ]

    def _passed(self, near: _Near) -> list[str]:
        """What lies between the trigger and the phrase, and the triggers on either side of it."""
        side, items = near.side, self._analysis.items[near.clause]
        names = [f"passed {side}{mark}" for mark in near.marks]
        if near.verb >= 0:
            past = self._analysis.candidates[near.verb].type
            names += [f"{side} past {past}", f"{side} past {past} {self._type}"]
        for at, word in ((near.at - 1, "after"), (near.at + 1, "before")):
            if self._neighbour(items, at) == "V":
                names.append(f"{side} {word} {self._verb_type(items, at)} {self._quad}")
        return names

    def _expected(self, function: str, near: _Near) -> str:
        """What the frame gives to a phrase in such a place, were it the trigger's own."""
        if function in ("with", "to"):
            return self._roles[function]
        if function in ("for", "give"):
            return self._roles["to"]
        if function == "by":
            return self._roles["subj"]
        if function and function != "verb" and function != "ba":
            return "-"
        passive = self._voice.endswith("p")
        return self._roles["subj" if (near.side == "L") != passive and function != "ba" else "obj"]

    def _verb_type(self, items: list[Item], at: int) -> str:
        return "own" if items[at].start == self._start else self._analysis.candidates[items[at].ref].type

    def _same_state(self, phrase: Phrase) -> str:
        if not phrase.state:
            return ""
        actors, recipients = self._states
        return ("a" if phrase.state in actors else "") + ("r" if phrase.state in recipients else "")


def _kind(phrase: Phrase) -> str:
    return phrase.kind if phrase.acts else "scenery"

"""Recipients that the clause does not name: whom the discourse around it says the act is against.

美军再次打击胡塞武装，击落多架无人机: the second act is against whom the first was. A recipient that
is found so is marked as inherited, and its evidence names the reading that found it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from cnevents.analysis import Analysis, Item, Phrase, Roles
from cnevents.ontology.frames import load_frames
from cnevents.stages.arguments.sides import BEFORE_COURTS, is_court
from cnevents.stages.clauses import position
from cnevents.stages.grammar import pattern

REACH = 2  # sentences back that an earlier happening may stand

# Readings by type, the likeliest first. Each was right at least as often as wrong on the annotated
# documents of training/README.md where its type has a recipient that the clause does not name.
READINGS: Mapping[str, tuple[str, ...]] = {
    "ACCUSE": ("act", "summoned", "this", "before", "suit"),
    "AGREE": ("behind",),
    "ASSAULT": ("same",),
    "COERCE": ("behind",),
    "PROTEST": ("aim",),
    "REJECT": ("behind",),
    "SANCTION": ("behind", "next"),
    "STATEMENT": ("audience",),
    "THREATEN": ("condition", "behind", "sentence"),
}
MUTUAL = frozenset({"clash", "exchange_fire"})  # frames whose sides are all actors


class Against:
    """Looks for the recipient of one candidate; `filled` holds the roles of all candidates."""

    def __init__(self, analysis: Analysis, number: int, filled: Sequence[Roles]) -> None:
        self._analysis = analysis
        self._number = number
        self._filled = filled
        self._candidate = analysis.candidates[number]
        self._sentence = analysis.clauses[self._candidate.clause].sentence
        roles = filled[number]
        self._own = _ids(roles.actors)
        self._closed = self._own | _ids(analysis.statuses[number].sources)
        self._home = {phrase.state for phrase in roles.actors if phrase.state}

    def find(self) -> Phrase | None:
        """The phrase that the first reading with an answer gives, its rule naming the reading."""
        readings: dict[str, Callable[[], Iterator[Phrase]]] = {
            "act": self._act,
            "condition": self._condition,
            "aim": self._aim,
            "audience": self._audience,
            "summoned": self._summoned,
            "before": self._before,
            "behind": self._behind,
            "next": self._next,
            "suit": self._suit,
            "this": self._this,
            "sentence": self._earlier_clauses,
            "same": self._same_actor,
        }
        for name in READINGS.get(self._candidate.type, ()):
            phrase = next(readings[name](), None)
            if phrase is not None:
                return dataclasses.replace(phrase, rule=f"discourse:{name}")
        return None

    def of_same_actor(self) -> list[Phrase]:
        """The recipient of the same actor's act before, as a list of at most one."""
        phrase = next(self._same_actor(), None)
        return [dataclasses.replace(phrase, rule="discourse:same")] if phrase is not None else []

    def _fits(self, phrase: Phrase) -> bool:
        """Somebody, and neither the actor nor the source nor the actor's own state."""
        if (
            phrase.kind == "equipment"
            or phrase.unresolved
            or not phrase.ids
            or set(phrase.ids) & self._closed
        ):
            return False
        if self._candidate.frame in BEFORE_COURTS and is_court(phrase, self._analysis.folded):
            return False
        if phrase.kind in ("state", "place"):
            return bool(phrase.state) and phrase.state not in self._home
        return True

    def _phrases(self, items: Sequence[Item]) -> Iterator[Phrase]:
        for item in items:
            if item.kind == "P" and self._fits(self._analysis.phrases[item.ref]):
                yield self._analysis.phrases[item.ref]

    def _clause(self) -> tuple[list[Item], int]:
        items = self._analysis.items[self._candidate.clause]
        return items, position(items, self._number)

    def _act(self) -> Iterator[Phrase]:
        """谴责此次袭击: the actor of the last happening of the kind that the clause points back to."""
        items, _ = self._clause()
        for left, right in pairwise(items):
            if left.function != "dem" or right.kind != "V" or right.ref == self._number:
                continue
            kind = self._analysis.candidates[right.ref].type
            for number in range(min(right.ref, self._number) - 1, -1, -1):
                if self._analysis.candidates[number].type == kind and self._filled[number].actors:
                    yield from filter(self._fits, self._filled[number].actors)
                    return

    def _aim(self) -> Iterator[Phrase]:
        """举行抗议，反对政府增税: whom the clause that tells what a protest is about names first."""
        clauses, after = self._analysis.clauses, self._candidate.clause + 1
        if after >= len(clauses) or clauses[after].sentence != self._sentence:
            return
        if pattern("protest_aim").match(self._analysis.folded, clauses[after].start, clauses[after].end):
            yield from self._phrases(self._analysis.items[after])

    def _condition(self) -> Iterator[Phrase]:
        """如果美国加征关税，巴西将…回应: who must not do what the clause of the condition says."""
        for number in range(self._candidate.clause - 1, -1, -1):
            if self._analysis.clauses[number].sentence != self._sentence:
                return
            items = self._analysis.items[number]
            after = next((at for at, item in enumerate(items) if item.function == "hyp"), None)
            if after is not None:
                yield from self._phrases([item for item in items[after:] if not item.function])
                return

    def _summoned(self) -> Iterator[Phrase]:
        """召见大使，提出强烈抗议: a protest after a summons is lodged with whoever was summoned."""
        number = self._number - 1
        before = self._analysis.candidates[number] if number >= 0 else None
        if before is None or before.frame != "summon_envoy":
            return
        same = self._analysis.clauses[before.clause].sentence == self._sentence
        if same and self._own & _ids(self._filled[number].actors):
            yield from filter(self._fits, self._filled[number].recipients)

    def _audience(self) -> Iterator[Phrase]:
        """会见烈士遗属，并发表讲话: a speech after a meeting with a group is made to them."""
        number = self._number - 1
        before = self._analysis.candidates[number] if number >= 0 else None
        if before is None or self._analysis.clauses[before.clause].sentence != self._sentence:
            return
        met = self._filled[number].actors
        if before.type == "CONSULT" and self._own & _ids(met):
            yield from (phrase for phrase in met if phrase.kind == "group" and self._fits(phrase))

    def _before(self) -> Iterator[Phrase]:
        """美国的新关税政策令人极其遗憾: the nearest before the word."""
        items, at = self._clause()
        yield from reversed(list(self._phrases(items[:at])))

    def _behind(self) -> Iterator[Phrase]:
        """拒绝再向乌克兰提供武器: the first behind the word, whatever governs it."""
        items, at = self._clause()
        yield from self._phrases(items[at + 1 :])

    def _next(self) -> Iterator[Phrase]:
        """提出批评，对方推行的政策…: the first of the clause that follows in the sentence."""
        clauses, after = self._analysis.clauses, self._candidate.clause + 1
        here = self._analysis.items[self._candidate.clause]
        if here and pattern("embeds").fullmatch(here[0].text):
            return  # 对美国宣布加税，商务部…: the next clause tells who reacts
        if after < len(clauses) and clauses[after].sentence == self._sentence:
            yield from self._phrases(self._analysis.items[after])

    def _this(self) -> Iterator[Phrase]:
        """以军空袭大马士革，两国对此表示谴责: whoever did what the same sentence has just told."""
        clause = self._analysis.clauses[self._candidate.clause]
        if not pattern("this").search(self._analysis.folded, clause.start, self._candidate.start):
            return
        for number in range(self._number - 1, -1, -1):
            before = self._analysis.candidates[number]
            if self._analysis.clauses[before.clause].sentence != self._sentence:
                return
            yield from filter(self._fits, self._filled[number].actors)

    def _suit(self) -> Iterator[Phrase]:
        """提起诉讼，要求日本政府道歉: of a lawsuit, whom the next clause demands something of."""
        if self._candidate.frame in BEFORE_COURTS:
            yield from self._next()

    def _earlier_clauses(self) -> Iterator[Phrase]:
        """如欧盟坚持限制，美方将反制: the first of the nearest clause before it in the sentence."""
        for number in range(self._candidate.clause - 1, -1, -1):
            if self._analysis.clauses[number].sentence != self._sentence:
                return
            yield from self._phrases(self._analysis.items[number])

    def _earlier(self) -> Iterator[Roles]:
        """Roles of the happenings before it, the nearest first, up to `REACH` sentences back."""
        sentences = self._analysis.sentences
        story = sentences[self._sentence].story
        for number in range(self._number - 1, -1, -1):
            sentence = self._analysis.clauses[self._analysis.candidates[number].clause].sentence
            if self._sentence - sentence > REACH or sentences[sentence].story != story:
                return
            yield self._filled[number]

    def _same_actor(self) -> Iterator[Phrase]:
        """美军打击胡塞武装，并击落无人机: whom the same actor's act before was against."""
        for roles in self._earlier():
            if self._own & _ids(roles.actors):
                yield from filter(self._fits, roles.recipients)


def add_recipients(analysis: Analysis, filled: Sequence[Roles]) -> None:
    """Give every candidate whose frame has a recipient and that names none the one its discourse tells."""
    for number, roles in enumerate(filled):
        candidate = analysis.candidates[number]
        if _on_itself(roles):
            others = Against(analysis, number, filled).of_same_actor()
            roles.recipients = others or roles.recipients
        own = _ids(roles.actors)
        roles.recipients = [one for one in roles.recipients if one.anaphor or not set(one.ids) <= own]
        if (
            roles.recipients
            or candidate.type not in READINGS
            or candidate.frame in MUTUAL
            or analysis.statuses[number].drop
        ):
            continue
        frame = load_frames()[candidate.frame]
        if "recipient" not in (frame.role("obj"), frame.role("to")):
            continue
        phrase = Against(analysis, number, filled).find()
        if phrase is not None:
            roles.recipients = [phrase]
            roles.recipients_inherited = True


def _on_itself(roles: Roles) -> bool:
    """制裁两名商人，冻结其资产: a pronoun behind the verb is not the verb's own subject."""
    named = {identity for phrase in roles.recipients for identity in phrase.ids}
    own = {identity for phrase in roles.actors for identity in phrase.ids}
    return bool(named) and named <= own and all(phrase.anaphor for phrase in roles.recipients)


def _ids(phrases: Sequence[Phrase]) -> set[str]:
    named = {identity for phrase in phrases for identity in phrase.ids}
    return named | {phrase.state for phrase in phrases if phrase.kind in ("state", "place")}

"""Anaphora: what 两国, 双方, 该国, 他 and offices without a state mean."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache

from cnevents.analysis import Clause, Phrase, Sentence
from cnevents.lexicon import load_lexicon
from cnevents.resources import read_tsv
from cnevents.stages.grammar import grammar_words, pattern
from cnevents.stages.phrases.units import Unit


@cache
def _governing() -> frozenset[str]:
    """Bodies that every state has one of, so that the bare word means the story's state's (政府, 军方)."""
    return frozenset(row["word"] for row in read_tsv("grammar/own_bodies.tsv"))


@cache
def _callings() -> frozenset[str]:
    """Words that stand with a name and mean, without one, some people and no state (居民, 记者)."""
    rows = read_tsv("names/offices.tsv")
    return frozenset(row["word"] for row in rows if row["level"] == "self" and row["sector"] in PRIVATE)


PRIVATE = frozenset({"CVL", "JRN", "EDU"})  # sectors whose people do not speak for a state
REACH = 3  # sentences that a pronoun may look back over
PRESS = "JRN"  # agencies tell of the parties and are none of them
WINDOW = 200  # phrases that any anaphor may look back over
TOGETHER = 3  # what an anaphor must mean at least, to mean whoever was named together
DECAY = 0.5  # what a mention weighs less with every sentence that it lies back


class Resolver:
    """Goes through the phrases of a text in order and fills in what anaphors mean."""

    def __init__(
        self,
        phrases: list[Phrase],
        sentences: Sequence[Sentence],
        clauses: Sequence[Clause],
        home: str,
        folded: str,
    ) -> None:
        self._phrases = phrases
        self._folded = folded
        self._clauses = [clause.start for clause in clauses]
        self._starts = [sentence.start for sentence in sentences]
        self._sentences = sentences
        self._home = home
        self._places = [phrase.start for phrase in phrases]
        self._bearers: dict[tuple[int, str], list[Phrase]] = {}
        for phrase in phrases:
            if phrase.kind == "person" and phrase.office:
                story = self._sentence(phrase.start).story
                for title in phrase.office.split("|"):
                    self._bearers.setdefault((story, title), []).append(phrase)

    def resolve(self, anaphors: dict[int, Unit]) -> None:
        """Resolve each phrase that begins with an anaphor of `anaphors` (by offset)."""
        for number, phrase in enumerate(self._phrases):
            unit = anaphors.get(phrase.start) or anaphors.get(phrase.head_start)
            if unit is not None:
                self._fill(number, phrase, unit)
            elif phrase.kind == "office" and phrase.mention < 0:
                self._office(number, phrase)
            elif phrase.kind == "body" and not phrase.state:
                self._body(number, phrase)
            elif phrase.kind == "group" and not phrase.state and phrase.start == phrase.head_start:
                self._group(number, phrase)

    def _group(self, number: int, phrase: Phrase) -> None:
        """遗属 by itself: the people of that name that the story has spoken of (烈士遗属)."""
        word = phrase.ids[0]
        earliest, _ = self._story(phrase.start)
        for other in reversed(self._since(earliest, number)):
            known = other.kind == "group" and other.state and other.ids[0].endswith(word)
            if known and not any(character.isdigit() for character in other.ids[0]):
                phrase.ids, phrase.state = other.ids, other.state
                return

    def _fill(self, number: int, phrase: Phrase, unit: Unit) -> None:
        if unit.scope == "speaker":
            self._speaker(number, phrase)
            return
        if unit.scope == "home":
            found: list[Phrase] = []
            ids: tuple[str, ...] = (self._home,) if self._home else ()
        else:
            found = self._antecedents(number, unit)
            ids = _ids(found, unit)
        if unit.scope == "place" and not ids:
            self._here(number, phrase)
            return
        wanted = unit.number or max(1, len(ids))
        if not ids or (len(ids) < wanted and not self._some(found, unit)):
            phrase.unresolved = True
            phrase.ids = (phrase.anaphor,)
            return
        phrase.ids = ids
        if len(found) == 1:
            phrase.state, phrase.sector = found[0].state, phrase.sector or found[0].sector
            if phrase.kind == "anaphor":
                phrase.kind, phrase.acts = found[0].kind, found[0].acts
        elif phrase.kind == "anaphor":
            phrase.kind = "state" if unit.scope in ("state", "home") else found[0].kind if found else "state"

    def _speaker(self, number: int, phrase: Phrase) -> None:
        """习近平指出，我赴俄罗斯出席庆典: the last person who was said to speak; else nobody takes part."""
        earliest, _ = self._story(phrase.start)
        for other in reversed(self._since(earliest, number)):
            if other.kind == "person" and pattern("speaks").match(self._folded, other.end):
                phrase.ids, phrase.state, phrase.mention = other.ids, other.state, other.mention
                phrase.kind = "person"
                return
        phrase.kind, phrase.unresolved = "equipment", True

    def _here(self, number: int, phrase: Phrase) -> None:
        """州长说，乌军袭击该州: a place that no phrase names is in the state of the last that has one."""
        earliest, _ = self._story(phrase.start)
        clause = self._clause_start(phrase.start)
        before = [other for other in self._since(earliest, number) if other.start < clause and other.state]
        known = before[-1] if before else None
        phrase.unresolved = True
        phrase.kind = "equipment"
        if known is not None:
            phrase.kind, phrase.ids, phrase.state = "state", (known.state,), known.state

    def _sentence(self, offset: int) -> Sentence:
        return self._sentences[max(0, bisect_right(self._starts, offset) - 1)]

    def _story(self, offset: int) -> tuple[int, int]:
        index = bisect_right(self._starts, offset) - 1
        sentence = self._sentences[max(0, index)]
        first = max(0, index - REACH)
        while self._sentences[first].story != sentence.story:
            first += 1
        return self._sentences[first].start, sentence.start

    def _antecedents(self, number: int, unit: Unit) -> list[Phrase]:
        """Phrases that the anaphor may mean, in the order of the text."""
        earliest, here = self._story(unit.start)
        apposed = self._apposed(number, unit)
        if apposed:
            return apposed
        own = unit.number == 1 and unit.scope != "any"
        latest = unit.start if own else self._clause_start(unit.start)
        window = [phrase for phrase in self._since(earliest, number) if phrase.start < latest]
        before = [phrase for phrase in window if not phrase.unresolved and self._fits(phrase, unit)]
        if unit.scope == "any" and len({phrase.state for phrase in before}) < unit.number:
            before = [phrase for phrase in window if _agrees(phrase, unit) or _is_capital(phrase)]
        if not before:
            return []
        if unit.scope == "person" and unit.number == 1:
            return [self._salient(before, here)]
        if unit.scope == "first":
            return before[-2:-1]
        if unit.number == 1:
            return before[-1:]
        if unit.start > self._clause_start(unit.start):
            before = _but_topic(before, here, unit)
        return self._most_present(before, unit)

    def _since(self, earliest: int, number: int) -> list[Phrase]:
        """The phrases before number `number` that begin at `earliest` or later, at most WINDOW of them."""
        return self._phrases[max(bisect_left(self._places, earliest), number - WINDOW) : number]

    def _fits(self, phrase: Phrase, unit: Unit) -> bool:
        after = self._folded[phrase.end : phrase.end + 2]
        return _agrees(phrase, unit) and grammar_words().get(after, ("", ""))[0] != "except"

    def _clause_start(self, offset: int) -> int:
        index = bisect_right(self._clauses, offset) - 1
        return self._clauses[index] if index >= 0 else 0

    def _some(self, members: Sequence[Phrase], unit: Unit) -> bool:
        """埃及、约旦等|八国: some of the members, with 等 behind them."""
        if not members or unit.number <= len(members):
            return False
        return pattern("and_others").fullmatch(self._folded, members[-1].end, unit.start) is not None

    def _apposed(self, number: int, unit: Unit) -> list[Phrase]:
        """美中两国: the members stand right before the word."""
        members: list[Phrase] = []
        end = unit.start
        if unit.number < 2:
            return []
        for phrase in reversed(self._phrases[max(0, number - unit.number - 1) : number]):
            gap = self._folded[phrase.end : end]
            if len(gap) > 1 or gap.isspace() or len(members) == unit.number:
                break
            members.insert(0, phrase)
            end = phrase.start
        if len(members) != unit.number and not self._some(members, unit):
            return []
        whole = self._phrases[number]
        whole.coordinated = members[0].coordinated = max(phrase.coordinated for phrase in members)
        return members

    def _salient(self, before: Sequence[Phrase], here: int) -> Phrase:
        """The first person of this sentence, else who spoke last before it, else the last one named."""
        inside = [phrase for phrase in before if phrase.start >= here]
        if inside:
            return inside[0]
        people = [phrase for phrase in reversed(before) if phrase.kind == "person"]
        spoke = (phrase for phrase in people if pattern("speaks").match(self._folded, phrase.end))
        return next(spoke, None) or (people[0] if people else before[-1])

    def _most_present(self, before: Sequence[Phrase], unit: Unit) -> list[Phrase]:
        """The participants that the last sentences speak of most, the nearer the more."""
        joined = _joined(before, unit)
        if joined:
            return joined
        last = bisect_right(self._starts, before[-1].start)
        weights: dict[str, float] = {}
        latest: dict[str, Phrase] = {}
        for phrase in before:
            key = _key(phrase)
            distance = last - bisect_right(self._starts, phrase.start)
            weights[key] = weights.get(key, 0.0) + DECAY**distance
            latest[key] = phrase
        wanted = unit.number or 2
        ranked = sorted(weights, key=lambda key: weights[key], reverse=True)
        if len(ranked) > wanted and weights[ranked[wanted - 1]] == weights[ranked[wanted]] >= 1:
            return []
        ranked = ranked[:wanted]
        return sorted((latest[key] for key in ranked), key=lambda phrase: phrase.start)

    def _office(self, number: int, phrase: Phrase) -> None:
        """以色列总理, 总统: the bearer whom the story names with it, else the state or the story's."""
        titles = phrase.office.split("|")
        story = self._sentence(phrase.start).story
        bearers = [other for title in titles for other in self._bearers.get((story, title), ())]
        bearers = [other for other in bearers if _compatible(other, phrase)]
        if bearers and len({other.ids for other in bearers}) == 1:
            phrase.ids, phrase.mention, phrase.kind = bearers[0].ids, bearers[0].mention, "person"
            phrase.state = phrase.state or bearers[0].state
            return
        if phrase.state:
            return
        if phrase.office in _callings():
            phrase.kind = "group"
            return
        earliest, _ = self._story(phrase.start)
        window = self._since(earliest, number)
        mates = [other for other in window if other.coordinated == phrase.coordinated >= 0 and other.state]
        near = [other for other in window if other.kind == "state"]
        chosen = next((other for other in mates if other.kind == "office"), near[-1] if near else None)
        if chosen is not None:
            phrase.state, phrase.ids = chosen.state, chosen.ids

    def _body(self, number: int, phrase: Phrase) -> None:
        """军方 by itself: the body of that name that the story has spoken of (缅甸军方)."""
        word = phrase.ids[0]
        here = self._sentence(phrase.start).story
        for other in reversed(self._phrases[max(0, number - WINDOW) : number]):
            if self._sentence(other.start).story != here:
                break
            if other.kind in ("org", "body") and other.state and other.ids[0].endswith(word):
                phrase.ids, phrase.state, phrase.mention = other.ids, other.state, other.mention
                return
        earliest, _ = self._story(phrase.start)
        if word in _governing():
            near = [other.state for other in self._since(earliest, number) if other.state]
            state = load_lexicon().states.get(near[-1]) if near else None
            if state is not None:
                phrase.ids, phrase.state = (state.name + word,), state.code


def _compatible(bearer: Phrase, phrase: Phrase) -> bool:
    return not phrase.state or bearer.state == phrase.state


def _agrees(phrase: Phrase, unit: Unit) -> bool:
    if phrase.sector == PRESS:
        return False
    if unit.sector and unit.scope == "org" and phrase.sector != unit.sector:
        return False
    if unit.scope == "state":
        return bool(phrase.state) and phrase.kind not in ("place", "group")
    if unit.scope == "person":
        return phrase.kind in ("person", "office")
    if unit.scope in ("org", "place"):
        return phrase.kind == unit.scope
    if unit.scope in ("last", "first"):
        return phrase.kind != "place"
    return phrase.kind in ("person", "org", "state", "office")


def _key(phrase: Phrase) -> str:
    return phrase.state or phrase.ids[0]


def _but_topic(before: list[Phrase], here: int, unit: Unit) -> list[Phrase]:
    """法国谴责空袭，并呼吁双方: whom the sentence is about is none of the two, if two others are at hand."""
    topic = next((_key(phrase) for phrase in before if phrase.start >= here), None)
    others = [phrase for phrase in before if _key(phrase) != topic]
    return others if len({_key(phrase) for phrase in others}) >= (unit.number or 2) else before


def _is_capital(phrase: Phrase) -> bool:
    """A place that has a state can stand for it: 访问新德里，双方…"""
    return phrase.kind == "place" and bool(phrase.state)


def _joined(before: Sequence[Phrase], unit: Unit) -> list[Phrase]:
    """The last chain of exactly as many members as the anaphor means.

    Two may have met anywhere, so for 双方 nothing else may stand after the chain; three and more (三方)
    are whoever was named together.
    """
    last = before[-1:] if unit.number < TOGETHER else reversed(before)
    for phrase in last:
        members = [other for other in before if other.coordinated == phrase.coordinated >= 0]
        named = [other for other in members if not other.anaphor]
        if unit.number and len(named) == unit.number:
            return named
    return []


def _ids(found: Sequence[Phrase], unit: Unit) -> tuple[str, ...]:
    if unit.scope == "state":
        return tuple(dict.fromkeys(phrase.state for phrase in found))
    ids = ((phrase.state,) if phrase.kind == "place" else phrase.ids for phrase in found)
    return tuple(dict.fromkeys(identity for group in ids for identity in group))

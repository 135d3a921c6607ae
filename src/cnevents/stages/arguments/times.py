"""Times: the date before the verb, else the one that carries over inside the sentence."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from cnevents.analysis import Analysis, Item, Phrase, Roles
from cnevents.stages.arguments.subjects import is_dateline
from cnevents.stages.clauses import LIGHT, MATRIX, behind_dateline, position
from cnevents.stages.dates.day import is_calendar
from cnevents.stages.dates.mention import TimeMention
from cnevents.stages.grammar import pattern

CAUSES = frozenset({"ASSAULT", "DISASTER", "PROTEST"})
CARRIES = frozenset({"report", "announce", "hold", "arise"})
CALLED_BACK = 5  # triggers back to the occasion that 会谈后 means
EXPECTED = frozenset({"future", "hyp", "modal", "going"})
AFTER = 3  # items behind a trigger that its day stands among
LOOK_BACK = 200  # candidates that an occasion or a meeting may lie back
SCENE = 2  # sentences that a day carries over
OCCASIONS = frozenset({"CONSULT", "CEREMONY", "SUPPORT", "STATEMENT"})
SAID = frozenset({"AGREE", "SUPPORT", "REQUEST"})
DAYS = frozenset({"day", "hour", "minute"})  # precisions that tell the day


class Times:
    """Chooses the times of candidates."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._named: dict[int, set[str]] = {}
        self._chosen: list[list[TimeMention | None]] = []
        self._filled: list[Roles] = []
        self._events = [(m.start, m.end, m.id) for m in analysis.mentions if m.type == "EVENT"]

    def of(self, number: int, roles: Roles) -> list[TimeMention | None]:
        """The time of candidate `number`; several for a list of dates, [None] where none is told."""
        self._filled.append(roles)
        chosen = [self._since(time) for time in self._choose(number, roles)]
        self._chosen.append(chosen)
        return chosen

    def _since(self, time: TimeMention | None) -> TimeMention | None:
        """3月2日以来: from that day up to the day of publication, included."""
        published = self._analysis.published
        if time is None or published is None or time.begin is None or time.precision not in DAYS:
            return time
        begin = time.begin.date() if isinstance(time.begin, dt.datetime) else time.begin
        until = published + dt.timedelta(days=1)
        if not pattern("since").match(self._analysis.folded, time.end) or until <= begin:
            return time
        return dataclasses.replace(time, begin=begin, until=until, kind="range", precision="day")

    def _choose(self, number: int, roles: Roles) -> list[TimeMention | None]:
        candidate = self._analysis.candidates[number]
        items = self._analysis.items[candidate.clause]
        at = position(items, number)
        own = self._group(candidate.clause, at)
        if own:
            return list(own)
        later = [] if self._of_content(items, at) else self._after(candidate.clause, at)
        if later:
            return list(later)
        if candidate.type != "CASUALTY" and self._vague(candidate.clause, candidate.start):
            return [None]
        if self._analysis.statuses[number].modality != "actual":
            return list(self._carried(candidate.clause, at, planned=True)) or [None]
        carried = self._carried(candidate.clause, at, roles.inherited)
        if not carried and candidate.type == "CASUALTY":
            return self._of_cause(number)
        told: list[TimeMention | None] = [*carried] or self._afterwards(number) or self._occasion(number)
        scene = told or self._scene(number, roles)
        return scene if scene != [None] else self._meeting(number, roles)

    def _vague(self, clause: int, end: int) -> bool:
        """几周前暗杀了…, 日前出动: the clause tells a time of its own that no calendar has."""
        start = self._analysis.clauses[clause].start
        return pattern("vague_time").search(self._analysis.folded, start, end) is not None

    def _afterwards(self, number: int) -> list[TimeMention | None]:
        """会谈后，两国签署: what is done after an occasion told before is done on its day."""
        candidates, clauses = self._analysis.candidates, self._analysis.clauses
        here = candidates[number].clause
        for clause in range(here, max(-1, here - 2), -1):
            items = self._analysis.items[clause]
            opens = len(items) > 1 and items[0].kind == "V" and items[1].function == "conj"
            if not opens or clauses[clause].sentence != clauses[here].sentence or items[0].ref >= number:
                continue
            for earlier in range(items[0].ref - 1, max(-1, items[0].ref - CALLED_BACK), -1):
                if candidates[earlier].type == candidates[items[0].ref].type:
                    return self._chosen[earlier]
        return []

    def _occasion(self, number: int) -> list[TimeMention | None]:
        """仪式上, 会谈后: the days of the occasion that was told before; a named one has its days again."""
        candidates, clauses = self._analysis.candidates, self._analysis.clauses
        sentences, folded = self._analysis.sentences, self._analysis.folded
        here = clauses[candidates[number].clause].sentence
        name = self._event(number)
        start, end = sentences[here].start, sentences[here].end
        opening = pattern("occasion").match(folded, start, end)
        for earlier in range(number - 1, max(-1, number - LOOK_BACK), -1):
            candidate = candidates[earlier]
            sentence = clauses[candidate.clause].sentence
            if sentences[sentence].story != sentences[here].story:
                break
            word = folded[candidate.start : candidate.end]
            called = opening is not None and sentence < here and word.endswith(opening.group("np"))
            again = bool(name) and self._event(earlier) == name
            if (called or again) and self._chosen[earlier] != [None]:
                return self._chosen[earlier]
        return self._before_this(number, here) if pattern("afterwards").match(folded, start, end) else []

    def _before_this(self, number: int, here: int) -> list[TimeMention | None]:
        """之后，金正恩献花: the days of what the sentence before tells of the same actor."""
        actors = {identity for phrase in self._filled[number].actors for identity in phrase.ids}
        for earlier in range(number - 1, -1, -1):
            sentence = self._analysis.clauses[self._analysis.candidates[earlier].clause].sentence
            if here - sentence > 1:
                break
            known = {identity for phrase in self._filled[earlier].actors for identity in phrase.ids}
            days = [time for time in self._chosen[earlier] if time is not None and time.precision in DAYS]
            if sentence < here and actors & known and days:
                return list(days)
        return []

    def _event(self, number: int) -> str:
        """Id of the named event that a candidate's word stands in, or ""."""
        candidate = self._analysis.candidates[number]
        if candidate.form != "n":
            return ""
        return next((id_ for low, high, id_ in self._events if low <= candidate.start < high), "")

    def _of_cause(self, number: int) -> list[TimeMention | None]:
        """The dead of an attack or a disaster died on its day, where nothing else is told."""
        candidates, clauses = self._analysis.candidates, self._analysis.clauses
        sentences = self._analysis.sentences
        here = clauses[candidates[number].clause].sentence
        for earlier in range(number - 1, -1, -1):
            sentence = clauses[candidates[earlier].clause].sentence
            if here - sentence > SCENE or sentences[sentence].story != sentences[here].story:
                break
            if candidates[earlier].type in CAUSES:
                return self._chosen[earlier]
        return [None]

    def _scene(self, number: int, roles: Roles) -> list[TimeMention | None]:
        """The day of the scene: the last date at the head of a sentence that tells of the same actor."""
        actors = {identity for phrase in roles.actors for identity in phrase.ids}
        status = self._analysis.statuses[number]
        if status.modality != "actual" or status.aspect == "earlier":
            return [None]
        candidate = self._analysis.candidates[number]
        sentences = self._analysis.sentences
        here = self._analysis.clauses[candidate.clause].sentence
        for clause in range(candidate.clause - 1, -1, -1):
            sentence = self._analysis.clauses[clause].sentence
            if sentences[sentence].story != sentences[here].story or here - sentence > SCENE:
                break
            if sentence != here and not is_dateline(self._analysis.items[clause]):
                found = self._head(clause)
                if found:
                    return list(found) if actors & self._people(sentence) else [None]
        return [None]

    def _meeting(self, number: int, roles: Roles) -> list[TimeMention | None]:
        """What those who met say to each other in the report of their meeting is said on its day."""
        candidates, clauses = self._analysis.candidates, self._analysis.clauses
        here = self._analysis.sentences[clauses[candidates[number].clause].sentence].story
        speakers = _sides([*roles.actors, *self._analysis.statuses[number].sources])
        if candidates[number].type not in SAID or not speakers:
            return [None]
        days: list[TimeMention] = []
        for earlier in range(number - 1, max(-1, number - LOOK_BACK), -1):
            if self._analysis.sentences[clauses[candidates[earlier].clause].sentence].story != here:
                break
            day = self._chosen[earlier][0]
            if day is None or day.precision not in DAYS:
                continue
            days.append(day)
            met = self._filled[earlier]
            if candidates[earlier].type in OCCASIONS and speakers <= _sides(met.actors + met.recipients):
                return [day] if len({(told.begin, told.until) for told in days}) == 1 else [None]
        return [None]

    def _people(self, sentence: int) -> set[str]:
        """Ids of the phrases of a sentence."""
        if not self._named:
            clauses, phrases = self._analysis.clauses, self._analysis.phrases
            for clause, items in zip(clauses, self._analysis.items, strict=True):
                ids = {identity for item in items if item.kind == "P" for identity in phrases[item.ref].ids}
                self._named.setdefault(clause.sentence, set()).update(ids)
        return self._named.get(sentence, set())

    def _head(self, clause: int) -> list[TimeMention]:
        """The day, or the days of a list, that stand before the first verb of a clause."""
        days: list[TimeMention] = []
        for item in self._analysis.items[clause]:
            if item.kind == "V":
                break
            if item.kind == "T":
                time = self._analysis.times[item.ref]
                listed = not days or self._listed(days[-1], time)
                if is_calendar(time) and time.precision in DAYS and listed:
                    days.append(time)
        return days

    def _carried(
        self, clause: int, at: int, inherited: bool = False, planned: bool = False
    ) -> list[TimeMention]:
        """The time of an earlier clause of the sentence.

        A date before the subject holds for the whole chain of clauses, one after it for that subject;
        where something is said to be held or to happen, its day holds for all that follows. A plan
        takes the day of no other clause, unless that clause is nothing but a day.
        """
        clauses = self._analysis.clauses
        own_subject = not inherited and _has_subject(self._analysis.items[clause][:at])
        before = clause - 1
        while before >= 0 and clauses[before].sentence == clauses[clause].sentence:
            items = self._analysis.items[before]
            opens = behind_dateline(items)
            found = self._group(before, _first_verb(items), opens) or self._group(before, _first_verb(items))
            if found:
                items = items[opens:]
                first = next((index for index, item in enumerate(items) if item.kind == "T"), 0)
                if planned:
                    return found if all(item.kind == "T" or item.function == "at" for item in items) else []
                told = any(item.function in CARRIES for item in items[first:])
                told = told or self._called_back(clause, items)
                return found if told or not own_subject or not _has_subject(items[:first]) else []
            if self._vague(before, clauses[before].end):
                return []
            own_subject = own_subject or _has_subject(items[: _first_verb(items)])
            before -= 1
        return []

    def _called_back(self, clause: int, before: list[Item]) -> bool:
        """会见外长，双方签署: the subject of the clause means those of the clause that has the day."""
        phrases = self._analysis.phrases
        named = {identity for item in before if item.kind == "P" for identity in phrases[item.ref].ids}
        first = next((item for item in self._analysis.items[clause] if item.kind == "P"), None)
        if first is None or first.function or not phrases[first.ref].anaphor:
            return False
        return set(phrases[first.ref].ids) <= named

    def _group(self, clause: int, before: int, start: int = 0) -> list[TimeMention]:
        """The last list of calendar times of a clause from index `start` to before index `before`."""
        group: list[TimeMention] = []
        items = self._analysis.items[clause]
        for index in range(before - 1, start - 1, -1):
            item = items[index]
            if item.kind == "T" and not _belongs_elsewhere(items, index, before):
                time = self._analysis.times[item.ref]
                if not is_calendar(time):
                    continue
                if group and not self._listed(time, group[0]):
                    break
                group.insert(0, time)
        return group

    def _after(self, clause: int, at: int) -> list[TimeMention]:
        """A time right behind the verb (发生于3日, 选举将于3日举行); one further on belongs to the object.

        The feast in the name of what is held (国庆招待会) is not its day.
        """
        items = self._analysis.items[clause]
        held = any(item.function in CARRIES for item in items[at + 1 :])
        for item in items[at + 1 : at + 1 + AFTER]:
            if item.kind == "T" and item.start < items[at].end:
                continue
            if item.kind == "T" and is_calendar(self._analysis.times[item.ref]):
                return [self._analysis.times[item.ref]]
            if item.function != "at" and not (held and item.function in EXPECTED | CARRIES):
                break
        return []

    def _of_content(self, items: list[Item], at: int) -> bool:
        """同意|下月|重启管道: a day behind a word of speech is that of what it speaks of."""
        if self._analysis.candidates[items[at].ref].type not in MATRIX:
            return False
        return any(item.kind == "V" or item.function in LIGHT for item in items[at + 2 :])

    def _listed(self, left: TimeMention, right: TimeMention) -> bool:
        return self._analysis.folded[left.end : right.start].strip() in ("、", "和", "及", "与", "以及")


def _sides(phrases: Sequence[Phrase]) -> set[str]:
    """The states of people and offices, the ids of all others."""
    return {phrase.state or identity for phrase in phrases for identity in phrase.ids}


def _belongs_elsewhere(items: list[Item], time: int, limit: int) -> bool:
    """就以军9日空袭多哈一事道歉: the day stands in what 就 brings, with a verb of its own."""
    if not any(item.kind == "V" for item in items[time:limit]):
        return False
    for item in reversed(items[:time]):
        if item.kind == "V":
            return False
        if item.kind == "W" and item.function in ("about", "for", "to", "cite"):
            return True
    return False


def _first_verb(items: list[Item]) -> int:
    return next((at for at, item in enumerate(items) if item.kind == "V"), len(items))


def _has_subject(items: list[Item]) -> bool:
    return any(item.kind == "P" and not item.function and not item.possessor for item in items)

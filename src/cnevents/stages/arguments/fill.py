"""From places of the clause to roles, by the frame's role pattern."""

from __future__ import annotations

from collections.abc import Sequence

from cnevents.analysis import Analysis, Candidate, Item, Phrase, Roles
from cnevents.ontology.frames import Frame, load_frames
from cnevents.stages.arguments.embedded import embedded_subject
from cnevents.stages.arguments.objects import governed, object_of
from cnevents.stages.arguments.sides import settle_sides
from cnevents.stages.arguments.spoken import HOPES, hoped_of, is_spoken, spoken_roles
from cnevents.stages.arguments.subjects import Subjects
from cnevents.stages.arguments.together import jointly, leaders, mediators, partners, reciprocal
from cnevents.stages.arguments.unnamed import counted_group, unnamed_object
from cnevents.stages.arguments.voices import by_speaker
from cnevents.stages.clauses import (
    chain_of,
    guest_behind,
    light_verb,
    nominal_use,
    passive_marked,
    position,
    subject_of,
)
from cnevents.stages.grammar import grammar_words, pattern

WITH = frozenset({"with"})
TOWARDS = frozenset({"to", "for", "give"})
BROUGHT = frozenset({"ba"})
PASSIVE_AGENT = frozenset({"by"})
ORIGIN = frozenset({"from"})
ADDRESSED = frozenset({"ACCUSE", "THREATEN"})
RELATIVE_GAP = 6  # characters of an object that no table has: 袭击清真寺的枪手
SUFFERED = frozenset({"SANCTION", "COERCE", "ASSAULT", "ACCUSE"})  # 被法院判刑 tells of the victim first
MATTER = frozenset({"about", "matter"})
GOALS = frozenset({"toward", "give"})


def fill_roles(analysis: Analysis, number: int, subjects: Subjects) -> Roles:
    """Read the roles of candidate `number` out of its clause."""
    candidate = analysis.candidates[number]
    frame = load_frames()[candidate.frame]
    if is_spoken(frame):
        return spoken_roles(analysis, number, subjects)
    items = analysis.items[candidate.clause]
    at = position(items, number)
    roles = Roles()
    verb = light_verb(items, at, analysis.folded) if candidate.form in ("n", "vn") else None
    low = _scope_start(items, at if verb is None else min(verb, at))
    places = Places(analysis, items, candidate)
    inner = embedded_subject(items, at, analysis) if verb is None or verb > at else None
    if inner is not None:
        places.embedded(inner, at)
    elif verb is not None:
        candidate.verb = (items[verb].start, items[verb].end)
        places.light(subjects, min(verb, at), max(verb, at), low)
    elif nominal_use(items, at, candidate, analysis.folded) and not _suffered(items, at):
        places.noun(at, low)
    else:
        places.verb(subjects, at, low)
    if not places.found["subj"] and places.found["with"] and frame.role("subj") == "actor":
        places.found["subj"] = subjects.following(candidate.clause)
    roles.inherited = places.inherited
    _assign(roles, frame, places, analysis)
    roles.actors, roles.recipients = (leaders(analysis, some) for some in (roles.actors, roles.recipients))
    settle_sides(roles, frame, analysis.folded)
    if frame.role("subj") == "actor" and (roles.inherited or not roles.actors):
        roles.actors = counted_group(analysis, candidate) or roles.actors
    if frame.role("obj") == "recipient" and not roles.recipients and verb is None and candidate.form != "n":
        roles.recipients = unnamed_object(analysis, candidate, items, at, TOWARDS)
    roles.place = next((analysis.phrases[item.ref] for item in places.found["where"]), None)
    if roles.inherited and jointly(items[:at]):
        roles.actors = partners(analysis, number, roles.actors)
    if reciprocal(analysis, candidate, items[:at]):
        roles.actors, roles.recipients = roles.actors + roles.recipients, []
    roles.others += [("mediator", phrase) for phrase in mediators(analysis, candidate)]
    by_speaker(analysis, number, roles)
    if frame.name in HOPES:
        return hoped_of(analysis, number, roles)
    if frame.type in ADDRESSED and not roles.recipients and not roles.inherited:
        roles.recipients = _addressed(analysis, candidate, at, roles)
    return roles


def _addressed(analysis: Analysis, candidate: Candidate, at: int, roles: Roles) -> list[Phrase]:
    """警告，以色列若…: whoever the words that follow are about is who they are against."""
    clause = candidate.clause + 1
    rest = analysis.items[candidate.clause][at + 1 :]
    clauses = analysis.clauses
    against = [analysis.phrases[item.ref] for item in rest if item.kind == "P" and item.function == "to"]
    if against and candidate.type == "THREATEN":
        return against[:1]
    if any(item.kind in ("P", "V") for item in rest) or clause >= len(clauses):
        return []
    if clauses[clause].sentence != clauses[candidate.clause].sentence:
        return []
    for item in analysis.items[clause]:
        if item.kind == "V":
            break
        if item.kind == "P" and item.function in ("", "to"):
            phrase = analysis.phrases[item.ref]
            known = {identity for actor in roles.actors for identity in actor.ids}
            return (
                [phrase] if phrase.kind in ("state", "org", "person") and not known & set(phrase.ids) else []
            )
    return []


def _suffered(items: list[Item], at: int) -> bool:
    """遭化武攻击: a noun after a passive word is what was done, as a verb would be."""
    for item in reversed(items[:at]):
        if item.kind == "V" or (item.kind == "P" and item.function not in ("by", "from", "at")):
            return False
        if item.kind == "W" and item.function == "by":
            return True
    return False


def _scope_start(items: list[Item], at: int) -> int:
    """Index after the trigger before `at`: coverb phrases further left belong to that one."""
    parted = False
    for index in range(at - 1, -1, -1):
        parted = parted or items[index].function in ("conj", "de")
        owned = index > 0 and items[index - 1].function == "de" and items[index].kind == "V"
        owned = owned and any(item.function == "by" for item in items[index + 1 : at])
        if owned or (items[index].kind == "V" and parted):
            return index + 1  # 对多哈的|空袭|遭谴责
    return 0


class Places:
    """What stands in the five places of a clause: subj, obj, with, to, agent."""

    def __init__(self, analysis: Analysis, items: list[Item], candidate: Candidate) -> None:
        self._analysis = analysis
        self._items = items
        self._candidate = candidate
        self.found: dict[str, list[Item]] = {
            "subj": [],
            "obj": [],
            "with": [],
            "to": [],
            "under": [],
            "by": [],
            "where": [],
        }
        self.inherited = False

    def verb(self, subjects: Subjects, at: int, low: int) -> None:
        """A finite verb: subject before it, object after it."""
        victims = self._victims(at)
        if victims:
            self.found["subj"] = victims
            return
        passive = passive_marked(self._items[low:at]) or self._passive_word()
        guest = guest_behind(self._items, at, self._analysis)
        if guest:
            self.found["subj"], self.found["obj"] = guest, self._inside(at, guest[0])
            return
        subject, self.inherited = subjects.find(self._candidate.clause, at, passive)
        self.found["obj"] = object_of(self._items, at, self._analysis)
        if not self.found["obj"] and at and self._items[at - 1].function == "scene":
            self.found["obj"] = subject_of(self._items, at - 1, self._analysis, passive=True)
        self._coverbs(low, at)
        if not self.found["to"]:
            self.found["to"] = [
                item for item in self._items[at + 1 :] if item.function in GOALS and item.kind == "P"
            ]
        matter = at > 0 and self._items[at - 1].function == "matter"
        inside = self._within(at) if self.inherited or matter or not subject else []
        subject, self.inherited = (inside, False) if inside else (subject, self.inherited)
        self._voice(subject, at, low)
        own = bool(subject) and not self.inherited
        head = self._relative(at, own)
        if head and self._visits(head):
            host = self._items[at + 1]
            where = [host] if host.kind == "P" and host.possessor else []
            self.found["subj"], self.found["obj"], self.inherited = head, where, False
        elif head and (passive or own):
            self.found["obj"] = head
        elif head:
            self.found["subj"], self.inherited = head, False
            owned = self._items[at + 1]
            kept = [item for item in self.found["obj"] if item not in head]
            self.found["obj"] = kept or ([owned] if owned.kind == "P" and owned.possessor else [])

    def embedded(self, subject: list[Item], at: int) -> None:
        """对|俄罗斯空袭基辅|表示谴责: a verb with its own subject, if any, inside a coverb's phrase."""
        self.found["obj"] = [
            item for item in object_of(self._items, at, self._analysis) if item not in subject
        ]
        if subject:
            inside = self._items.index(subject[-1]) + 1
            self.found["to"] = governed(self._items, inside, at, TOWARDS, self._analysis)
        self._voice(subject, at, at)

    def _inside(self, at: int, guest: Item) -> list[Item]:
        """来|华|访问的外长: what stands between a guest's verb and the guest."""
        objects = object_of(self._items[: self._items.index(guest)], at, self._analysis)
        return [item for item in objects if item is not guest]

    def _within(self, at: int) -> list[Item]:
        """针对以色列9日空袭哈马斯: a coverb brings a clause, whose subject stands right behind it."""
        index = at - 1
        while index >= 0 and self._items[index].kind == "T":
            index -= 1
        near = self._items[index] if index >= 0 else None
        others = [item for item in self.found["to"] if item is not near]
        if near is None or near.kind != "P" or any(item.kind == "V" for item in self._items[:at]):
            return []
        opens = index == 1 and pattern("regarding").fullmatch(self._items[0].text) is not None
        if not (opens or near.function == "matter" or self.found["obj"] or others):
            return []
        if opens or near.function in MATTER or (near.function == "to" and index < at - 1):
            self.found["to"] = others
            return [near]
        return []

    def _visits(self, head: list[Item]) -> bool:
        """会见到访的总统, 同来华访问的总统会谈: who 的 says to visit is the guest, not the host before."""
        kind = self._analysis.phrases[head[0].ref].kind
        return self._candidate.mode == "visit" and kind in ("person", "office", "group")

    def _victims(self, at: int) -> list[Item]:
        """35人死亡, 就前总统逝世致电: who stands right before what he suffered is the victim, nobody else."""
        near = self._items[at - 1] if at else None
        if self._candidate.type != "CASUALTY" or near is None or near.kind != "P":
            return []
        kind = self._analysis.phrases[near.ref].kind
        beside = near.end == self._items[at].start and kind in ("group", "person")
        chain = chain_of(self._items, at - 1, self._analysis) if beside else []
        return [item for item in chain if item.end <= near.end]

    def light(self, subjects: Subjects, first: int, last: int, low: int) -> None:
        """A light verb and its noun, in either order."""
        victims = self._victims(last)
        if victims:
            self.found["subj"] = victims
            return
        passive = passive_marked(self._items[low:last])
        subject, self.inherited = subjects.find(self._candidate.clause, first, passive)
        inside = [item for item in self._items[first + 1 : last] if item.kind == "P"]
        self._coverbs(low, last)
        plain = [item for item in inside if item.function == ""]
        if self._items[first].function == "arise" or self._items[last].function == "arise":
            self.found["where"] = [item for item in subject if self._is_where(item, len(subject))]
            subject = [item for item in subject if item not in self.found["where"]]
        head = self._relative(last)
        self.found["obj"] = plain or ([] if head else object_of(self._items, last, self._analysis))
        guest = bool(head) and (self.inherited or not subject or self._visits(head))
        self._voice(head if guest else subject, last if passive else first, low)

    def _is_where(self, item: Item, count: int) -> bool:
        """美国发生枪击: where it happened; 双方发生交火: who it happened between."""
        phrase = self._analysis.phrases[item.ref]
        return phrase.kind == "place" or (count == 1 and phrase.kind == "state" and not phrase.anaphor)

    def noun(self, at: int, low: int) -> None:
        """A noun by itself: X的V, X与Y的V, X对Y的V, XYV."""
        self._coverbs(low, at)
        close: list[Item] = []
        reach = self._items[at].start
        for item in reversed(self._items[low:at]):
            if item.kind == "V" or item.function in ("report", "conj", "light", "hold"):
                break
            if item.kind == "P" and item.function == "" and reach - item.end <= 8:
                close.insert(0, item)
            if item.kind == "P" or item.function == "de":
                reach = item.start
        self.found["subj"] = close

    def _coverbs(self, low: int, high: int) -> None:
        for place, functions in (("with", WITH), ("to", TOWARDS)):
            self.found[place] += governed(self._items, low, high, functions, self._analysis)
        for at, item in enumerate(self._items[low:high], start=low):
            beside = self._items[at - 1] if at and self._items[at - 1].kind == "P" else None
            if beside is not None and item.function in ("under", "beside"):
                self.found["under" if item.function == "under" else "with"].append(beside)

    def _voice(self, subject: list[Item], at: int, low: int) -> None:
        """Active, passive or with the object brought forward by 把 and 将."""
        brought = governed(self._items, low, at, BROUGHT, self._analysis)
        agents = governed(self._items, low, at, PASSIVE_AGENT, self._analysis)
        limit = at + 1 if self._items[at].kind == "W" else at
        passive = agents or passive_marked(self._items[low:limit]) or self._passive_word()
        if passive:
            origin = governed(self._items, low, at, ORIGIN, self._analysis)
            # 遭到来自黎巴嫩的火箭弹袭击, but not 来自黎巴嫩方向的
            doers = agents or [item for item in origin if item.possessor]
            victims = load_frames()[self._candidate.frame].role("subj") == "recipient"
            if victims and self._candidate.type in SUFFERED:
                self.found["by"] = doers  # 被法院判刑: the frame is told of the victim
                self.found["subj"] = subject
                return
            self.found["subj"] = doers
            self.found["obj"] = subject or self.found["obj"]
            return
        self.found["subj"] = subject
        if brought:
            self.found["obj"] = brought
        under = [item for item in subject if item in self.found["under"]]
        self.found["subj"] = [item for item in subject if item not in under]

    def _passive_word(self) -> bool:
        """被捕, 遭袭: the word itself is passive; its frame's object place is the surface subject's."""
        first = self._analysis.folded[self._candidate.start]
        frame = load_frames()[self._candidate.frame]
        function = grammar_words().get(first, ("", ""))[0]
        return (
            function == "by"
            and self._candidate.end - self._candidate.start > 1
            and frame.role("subj") == "actor"
        )

    def _relative(self, at: int, own: bool = True) -> list[Item]:
        """进行访问的总统, 遭扣押的记者: the noun right after 的, which fills a gap of the verb before it.

        Where the verb has no subject of its own (`own`), its object may stand before 的: 访问帛琉的大臣.
        """
        items = self._items
        reach = at + 1
        if not own and at and items[at - 1].function == "future":
            return []  # 将|消灭|拉法的武装人员
        if not own and reach < len(items) and items[reach].kind == "P" and items[reach].possessor:
            reach += 1
        follow = items[reach : reach + 2]
        if len(follow) < 2 or follow[0].function != "de" or follow[1].kind != "P":
            return []
        between = self._analysis.folded[items[reach - 1].end : follow[0].start]
        if pattern("attribute").search(between):
            return []
        near = not between if own else len(between) <= RELATIVE_GAP
        return [follow[1]] if near and follow[1].start - follow[0].end <= 2 else []


def _assign(roles: Roles, frame: Frame, places: Places, analysis: Analysis) -> None:
    taken: set[int] = set()
    for place in ("obj", "with", "to", "subj"):
        chain = [item for item in places.found[place] if item.ref not in taken]
        role = frame.role(place)
        if place == "with" and role == "-":
            role = "-" if frame.role("subj") == "-" else frame.role("subj")
        phrases = [analysis.phrases[item.ref] for item in chain if item not in places.found["under"]]
        taken.update(item.ref for item in chain)
        if role == "actor":
            roles.actors += _participants(phrases)
        elif role == "recipient":
            roles.recipients += _participants(phrases)
        elif role == "other":
            roles.others += [(place, phrase) for phrase in phrases]
        roles.others += [("instrument", phrase) for phrase in phrases if phrase.kind == "equipment"]
    roles.others += [("mediator", analysis.phrases[item.ref]) for item in places.found["under"]]
    roles.actors += _participants([analysis.phrases[item.ref] for item in places.found["by"]])
    for chosen in (roles.actors, roles.recipients):
        chosen.sort(key=lambda phrase: phrase.start)


def _participants(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Phrases that mean somebody; a tool does not, nor a sea or a street that no state is told of."""
    named = (phrase for phrase in phrases if phrase.kind != "equipment")
    return [phrase for phrase in named if phrase.kind != "place" or phrase.state]

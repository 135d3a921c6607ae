"""Bodies of states and places: 韩国国防部, 俄海军, 汉堡警方, 中国驻捷克大使馆, 捷克国家网络与信息安全局."""

from __future__ import annotations

from dataclasses import dataclass

from cnevents.lexicon import Entry, Lexicon
from cnevents.stages.entities.frame import Frame

_MAX_TOPIC = 16


@dataclass(slots=True, frozen=True)
class Body:
    """A body found after a state's or a place's name: its end and what it is called without the state."""

    end: int
    name: str
    whole: bool
    sector: str
    kind: str
    rule: str


class BodyFinder:
    """Finds what of a body stands after a name.

    How: a word of bodies.tsv (the longest, several in a row: 国会众议院), or words for what a body deals with
    (经济, 文化, 网络与信息安全) closed by a word for a body (部, 局, 委员会).
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.own = lexicon.own_bodies
        self.not_before: dict[str, str] = {}
        for row in lexicon.table("bodies"):
            if row["not_before"]:
                self.not_before[row["word"]] = row["not_before"]
        parts = lexicon.org_parts
        self.topics = parts.get("topic", frozenset())
        self.linkers = parts.get("linker", frozenset())
        self.suffixes = parts.get("org_suffix", frozenset())
        self.stops = parts.get("stop", frozenset())
        self.after_army = lexicon.cues["after_army"]
        self.legislative = lexicon.cues["legislative"]
        self.unit_end, self.topic_end = lexicon.cues["unit_end"], lexicon.cues["topic_end"]
        self.not_next, self.officer = lexicon.cues["not_body_next"], lexicon.cues["officer_end"]

    def after(self, frame: Frame, position: int, state: str, short: bool = False) -> Body | None:
        """The body whose words start at `position`, after a name of `state` (or of a place)."""
        mission = self._mission(frame, position)
        if mission is not None:
            return mission
        words = self._words(frame, position, state, short)
        topics = self._topics(frame, position)
        if topics is not None and short and frame.text[topics.end - 1] not in self.topic_end:
            topics = None
        if words is not None and short and self._verb_will(frame, position, words.end):
            words = None
        if topics is not None and (words is None or topics.end > words.end):
            return topics
        return words

    def _words(self, frame: Frame, position: int, state: str, short: bool = False) -> Body | None:
        end, name, sector, kind, rule = position, "", "", "", ""
        while True:
            step = self._word(frame, end, state, short)
            if step is None and not name:
                step = self._linked(frame, end, state)
            if step is None:
                break
            if name and step[1].kind == "party":
                break
            end, entry, word = step
            name += word
            sector, kind, rule = entry.sector, entry.kind, entry.rule
            if kind in ("party", "media", "government"):
                break
        if not name:
            return None
        own = self.own.get((state, frame.text[position:end]))
        division = self._topics(frame, end) if kind in ("ministry", "legislature", "agency", "own") else None
        if division is not None and frame.text[division.end - 1] in self.unit_end:
            if own is not None:
                return Body(division.end, own.id + division.name, True, own.sector, own.kind, own.rule)
            return Body(division.end, name + division.name, False, sector, kind, rule)
        if own is not None:
            return Body(end, own.id, True, own.sector, own.kind, own.rule)
        return Body(end, name, False, sector, kind, rule)

    def _mission(self, frame: Frame, position: int) -> Body | None:
        """驻捷克大使馆, 驻华使馆: the state where it is, then a diplomatic body."""
        text = frame.text
        if text[position : position + 1] != "驻":
            return None
        places = [e for e, rs in frame.at(position + 1) if rs[0].role in ("name", "short")]
        for end in places:
            for stop, readings in frame.at(end):
                entry = readings[0]
                if entry.role == "body" and (
                    entry.kind in ("diplomatic", "mission") or entry.word in ("军队", "部队")
                ):
                    return Body(stop, text[position:stop], False, "GOV", "diplomatic", entry.rule)
        return None

    def _word(
        self, frame: Frame, position: int, state: str, short: bool = False
    ) -> tuple[int, Entry, str] | None:
        for end, readings in frame.at(position):
            bodies = [r for r in readings if r.role == "body"]
            if not bodies and any(r.role in ("office", "block") for r in readings):
                return None
            for entry in bodies:
                other = entry.kind == "mission" or (entry.state and entry.state != state)
                if not other and self._ends(frame, position, end, entry, short):
                    return end, entry, entry.word if entry.state else entry.id
        return None

    def _ends(self, frame: Frame, position: int, end: int, entry: Entry, short: bool) -> bool:
        """Does the body's word end here, or go on as another word (军 in 军人)?"""
        text = frame.text
        if entry.word[-1] == "军" and text[end : end + 2] in self.after_army:
            return True
        if end < len(text) and text[end] in self.not_before.get(entry.word, ""):
            return False
        if frame.boundary(end):
            return True
        return short and (frame.glued(position - 1, end + 1) or text[end : end + 2] in self.legislative)

    def _linked(self, frame: Frame, position: int, state: str) -> tuple[int, Entry, str] | None:
        for size in (4, 3, 2):
            word = frame.text[position : position + size]
            if word in self.linkers:
                step = self._word(frame, position + size, state)
                if step is not None:
                    return step[0], step[1], word + step[2]
        return None

    def _topics(self, frame: Frame, position: int) -> Body | None:
        """What a body deals with, then a word for a body: 文化体育 + 观光 + 部."""
        text, at, best = frame.text, position, 0
        while at - position < _MAX_TOPIC:
            topic = next((text[at : at + s] for s in (5, 4, 3, 2, 1) if text[at : at + s] in self.topics), "")
            if at > position:
                best = self._suffix(frame, at) or best
            if not topic:
                break
            at += len(topic)
        if not best or text[position] in "与和及暨、":
            return None
        return Body(best, text[position:best], False, "GOV", "composed", "names/org_parts.tsv")

    def division(self, frame: Frame, position: int) -> Body | None:
        """A division of a body (亚洲司) whose words start at `position`."""
        found = self._topics(frame, position)
        return found if found is not None and frame.text[found.end - 1] in self.unit_end else None

    def _suffix(self, frame: Frame, at: int) -> int:
        text = frame.text
        for size in range(min(7, len(text) - at), 0, -1):
            if text[at : at + size] in self.suffixes:
                if size == 1 and not frame.boundary(at + 1) and text[at + 1 : at + 3] != text[at] + "长":
                    return 0
                if text[at + size : at + size + 1] in self.not_next and size == 1:
                    return 0
                return 0 if text[at + size : at + size + 1] in self.officer else at + size
        return 0

    def _verb_will(self, frame: Frame, position: int, end: int) -> bool:
        """Is it rather 美国 + 会 than 美 + 国会 before a verb?"""
        text = frame.text
        if text[position:end] != "国会":
            return False
        following = text[end : end + 2]
        return not (following[:1] in "，。、；：的》”） \n" or following in self.legislative)

"""Names that their last word gives away: 约旦河西岸, 俄罗斯石油公司, 第57次韩美安保会议, 加沙地带停火协议."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable

from cnevents.analysis import Mention
from cnevents.lexicon import Lexicon
from cnevents.stages.entities.frame import Frame
from cnevents.stages.entities.people import NameGuesser

_ORDINAL = r"(?:20\d\d年)?(?:第[零一二三四五六七八九十百\d]+|首)(?:届|次)[\u4e00-\u9fff“”\d·—-]{0,22}?"
_GAMES = r"20\d\d年[\u4e00-\u9fffA-Za-z·]{2,12}?"
_SPLIT = frozenset("，。！？；：、“”‘’《》（）()【】\n \t—·…")
_KINDS = {
    "org_tail": "ORGANIZATION",
    "event_join": "EVENT",
    "event_direct": "EVENT",
    "document_tail": "DOCUMENT",
    "building": "PLACE",
    "place_suffix": "PLACE",
    "state_place": "PLACE",
}


def _closed_by(lead: str, ends: Iterable[str]) -> re.Pattern[str]:
    """What begins with `lead` and closes with one of the words, the longest first."""
    words = sorted(ends, key=lambda word: (-len(word), word))
    return re.compile(f"{lead}(?:{'|'.join(map(re.escape, words))})")


class TailFinder:
    """Joins a name, the words after it and a last word into one longer name.

    How: from the last word back to the nearest name or run of foreign-sounding characters; what lies between
    must be words that such names hold. An ordinal (第五届) joins what stands before and after it.
    """

    def __init__(self, lexicon: Lexicon, people: NameGuesser) -> None:
        parts = lexicon.org_parts
        self.stops = parts.get("stop", frozenset())
        self.joins = lexicon.cues["join"]
        self.linked = tuple(lexicon.cues["linked_before"])
        self.meetings = _closed_by(_ORDINAL, lexicon.cues["meeting_end"])
        self.games = _closed_by(_GAMES, lexicon.cues["games_end"])
        self.linkers = parts.get("linker", frozenset())
        self.topics = parts.get("topic", frozenset())
        self.event_leads = parts.get("event_lead", frozenset())
        self.document_leads = parts.get("document_lead", frozenset())
        self.people = people

    def find(self, frame: Frame) -> None:
        """Add the longer names to `frame.mentions`, in place of those inside them."""
        frame.mentions.sort(key=lambda m: (m.start, -m.end))
        done = -1
        for end, start, readings in sorted(frame.tails, key=lambda t: (-t[0], t[1])):
            if done >= 0 and end > done:
                continue
            found = self._one(frame, start, end, readings[-1].kind)
            if found is not None:
                self._put(frame, found)
                done = found.start
        for match in self.games.finditer(frame.text):
            words = match.group()
            self._put(
                frame, Mention(match.start(), match.end(), "EVENT", words, rule="pattern:games", score=0.7)
            )
        for match in self.meetings.finditer(frame.text):
            self._ordinal(frame, match.start(), match.end())

    def _put(self, frame: Frame, mention: Mention) -> None:
        """Insert, and drop the names inside."""
        kept = [
            m
            for m in self._near(frame, mention.start, mention.end)
            if m.start < mention.end and m.end > mention.start
        ]
        if any(
            m.start < mention.start or m.end > mention.end or (m.start, m.end) == (mention.start, mention.end)
            for m in kept
        ):
            return
        for inside in kept:
            frame.mentions.remove(inside)
        insort(frame.mentions, mention, key=lambda m: (m.start, -m.end))
        frame.nominals[:] = [n for n in frame.nominals if n.end <= mention.start or n.start >= mention.end]

    def _near(self, frame: Frame, start: int, end: int) -> list[Mention]:
        at = bisect_left(frame.mentions, start, key=lambda m: m.start)
        near = frame.mentions[max(0, at - 3) : at]
        while at < len(frame.mentions) and frame.mentions[at].start < end:
            near.append(frame.mentions[at])
            at += 1
        return near

    def _lead(self, frame: Frame, before: int, room: int) -> Mention | None:
        """The last name that ends at or before `before`, at most `room` characters away."""
        best: Mention | None = None
        for mention in self._near(frame, before - room, before):
            if mention.start < before < mention.end:
                return None
            if (
                mention.end <= before
                and before - mention.end <= room
                and (best is None or mention.end > best.end)
            ):
                best = mention
        return best

    def _one(self, frame: Frame, start: int, end: int, kind: str) -> Mention | None:
        if not frame.boundary(end):
            return None
        if any(m.start <= start and m.end >= end for m in self._near(frame, start, end)):
            return None
        if kind in ("place_suffix", "building", "state_place"):
            return self._place(frame, start, end, kind)
        lead = self._lead(frame, start, 12)
        if kind == "org_tail":
            return self._organisation(frame, start, end, lead)
        if lead is None or lead.type == "PERSON":
            return None
        if kind == "event_direct":
            if lead.end != start or lead.type not in ("STATE", "PLACE") or lead.end - lead.start == 1:
                return None
            if frame.text[lead.start - 1 : lead.start] in self.joins:
                return None
            return Mention(
                lead.start, end, "EVENT", frame.text[lead.start : end], lead.state, "", "pattern:event"
            )
        if kind == "event_join" and lead.type == "STATE" and lead.end - lead.start > 1 and lead.end == start:
            return None
        vocabulary = self.event_leads | self.topics if kind == "event_join" else self.document_leads
        if not self._made_of(frame.text[lead.end : start], vocabulary):
            return None
        if (
            kind == "document_tail"
            and lead.end == start
            and frame.text[start:end] not in ("条约", "公约", "宣言", "联合声明", "联合公报")
        ):
            return None
        first = (
            self._row_start(frame, lead)
            if lead.end - lead.start == 1 or kind != "event_join"
            else self._joined(frame, lead)
        )
        if kind == "document_tail" and first == lead.start and lead.type in ("STATE", "ORGANIZATION"):
            return None
        return Mention(first, end, _KINDS[kind], frame.text[first:end], "", "", f"pattern:{kind}", score=0.8)

    def _made_of(self, gap: str, vocabulary: frozenset[str]) -> bool:
        """Is `gap` a row of words of the vocabulary?"""
        at = 0
        while at < len(gap):
            size = next(
                (
                    s
                    for s in (8, 7, 6, 5, 4, 3, 2, 1)
                    if gap[at : at + s] in vocabulary and s <= len(gap) - at
                ),
                0,
            )
            if not size:
                return False
            at += size
        return True

    def _row_start(self, frame: Frame, lead: Mention) -> int:
        """The start of a row of names without anything between: 中 + 美 + 俄, 中国—中亚."""
        first = lead.start
        for mention in reversed(self._near(frame, first - 8, first)):
            joined = frame.text[mention.end : first]
            if mention.end <= first and (
                joined in ("—", "-") or (joined == "" and mention.end - mention.start == 1)
            ):
                first = mention.start
        return first

    def _joined(self, frame: Frame, lead: Mention) -> int:
        """The start of an organisation's name right before a place: 中非合作论坛 + 北京 + 峰会."""
        first = self._row_start(frame, lead)
        for mention in self._near(frame, first - 20, first):
            if mention.end == first and mention.type == "ORGANIZATION" and lead.type == "PLACE":
                return mention.start
        return first

    def _place(self, frame: Frame, start: int, end: int, kind: str) -> Mention | None:
        lead = self._lead(frame, start, 6 if kind == "building" else 0)
        if lead is not None and not (lead.type == "PERSON" and kind != "building"):
            gap = frame.text[lead.end : start]
            if lead.type == "STATE" and (kind != "state_place" or lead.end - lead.start < 2):
                return None
            if lead.type == "ORGANIZATION" or not self._plain(frame, gap, lead.end):
                return None
            if kind == "place_suffix" and (
                (end - start == 1 and lead.kind == "capital") or frame.text[start:end] == "地区"
            ):
                return None
            foreign = gap and self._leading_foreign(frame, lead.end, start) >= 2
            low, score = (lead.end, 0.7) if foreign else (lead.start, 0.8)
            name = frame.text[low:end]
            return Mention(low, end, "PLACE", name, lead.state, "", f"pattern:{kind}", score=score)
        return None

    def _plain(self, frame: Frame, gap: str, start: int) -> bool:
        """Nothing in `gap` that no name holds."""
        if any(char in _SPLIT or char.isdigit() for char in gap):
            return False
        for at in range(len(gap)):
            for size in (1, 2, 3, 4):
                word = gap[at : at + size]
                if (
                    len(word) == size
                    and word in self.stops
                    and frame.boundary(start + at)
                    and frame.boundary(start + at + size)
                ):
                    return False
        return True

    def _organisation(self, frame: Frame, start: int, end: int, lead: Mention | None) -> Mention | None:
        text = frame.text
        if lead is not None and lead.type != "PERSON" and not lead.inner:
            gap = text[lead.end : start]
            if self._plain(frame, gap, lead.end) and (gap or lead.type in ("PLACE", "ORGANIZATION")):
                first = (
                    self._row_start(frame, lead)
                    if lead.end - lead.start == 1
                    else self._further(frame, lead.start)
                )
                foreign = self._leading_foreign(frame, lead.end, start)
                linked = gap.startswith(self.linked)
                if (
                    lead.type == "STATE"
                    and lead.end - lead.start > 1
                    and not linked
                    and not self._made_of(gap, self.topics | self.linkers)
                ):
                    if foreign < 2 and text[start:end] not in ("大学", "医院"):
                        return None
                    first = lead.end
                return Mention(
                    first, end, "ORGANIZATION", text[first:end], lead.state, "", "pattern:org_tail", score=0.7
                )
            return None
        first = start
        while (
            first > 0
            and start - first < 12
            and text[first - 1] not in _SPLIT
            and not text[first - 1].isdigit()
        ):
            first -= 1
        for at in range(first, start - 2):
            if (
                frame.boundary(at)
                and self._leading_foreign(frame, at, start) >= 3
                and self._plain(frame, text[at:start], at)
            ):
                return Mention(at, end, "ORGANIZATION", text[at:end], "", "", "pattern:org_tail", score=0.6)
        return None

    def _further(self, frame: Frame, first: int) -> int:
        """Names and foreign sounds that stand right before: 莱布尼茨 + 欧洲 + 经济研究所."""
        for mention in self._near(frame, first - 8, first):
            if mention.end == first and mention.type in ("PLACE", "PERSON", "ORGANIZATION"):
                return mention.start
        start = self.people.foreign_start(frame, first)
        return start if first - start >= 3 else first

    def _leading_foreign(self, frame: Frame, start: int, end: int) -> int:
        at = start
        people = self.people
        while at < end and (
            frame.text[at] in people.strong or (at > start and frame.text[at] in people.weak)
        ):
            at += 1
        return at - start if not people.plain(frame, start, at) else 0

    def _ordinal(self, frame: Frame, start: int, end: int) -> None:
        """第十四届全国人民代表大会, 中哈合作委员会第十二次会议: with the name before it."""
        if not frame.boundary(end) or any(m.start < start < m.end for m in self._near(frame, start, end)):
            return
        lead = self._lead(frame, start, 12)
        first = start
        if lead is not None and lead.type in ("STATE", "ORGANIZATION", "EVENT", "PLACE") and not lead.inner:
            gap = frame.text[lead.end : start]
            if self._plain(frame, gap, lead.end) and (
                lead.type != "STATE" or gap or lead.end - lead.start == 1
            ):
                first = self._row_start(frame, lead)
        known = [m for m in self._near(frame, start, end) if m.end == end and m.type == "ORGANIZATION"]
        if known and known[0].start - start < 7:
            return
        inner = frame.text[start:end]
        if first == start and len(inner) < 8:
            return
        self._put(
            frame, Mention(first, end, "EVENT", frame.text[first:end], "", "", "pattern:ordinal", score=0.7)
        )

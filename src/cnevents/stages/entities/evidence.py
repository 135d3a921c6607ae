"""Names by the word of another finder: weighed against what the tables and the patterns found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from cnevents.analysis import Mention, NameHint
from cnevents.lexicon import Lexicon
from cnevents.stages.entities.frame import Frame
from cnevents.stages.entities.hints import TAGGER

_TRIM = "【】·“”《》（）() ‘’—"
_WEAK_RULES = ("names/bodies", "pattern:", "names/org_parts")


class NameEvidence:
    """Takes what does not contradict the tables, whoever found it: the trained tagger or another tool.

    How: a span that touches no name is taken as it is; one that begins with a state's name gives what
    follows it; one that holds a bare body or a name found by its form alone takes its place (立宪民主党
    over 民主党).
    """

    def __init__(self, lexicon: Lexicon, floor: float = 0.6) -> None:
        self.lookup = lexicon.lookup
        parts = lexicon.org_parts
        self.split = tuple(lexicon.cues["split_after_state"])
        self.before_place = tuple(lexicon.cues["reads_place_before"])
        self.after_place = tuple(lexicon.cues["reads_place_after"])
        self.events = tuple(parts.get("event_join", ()))
        self.buildings = tuple(parts.get("building", ()))
        self.stops = parts.get("stop", frozenset()) | lexicon.contexts.get("before", frozenset())
        self.floor = floor
        self.not_names = {
            word
            for word, readings in zip(lexicon.words, lexicon.readings, strict=True)
            if all(
                entry.role in ("office", "nominal", "block", "prefix", "tail") or entry.level == "no"
                for entry in readings
            )
        }

    def add(self, frame: Frame, hints: Iterable[NameHint]) -> None:
        """Add the names that stand the test to `frame.mentions`; of two that overlap the earlier hint's."""
        mentions = sorted(frame.mentions, key=lambda m: (m.start, -m.end))
        starts = [m.start for m in mentions]
        added: list[Mention] = []
        dropped: set[int] = set()
        taken = bytearray(len(frame.text))
        for hint in hints:
            if hint.score < self.floor or any(taken[hint.start : hint.end]):
                continue
            low = bisect_left(starts, hint.start)
            while low and mentions[low - 1].end > hint.start:
                low -= 1
            high = bisect_right(starts, hint.end - 1)
            inside = [m for m in mentions[low:high] if m.end > hint.start]
            found = self._settle(frame, hint, inside)
            if found is not None:
                dropped.update(id(m) for m in inside if m.start >= found.start and m.end <= found.end)
                added.append(found)
                taken[found.start : found.end] = b"\1" * (found.end - found.start)
        if added:
            frame.mentions = [m for m in mentions if id(m) not in dropped] + added

    def _settle(self, frame: Frame, hint: NameHint, inside: list[Mention]) -> Mention | None:
        text, start, end, type_, score = frame.text, hint.start, hint.end, hint.type, hint.score
        state = ""
        while start < end and text[start] in _TRIM:
            start += 1
        while start < end and text[end - 1] in _TRIM:
            end -= 1
        if not frame.boundary(start) or not frame.boundary(end) or self._consumed(frame, start, end):
            return None
        if inside:
            if any(m.start < start or m.end > end for m in inside):
                return None
            if any((m.start, m.end) == (start, end) for m in inside):
                return None
            first = inside[0]
            if first.type == "STATE" and first.start == start and type_ != "ORGANIZATION":
                start, state, inside = first.end, first.state, inside[1:]
            if first.type == "STATE" and first.start == start and type_ == "ORGANIZATION":
                state, inside = first.state, inside[1:]
                if text[start:end].endswith(self.split):
                    start = first.end
                if (
                    text[first.end : end] in self.not_names
                    or first.end - first.start == 1
                    or frame.text[first.end] in "“《"
                ):
                    return None
            if inside and not self._weaker(inside, start, end, type_, score):
                return None
        word = text[start:end]
        type_ = self._retype(word, type_)
        if type_ == "PERSON" and self._reads_as_place(text, start, end):
            type_ = "PLACE"
        if not self._plausible(word, type_) or not self._plain(frame, start, end):
            return None
        rule = hint.source if hint.source == TAGGER else f"hint:{hint.source}"
        known = next((e for e in self.lookup(word) if e.role == "name" and e.type == type_), None)
        if known is None:
            return Mention(start, end, type_, word, state, "", rule, score=score)
        # a name that the scan left to a longer word or a doubt
        return Mention(
            start, end, type_, known.id, known.state, known.sector, rule, kind=known.kind, score=score
        )

    def _consumed(self, frame: Frame, start: int, end: int) -> bool:
        at = bisect_left(frame.consumed, (start, start))
        near = frame.consumed[max(0, at - 1) : at + 2]
        if any(a <= start and end <= b for a, b in frame.closed):
            return True
        return any(
            a < end and b > start and not (start <= a and b <= end and (a, b) != (start, end))
            for a, b in near
        )

    def _reads_as_place(self, text: str, start: int, end: int) -> bool:
        return text[max(0, start - 4) : start].endswith(self.before_place) or text.startswith(
            self.after_place, end
        )

    def _weaker(self, inside: list[Mention], start: int, end: int, type_: str, score: float) -> bool:
        """Do the names inside give way to the longer one?"""
        if score < 0.8 or type_ == "PERSON":
            return False
        return all(
            m.rule.startswith(_WEAK_RULES) or (type_ == "ORGANIZATION" and m.type == "PLACE") for m in inside
        )

    def _retype(self, word: str, type_: str) -> str:
        if type_ == "ORGANIZATION" and word.endswith(self.events):
            return "EVENT"
        if type_ == "ORGANIZATION" and word.endswith(self.buildings):
            return "PLACE"
        return type_

    def _plain(self, frame: Frame, start: int, end: int) -> bool:
        """No word inside that names never hold (驱逐, 尚待)."""
        if not frame.tokenised:
            return True
        at = start
        for p in range(start + 1, end + 1):
            if frame.boundary(p):
                if p - at > 1 and frame.text[at:p] in self.stops:
                    return False
                at = p
        return True

    def _plausible(self, word: str, type_: str) -> bool:
        if len(word) > 24 and not word.isascii():
            return False
        if word.isascii() and type_ != "ORGANIZATION":
            return False
        if not word or word[0] in "第0123456789":
            return False
        if len(word) < 2 or word in self.not_names or any(c in "，。、；：“”（）()《》\n" for c in word):
            return False
        if type_ == "PERSON" and (word[0].isdigit() or word[-1].isdigit()):
            return False
        return not word.isdigit()

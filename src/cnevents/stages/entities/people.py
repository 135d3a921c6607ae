"""Names of people that no table has: after an office, or with the marks of a foreign name."""

from __future__ import annotations

import re

from cnevents.lexicon import Lexicon
from cnevents.stages.entities.frame import Frame

LATIN_NAME = re.compile(
    r"[A-Z][A-Za-zÀ-ž.'’-]*(?: (?:(?:de|da|van|von|bin|al|el|der|la)(?= )|[A-Z][A-Za-zÀ-ž.'’-]*))*"
)
_EAST = {"zh": ("CHN", "TWN", "HKG", "MAC", "SGP", ""), "ko": ("KOR", "PRK"), "ja": ("JPN",), "vi": ("VNM",)}


class NameGuesser:
    """Reads a person's name where one must stand.

    How: a foreign name is the longest run of characters that write foreign sounds, cut before words that no
    name holds; a Chinese, Korean, Japanese or Vietnamese name is a surname of the table and one or two
    characters, the second only where no common word starts with it.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.strong = lexicon.translit.get("strong", frozenset())
        self.sound = lexicon.translit.get("sound", frozenset())
        self.weak = lexicon.translit.get("weak", frozenset())
        self.surnames = lexicon.surnames
        stops = lexicon.org_parts.get("stop", frozenset()) | lexicon.contexts.get("verb", frozenset())
        self.stops = frozenset(word for word in stops if len(word) > 1)
        self.single = lexicon.cues["function"]
        self.no_surname = lexicon.cues["no_surname"]

    def guess(self, frame: Frame, start: int, state: str) -> int:
        """The end of the name that starts at `start`, or `start` where none does."""
        text = frame.text
        if start >= len(text):
            return start
        if (
            text[start : start + 2] in self.stops
            or text[start] in self.no_surname
            or self._named(frame, start)
        ):
            return start
        latin = LATIN_NAME.match(text, start)
        if latin and len(latin.group()) > 2:
            return latin.end()
        foreign = self.foreign(frame, start)
        eastern = self.eastern(frame, start, state)
        if "·" in text[start:foreign]:
            return foreign
        east = any(state and state in states for states in _EAST.values())
        sound = text[start + 1 : start + 2] in self.sound and foreign - start >= 2
        if eastern > start and (east or foreign - start < 3) and not (sound and not east):
            return eastern
        return foreign if foreign - start >= 2 else eastern

    def foreign(self, frame: Frame, start: int) -> int:
        """The end of a run of foreign-sounding characters."""
        text, end = frame.text, start
        strong = 0
        while end < len(text) and end - start < 24:
            char = text[end]
            if char in self.strong:
                strong += 1
            elif char in "·-" and end > start:
                pass
            elif char not in self.weak or (end - start > 1 and frame.tokenised and frame.opens_word(end)):
                break
            if end > start and (self.stop(frame, end) or (end - start > 1 and self._place(frame, end))):
                break
            end += 1
        while end > start and (
            text[end - 1] in "·-" or (text[end - 1] in self.weak and self._common(frame, end))
        ):
            end -= 1
        return end if strong and end - start > 1 else start

    def _place(self, frame: Frame, start: int) -> bool:
        """Does the name of a place or state of three and more characters start here?"""
        return any(
            end - start > 2
            and readings[0].role == "name"
            and readings[0].type in ("PLACE", "STATE")
            and frame.boundary(end)
            for end, readings in frame.at(start)
        )

    def _named(self, frame: Frame, start: int) -> bool:
        """Does another name start here?"""
        return any(
            end - start > 1
            and (
                readings[0].role in ("block", "office", "body", "nominal")
                or (readings[0].type not in ("", "PERSON") and readings[0].level != "gated")
            )
            and frame.boundary(end)
            for end, readings in frame.at(start)
        )

    def _common(self, frame: Frame, end: int) -> bool:
        """Is the weak character before `end` rather a word of its own?"""
        return not frame.boundary(end) or frame.text[end - 1] in self.single

    def stop(self, frame: Frame, position: int) -> bool:
        """Does a word that no name holds start here?"""
        text = frame.text
        if text[position : position + 2] in self.stops:
            return True
        return any(
            readings[0].role in ("office", "body") and end - position > 1
            for end, readings in frame.at(position)
        )

    def eastern(self, frame: Frame, start: int, state: str) -> int:
        """The end of a Chinese, Korean, Japanese or Vietnamese name."""
        text = frame.text
        japanese = self.japanese(frame, start, state)
        if japanese > start:
            return japanese
        kind = next((kind for kind, states in _EAST.items() if state and state in states), "zh")
        names = self.surnames.get(kind, frozenset()) | self.surnames.get("zh", frozenset())
        size = 2 if text[start : start + 2] in names else 1 if text[start : start + 1] in names else 0
        if not size:
            return start
        given = start + size
        if not self._given(frame, given, first=True):
            return start
        end = given + 1
        middle = kind == "vi" and text[given] in "文氏" and "\u4e00" <= text[end : end + 1] <= "\u9fff"
        if kind == "ko" or middle or self._given(frame, end, first=False):
            end += 1
        return end if all("\u4e00" <= c <= "\u9fff" for c in text[start:end]) else start

    def _given(self, frame: Frame, position: int, *, first: bool) -> bool:
        text = frame.text
        char = text[position : position + 1]
        if not ("\u4e00" <= char <= "\u9fff"):
            return False
        if text[position : position + 2] in self.stops:
            return False
        if char in self.single and (not first or frame.boundary(position + 1)):
            return False
        if first or not frame.tokenised:
            return True
        return frame.boundary(position + 1)

    def japanese(self, frame: Frame, start: int, state: str) -> int:
        """The end of a Japanese name, of which the surname is in the table; `start` where none begins."""
        text = frame.text
        names = self.surnames.get("ja", frozenset())
        for size in (3, 2):
            if text[start : start + size] in names:
                end = start + size
                while end - start < size + 2 and self._given(frame, end, first=end == start + size):
                    end += 1
                if end > start + size and (state == "JPN" or end - start >= 4):
                    return end
        return start

    def foreign_start(self, frame: Frame, end: int, dotted: bool = False) -> int:
        """The start of the run of foreign-sounding characters that ends at `end`; `end` where none does."""
        text, start = frame.text, end
        while (
            start
            and end - start < 12
            and (text[start - 1] in self.strong or text[start - 1] in self.weak or text[start - 1] in "·-")
        ):
            start -= 1
        while start < end and (
            text[start] in "·-"
            or not frame.boundary(start)
            or (text[start] in self.weak and text[start] in self.single)
        ):
            start += 1
        for at in range(start, end - 1):
            for stop, readings in frame.at(at):
                if (
                    stop <= end
                    and readings[0].role == "name"
                    and readings[0].type == "STATE"
                    and stop - at > 1
                    and frame.boundary(at)
                ):
                    start = stop
        strong = sum(c in self.strong for c in text[start:end])
        if dotted:
            return start
        return start if strong * 2 > end - start and not self.plain(frame, start, end) else end

    def plain(self, frame: Frame, start: int, end: int) -> bool:
        """Is this stretch made of words of the dictionary rather than of single characters?"""
        if not frame.tokenised:
            return False
        if any(stop == end and readings[0].role == "name" for stop, readings in frame.at(start)):
            return False
        inner = sum(frame.boundary(p) for p in range(start + 1, end))
        return inner * 2 < end - start - 1

"""Whether a word of the lexicon is a name where it stands, as its neighbours and the segmenter see it."""

from __future__ import annotations

from cnevents.lexicon import Entry, Lexicon
from cnevents.stages.entities.frame import Frame
from cnevents.stages.entities.gate import Gate
from cnevents.stages.entities.people import NameGuesser

_POWERS, _DIGITS = "百千万", tuple("0123456789一二三四五六七八九十两几数")
_SHIPS = ("号", "级")


class Acceptance:
    """Turns away words that are pieces of other words, of foreign names or of ships' names.

    How: a short word must not cut a word of the segmenter (海地 in 沿海地区); a foreign name must not go on
    before or after it (卡桑 of 阿卡桑德); a doubtful name needs a context, which `Gate` looks for.
    """

    def __init__(self, lexicon: Lexicon, people: NameGuesser) -> None:
        self.people = people
        self.gate = Gate(lexicon)
        self.shorts = lexicon.shorts
        self.suffixes = lexicon.org_parts.get("place_suffix", frozenset())
        self.name_before = lexicon.cues["name_before"]
        self.closers = tuple(lexicon.cues["name_close"])
        self.family_names = lexicon.surnames.get("zh", frozenset())
        self.prefixes = {
            entry.word for entries in lexicon.readings for entry in entries if entry.role == "prefix"
        }

    def pick(self, frame: Frame, readings: tuple[Entry, ...], start: int) -> Entry:
        """The reading of a word that fits: of names the one whose state the text speaks of."""
        if len(readings) == 1:
            return readings[0]
        names = [r for r in readings if r.role == "name"]
        if len(names) > 1:
            places = [r for r in names if r.type == "PLACE"]
            if 0 < len(places) < len(names):
                here = [r for r in places if self.gate.speaks_of_place(frame, start, r)]
                names = here or [r for r in names if r.type != "PLACE"]
            near = frame.nearest([r.state for r in names], start)
            return next((r for r in names if r.state == near), names[0])
        if names:
            return names[0]
        short = next((r for r in readings if r.role == "short"), None)
        if short is not None and frame.nearest(self.shorts[frame.text[start]].codes, start):
            return short  # 老方, where 老挝 is spoken of
        return next((r for r in readings if r.role != "body" or not r.state), None) or readings[0]

    def allowed(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        """May the words between `start` and `end` be read as `entry`?"""
        if entry.role == "name":
            return self._name(frame, start, end, entry)
        if entry.role == "block":
            return frame.boundary(start) and not frame.cut(start, end) and not self._hides(frame, start, end)
        if entry.role == "body" and not frame.boundary(end):
            return False
        text = frame.text
        if entry.role == "office" and entry.word[-1] == "长" and start and text[start - 1] == text[start]:
            return True  # 外务省亚洲局 + 局长
        if end - start <= 2 and entry.role in ("body", "nominal", "office"):
            return frame.boundary(end) and (frame.boundary(start) or self._office(frame, start, entry))
        return True

    def _office(self, frame: Frame, start: int, entry: Entry) -> bool:
        """Does an office start here that the segmenter joins to the word before (前首相, 李总统, 党代表)?"""
        if entry.role != "office" or not start:
            return False
        joined = self.prefixes | self.family_names
        former = frame.text[start - 1] in joined and frame.boundary(start - 1)
        return former or bool(frame.mentions and frame.mentions[-1].end == start)

    def _name(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        text, size = frame.text, end - start
        if entry.word[0].isascii():
            return _stands_alone(text, start, end)
        if text[end : end + 1] in _SHIPS or text[end : end + 2] == "”号":
            return False
        if entry.level == "whole" and not self._whole(frame, start, end):
            return False
        if entry.level == "gated" and not self.gate.opens(frame, start, end, entry):
            return False
        if entry.type == "PERSON":
            return self._person(frame, start, end, entry)
        if 2 < size < 7 and frame.cut(start, end) and not self._closes(frame, end):
            return False
        if entry.type == "ORGANIZATION" and size <= 3 and not self._organisation(frame, start, end):
            return False
        if entry.type == "PLACE":
            return (
                frame.boundary(start)
                and (size > 2 or not frame.cut(start, end))
                and not (size <= 3 and self.torn(frame, start, end))
            )
        if entry.type == "STATE" and start:
            whole = size > 2 or frame.boundary(start) or frame.boundary(end)
            return whole and not (text[start] == "日" and text[start - 1].isdigit())
        return True

    def _whole(self, frame: Frame, start: int, end: int) -> bool:
        """Are these whole words of the segmenter, and no piece of a number (一百度)?"""
        text = frame.text
        number = text[start] in _POWERS and text[start - 1 : start] in _DIGITS
        return frame.boundary(start) and not frame.cut(start, end) and not number

    def _closes(self, frame: Frame, end: int) -> bool:
        """Does a word that closes names stand before `end`: 民主党 in 民主 + 党代表?"""
        return any(
            frame.text.endswith(word, 0, end) and frame.boundary(end - len(word)) for word in self.closers
        )

    def _organisation(self, frame: Frame, start: int, end: int) -> bool:
        """Is a short name neither made of pieces of two words (攻克 + 宫城) nor a piece of a foreign name?"""
        whole = end - start > 2 or frame.boundary(start) or frame.boundary(end) or frame.glued(start, end)
        return whole and not self.torn(frame, start, end)

    def _person(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        text = frame.text
        if not frame.boundary(start) or (end - start <= 3 and self.torn(frame, start, end)):
            return False
        if entry.kind != "guessed" and text[end : end + 1] in self.suffixes and frame.lone(end):
            return False
        return end - start > 2 or text[start - 1 : start] in self.name_before or not frame.cut(start, end)

    def torn(self, frame: Frame, start: int, end: int) -> bool:
        """Is this a piece of a longer foreign name (卡桑 of 阿卡桑德)?"""
        text, people = frame.text, self.people
        if not frame.tokenised or text[end - 1] not in people.strong:
            return False
        if start and text[start - 1] in people.sound and frame.lone(start - 1):
            return True
        if end < len(text) and text[end] in people.strong and frame.cut(start, end):
            return True
        if end >= len(text) or text[end] not in people.strong or not frame.lone(end):
            return False
        return text[end] in people.sound - people.single or text[end + 1 : end + 2] in people.strong

    def _hides(self, frame: Frame, start: int, end: int) -> bool:
        """Does a name start inside these words and end after them (中国 in 心中国)?"""
        return any(
            stop > end and readings[0].role == "name" and frame.boundary(inside)
            for inside in range(start + 1, end)
            for stop, readings in frame.at(inside)
        )


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Does a name in Latin letters stand as a word of its own, and not inside a longer one?

    >>> _stands_alone("据AP报道", 1, 3), _stands_alone("组织APT31", 2, 4)
    (True, False)
    """
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if any(char.isascii() and (char.isalnum() or char in "-&") for char in (before, after) if char):
        return False
    longer = after == " " and text[end + 1 : end + 2].isascii() and text[end + 1 : end + 2].isupper()
    return not (longer and " " not in text[start:end])

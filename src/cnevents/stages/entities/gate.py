"""Short names that are words, too, or belong to several: found only where something beside them speaks for a name."""

from __future__ import annotations

from cnevents.lexicon import Entry, Lexicon
from cnevents.stages.entities.frame import Frame

_OPENERS = frozenset("\n。！？；，：“（【 ")
_BEFORE_PLACE = (
    "在",
    "于",
    "从",
    "由",
    "赴",
    "抵",
    "抵达",
    "飞抵",
    "前往",
    "到",
    "到达",
    "离开",
    "访问",
    "驻",
    "至",
    "位于",
    "经",
    "攻占",
    "占领",
)
_NUMBERS = "两三四五六七八九十"
_MEDIA_AFTER = ("报道", "报导", "网站", "杂志", "援引", "引述", "称，", "指出", "评论", "记者", "总编", "社论", "发表", "刊", "披露", "消息", "停刊", "播", "宣布", "停运", "电视台", "发声明")
_JOIN = ("、", "和", "与", "及", "同", "跟", "向", "对")


class Gate:
    """Decides on a gated entry.

    How: a person needs an office before or after the name, a verb of speaking after it at the start of a clause,
    another person beside it, or a text that speaks of the person's state; a place needs its state in the text, a word of
    place before it or another place beside it; other names need no more than to be whole words.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.suffixes = lexicon.org_parts.get("place_suffix", frozenset())
        self.people_before = lexicon.contexts.get("person", frozenset())
        self.verbs = lexicon.contexts.get("verb", frozenset())

    def opens(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        """May `entry` be read as a name between `start` and `end`?"""
        if not (frame.boundary(start) and frame.boundary(end)):
            return False
        if entry.type == "PERSON":
            found = self._person(frame, start, end, entry)
            if not found:
                frame.gated.append((start, end, entry))
            return found
        if entry.type == "PLACE":
            return self._place(frame, start, end, entry)
        if entry.sector == "JRN":
            return frame.text.startswith(_MEDIA_AFTER, end) or frame.text[start - 1 : start] in ("据", "《", "“")
        return True

    def place_before(self, frame: Frame, start: int) -> bool:
        """Does a word that wants a place stand before `start`?"""
        return frame.text[max(0, start - 4) : start].endswith(_BEFORE_PLACE)

    def _place(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        if frame.consumed and frame.consumed[-1][1] == start:
            return False
        if entry.word[0] in _NUMBERS and entry.word.endswith("国"):
            return self.place_before(frame, start)
        if entry.state != "CHN" and entry.state in frame.introduced:
            return True
        before, after = frame.text[max(0, start - 4) : start], frame.text[end : end + 2]
        if (
            before.endswith(_BEFORE_PLACE)
            or (after[:1] in self.suffixes and frame.boundary(end + 1))
            or after in self.suffixes
        ):
            return True
        last = frame.mentions[-1] if frame.mentions else None
        beside = last is not None and (last.end == start or (last.end == start - 1 and before[-1:] in _JOIN))
        return beside and last is not None and last.type in ("PLACE", "STATE")

    def _person(self, frame: Frame, start: int, end: int, entry: Entry) -> bool:
        text = frame.text
        if frame.consumed and frame.consumed[-1][1] == start:
            return True
        if any(readings[0].role == "office" for _, readings in frame.at(end)):
            return True
        if (
            text[end : end + 1] in "（("
            and text[end + 1 : end + 2].isascii()
            and text[end + 1 : end + 2].isalpha()
        ):
            return True
        beside = text[start - 1 : start] in _JOIN and frame.mentions and frame.mentions[-1].end == start - 1
        if beside and frame.mentions[-1].type == "PERSON":
            return True
        if entry.state and entry.state in frame.introduced:
            return not frame.tokenised or not frame.glued(start, end) or len(text) > 400
        if any(text[start - size : start] in self.people_before for size in (2, 1) if start >= size):
            return not frame.glued(start, end) or entry.state in frame.introduced
        opens = start == 0 or text[start - 1] in _OPENERS
        speaks = any(text[end : end + size] in self.verbs for size in (1, 2, 3, 4))
        return opens and speaks

"""One-character forms of states: 中美俄, 对俄, 美方, 俄称 are states; 其中, 法律, 以来 are not."""

from __future__ import annotations

from cnevents.lexicon import Lexicon
from cnevents.stages.entities.frame import Frame

_OPENERS = frozenset("\n。！？；，、：:（(“‘《【】）) \u3000—·…！\t”’")
_CJK = ("\u4e00", "\u9fff")


class ShortForms:
    """Decides whether a character stands for a state, by what stands beside it.

    How: two or more such characters in a row (中美俄), a noun after it that belongs to a state (美方, 俄军),
    a verb or preposition before it (访华, 对俄), or a verb after it at the start of a clause (俄称).
    A character of level 2 counts only where the text names its state in full.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.shorts = lexicon.shorts
        contexts = lexicon.contexts
        self.nouns = contexts.get("noun", frozenset())
        self.verbs = contexts.get("verb", frozenset())
        self.coverbs = contexts.get("coverb", frozenset())
        self.never = contexts.get("not", frozenset())
        self.longest = max((len(w) for w in self.nouns | self.verbs | self.coverbs), default=1)

    def codes(self, frame: Frame, position: int) -> str:
        """The code that the character at `position` would mean in this text; "" where it cannot mean one."""
        short = self.shorts.get(frame.text[position : position + 1])
        if short is None:
            return ""
        named = frame.nearest(short.codes, position)
        if named:
            return named
        return short.codes[0] if short.level == 1 else ""

    def run(self, frame: Frame, start: int) -> int:
        """The end of the characters of states that stand in a row from `start` on."""
        end = start
        text = frame.text
        while end < len(text) and self.codes(frame, end) and not self._covered(frame, end, start):
            end += 1
        return end

    def _covered(self, frame: Frame, position: int, start: int) -> bool:
        """Does a longer word of the lexicon start at `position`?"""
        return any(
            end - position > 1 and readings[0].role in ("name", "block", "office")
            for end, readings in frame.at(position)
            if position > start
        )

    def accept(self, frame: Frame, start: int) -> list[tuple[int, str]]:
        """The characters from `start` on that are states here: (position, code)."""
        code = self.codes(frame, start)
        if not code:
            return []
        end = self.run(frame, start)
        while end - start >= 2:
            if self._row(frame, start, end):
                return [(p, self.codes(frame, p)) for p in range(start, end)]
            end -= 1
        return [(start, code)] if self._single(frame, start) else []

    def _row(self, frame: Frame, start: int, end: int) -> bool:
        text = frame.text
        if not frame.boundary(start) or not frame.boundary(end):
            return False
        if text[end : end + 1] in self.never:
            return False
        inside = [p for p in range(start + 1, end) if frame.boundary(p)]
        strong = sum(self.shorts[text[p]].level == 1 for p in range(start, end))
        after = self._after(frame, end, self.nouns)
        if not inside and frame.tokenised:  # one dictionary word, such as 中美 or 以色
            return after or strong == end - start
        return after or self._opens(text, start) or self._before(text, start) or strong == end - start > 1

    def _single(self, frame: Frame, start: int) -> bool:
        text, end = frame.text, start + 1
        nxt = text[end : end + 1]
        if nxt in self.never:
            return False
        if nxt == "方" and self._side(frame, end):
            return True
        free = frame.boundary(start) and frame.boundary(end)
        if self._after(frame, end, self.nouns) and (free or self._opens(text, start)):
            return True
        if self._before(text, start) and frame.boundary(end) and self.shorts[text[start]].level == 1:
            return self._ends(frame, end)
        return self._opens(text, start) and free and self._after(frame, end, self.verbs)

    def _side(self, frame: Frame, position: int) -> bool:
        return frame.boundary(position + 1) or frame.text[position : position + 2] == "方面"

    def _ends(self, frame: Frame, end: int) -> bool:
        """After 对俄 and the like: nothing that would make the character part of another word."""
        return not frame.tokenised or frame.boundary(end)

    def _after(self, frame: Frame, position: int, words: frozenset[str]) -> bool:
        text = frame.text
        for length in range(min(self.longest, len(text) - position), 0, -1):
            if text[position : position + length] in words:
                return length > 1 or frame.boundary(position + 1)
        return False

    def _before(self, text: str, position: int) -> bool:
        return any(
            text[position - length : position] in self.coverbs
            for length in range(1, min(self.longest, position) + 1)
        )

    def _opens(self, text: str, position: int) -> bool:
        return position == 0 or text[position - 1] in _OPENERS

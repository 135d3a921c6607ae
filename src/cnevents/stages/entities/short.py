"""One-character forms of states: 中美俄, 对俄, 美方, 俄称 are states; 其中, 法律, 以来 are not."""

from __future__ import annotations

from cnevents.lexicon import Lexicon, Short
from cnevents.stages.entities.frame import Frame

PREPOSITION, NEIGHBOURS = "以", "巴黎伊叙哈约埃美土"
LONGEST_ROW = 20  # states in a row: each of a row's characters begins a search of its own
_DIGITS = tuple("0123456789一二三四五六七八九十")
_NONE = Short("", (), 9, "")
_NUMBERS = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8}
_OPENERS = frozenset("\n。！？；，、：:（(“‘《【】）) \u3000—·…！\t”’")


class ShortForms:
    """Decides whether a character stands for a state, by what stands beside it.

    How: two or more such characters in a row (中美俄), a noun after it that belongs to a state (美方, 俄军),
    a verb or preposition before it (访华, 对俄), or a verb after it at the start of a clause (俄称).
    A character of level 3 counts only where the text names its state in full.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.shorts = lexicon.shorts
        contexts = lexicon.contexts
        self.nouns = contexts.get("noun", frozenset())
        self.verbs = contexts.get("verb", frozenset())
        self.coverbs = contexts.get("coverb", frozenset())
        self.before = contexts.get("before", frozenset())
        self.places = contexts.get("place", frozenset())
        self.never = contexts.get("not", frozenset())
        self.surnames = lexicon.surnames.get("zh", frozenset()) - frozenset(self.shorts) - self.coverbs
        self.single = lexicon.cues["function"]
        self.sure = lexicon.cues["sure_noun"]
        self.sounds = lexicon.translit.get("strong", frozenset()) | lexicon.cues["sound"]
        self.list = lexicon.cues["short_list"]
        self.pair, self.longer = lexicon.cues["pair_noun"], lexicon.cues["pair_noun_longer"]
        self.sides, self.not_after = lexicon.cues["counted_side"], lexicon.cues["not_after_short"]
        self.longest = max((len(w) for w in self.nouns | self.verbs | self.coverbs | self.before), default=1)

    def codes(self, frame: Frame, position: int) -> str:
        """The code that the character at `position` would mean in this text; "" where it cannot mean one."""
        short = self.shorts.get(frame.text[position : position + 1])
        if short is None:
            return ""
        named = frame.nearest(short.codes, position)
        if named:
            return named
        return short.codes[0] if short.level in (1, 2, 5) else ""

    def run(self, frame: Frame, start: int) -> int:
        """The end of the characters of states that stand in a row from `start` on."""
        end = start
        text = frame.text
        last = min(len(text), start + LONGEST_ROW)
        while end < last and self.codes(frame, end) and not self._covered(frame, end, start):
            if end > start and self._preposition(frame, end):
                break
            if self.shorts[text[end]].level == 5:
                return max(end, start + 1)
            end += 1
        if end < len(text) and text[end] == "·":  # a foreign name
            return start + 1
        return end

    def _covered(self, frame: Frame, position: int, start: int) -> bool:
        """Does a longer word of the lexicon start at `position`?"""
        if position == start:
            return False
        noun = self._noun_end(frame, position + 1)
        return any(
            end - position > 1 and end >= noun and readings[0].role in ("name", "block", "office")
            for end, readings in frame.at(position)
        )

    def accept(self, frame: Frame, start: int, body: int = 0) -> list[tuple[int, str]]:
        """The characters from `start` on that are states here: (position, code).

        Args:
            frame: The text.
            start: Where the first character stands.
            body: The end of a body's words after it (俄 + 国防部), 0 for none.
        """
        counted = self._counted(frame, start)
        if counted:
            return counted
        code = self.codes(frame, start)
        if not code or frame.text[start - 1 : start].isdigit() or self._dated(frame.text, start):
            return []
        listed = self._listed(frame, start) if frame.text[start + 1 : start + 2] in self.list else []
        if listed and (frame.boundary(start) or self._opens(frame.text, start)):
            return listed
        end = self.run(frame, start)
        if self._preposition(frame, start):
            return []
        if (
            end - start == 2
            and frame.text[start] in "中日以"
            and frame.text[end : end + 1] in self.pair
            and frame.text[end : end + 2] not in self.longer
            and frame.boundary(end + 1)
            and not self._opens(frame.text, start)
        ):
            return [(start, code)] if self._before(frame, start, self.coverbs) else []
        while end - start >= 2:
            if self._row(frame, start, end):
                return [(p, self.codes(frame, p)) for p in range(start, end)]
            end -= 1
        return [(start, code)] if self._single(frame, start, body) else []

    def _preposition(self, frame: Frame, position: int) -> bool:
        """Is it the preposition 以? It is where the text is not about Israel, but for 以军, 巴以."""
        text = frame.text
        if text[position] != PREPOSITION or "ISR" in frame.introduced:
            return False
        beside = text[position - 1 : position], text[position + 1 : position + 2]
        if beside[1] == "方" and frame.boundary(position + 2):
            return False
        noun = self._noun_end(frame, position + 1)
        return (
            not any(char and char in NEIGHBOURS for char in beside)
            and text[position + 1 : noun] not in self.sure
        )

    def _listed(self, frame: Frame, start: int) -> list[tuple[int, str]]:
        """英、法、德三国: characters with commas between, closed by a count of states or their noun."""
        text, at = frame.text, start
        found: list[tuple[int, str]] = []
        while at < len(text) and len(found) < LONGEST_ROW and self.codes(frame, at):
            found.append((at, self.codes(frame, at)))
            if text[at + 1 : at + 2] not in self.list:
                break
            at += 2
        closed = at < len(text) and bool(self._noun_end(frame, at + 1))
        return (
            found
            if len(found) > 1 and found[-1][0] == at and closed and len(set(found)) == len(found)
            else []
        )

    def _counted(self, frame: Frame, start: int) -> list[tuple[int, str]]:
        """韩越澳纽四国: as many characters as the number after them says, whatever the text named before."""
        text, end = frame.text, start
        while end < len(text) and end - start < 9 and self.shorts.get(text[end], _NONE).level < 4:
            end += 1
        if (
            end - start < 2
            or _NUMBERS.get(text[end : end + 1]) != end - start
            or text[end + 1 : end + 2] not in self.sides
        ):
            return []
        return [(p, self.codes(frame, p) or self.shorts[text[p]].codes[0]) for p in range(start, end)]

    def _dated(self, text: str, start: int) -> bool:
        """今（17）日."""
        return (
            text[start] == "日"
            and text[start - 1 : start] in "）)"
            and text[start - 2 : start - 1] in _DIGITS
        )

    def _row(self, frame: Frame, start: int, end: int) -> bool:
        text = frame.text
        if not frame.boundary(start):
            return False
        if len({self.codes(frame, p) for p in range(start, end)}) < end - start:
            return False
        noun = self._noun_end(frame, end)
        if not noun and start and frame.lone(start - 1) and text[start - 1] in self.surnames:
            return False  # 梁日华
        if not noun and (not frame.boundary(end) or text[end : end + 1] in self.never):
            return False
        if noun or not any(frame.boundary(p) for p in range(start + 1, end)):
            return True
        if all(self._introduced(frame, p) for p in range(start, end)) and frame.boundary(end):
            return True
        clear = sum(self.shorts[text[p]].level <= 2 for p in range(start, end))
        return self._opens(text, start) or self._before(frame, start, self.coverbs) or clear == end - start

    def _introduced(self, frame: Frame, position: int) -> bool:
        return any(code in frame.introduced for code in self.shorts[frame.text[position]].codes)

    def _single(self, frame: Frame, start: int, body: int = 0) -> bool:
        text, end = frame.text, start + 1
        if text[end : end + 1] == "方" and (frame.boundary(end + 1) or text[end : end + 2] == "方面"):
            return frame.boundary(start)
        level = self.shorts[text[start]].level
        if level == 5:
            ends = frame.boundary(end) and text[end : end + 1] not in self.not_after
            return ends and any(text[start - size : start] in self.places for size in (1, 2))
        if level > 3:
            return False
        noun = max(body, self._noun_end(frame, end))
        opens = self._opens(text, start)
        ends = frame.boundary(end) or text[end : end + 1] == "的"
        coverb = self._before(frame, start, self.coverbs)
        if coverb and (noun or ends) and (noun or text[end : end + 1] not in self.never - {"的"}):
            return True
        if text[end : end + 1] in self.never and not noun:
            return False
        if noun and (frame.boundary(start) or opens):
            return level == 1 or ends or frame.boundary(noun)
        if level <= 2 and frame.boundary(start) and self._begins(frame, start):
            return True
        if not frame.boundary(start) or not ends:
            return False
        if opens and (self._after(frame, end, self.verbs) or self._home(frame, end, start)):
            return True
        return level == 1 and (self._before(frame, start, self.before) or self._alone(frame, start))

    def _begins(self, frame: Frame, start: int) -> bool:
        """Is it the first character of a dictionary word that goes on with a noun of a state (美军基地)?"""
        text = frame.text
        return any(
            text[start + 1 : end] in self.nouns and frame.glued(start, end)
            for end in range(start + 2, min(start + 6, len(text)))
        )

    def _alone(self, frame: Frame, start: int) -> bool:
        """A word of its own that is no part of a foreign name."""
        if not frame.tokenised:
            return False
        text = frame.text
        for beside in (start - 1, start + 1):
            if 0 <= beside < len(text) and frame.lone(beside):
                char = text[beside]
                if char in self.sounds or ("\u4e00" <= char <= "\u9fff" and char not in self.single):
                    return False
        return True

    def _home(self, frame: Frame, end: int, start: int) -> bool:
        """A place of the same state right after it: 美加州."""
        code = self.codes(frame, start)
        return any(r.role == "name" and r.state == code for _, readings in frame.at(end) for r in readings)

    def _noun_end(self, frame: Frame, position: int) -> int:
        """The end of a noun that belongs to a state, 0 where none stands at `position`."""
        text = frame.text
        for length in range(min(self.longest, len(text) - position), 0, -1):
            if text[position : position + length] in self.nouns and frame.boundary(position + length):
                return position + length
        return 0

    def _after(self, frame: Frame, position: int, words: frozenset[str]) -> bool:
        text = frame.text
        for length in range(min(self.longest, len(text) - position), 0, -1):
            if text[position : position + length] in words:
                return length > 1 or frame.boundary(position + 1)
        return False

    def _before(self, frame: Frame, position: int, words: frozenset[str]) -> bool:
        text = frame.text
        return any(
            text[position - length : position] in words and frame.boundary(position - length)
            for length in range(1, min(self.longest, position) + 1)
        )

    def _opens(self, text: str, position: int) -> bool:
        return position == 0 or text[position - 1] in _OPENERS

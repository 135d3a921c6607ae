"""One text under the automaton: which words of the lexicon start where, and where words may end."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from cnevents.analysis import Mention, Nominal, Sentence, Token
from cnevents.lexicon import Entry, Lexicon

_LANDS = ("STATE", "PLACE")
Reading = tuple[int, tuple[Entry, ...]]


class Frame:
    """What the finders ask about one text.

    Attributes:
        text: The folded text.
        starts: Matches by their start, longest first: (end, readings).
        tails: Last words of longer names (委员会, 峰会): (end, start, readings).
        introduced: Where each state is named in full: code → sorted positions.
        closed: Titles of works, in which no name is marked.
        consumed: Where words stand that are no names and no part of one (外交部长, 武汉肺炎), in order.
        gated: Names that were not taken because nothing beside them spoke for a name.
        mentions, nominals: What has been found so far.
    """

    __slots__ = (
        "_bounds",
        "_stories",
        "closed",
        "consumed",
        "gated",
        "introduced",
        "lexicon",
        "mentions",
        "nominals",
        "starts",
        "tails",
        "text",
        "tokenised",
    )

    def __init__(
        self, text: str, lexicon: Lexicon, tokens: Sequence[Token] = (), sentences: Sequence[Sentence] = ()
    ) -> None:
        self.text = text
        self.lexicon = lexicon
        self.mentions: list[Mention] = []
        self.gated: list[tuple[int, int, Entry]] = []
        self.closed: list[tuple[int, int]] = []
        self.consumed: list[tuple[int, int]] = []
        self.nominals: list[Nominal] = []
        self.starts: dict[int, list[Reading]] = {}
        self.introduced: dict[str, list[int]] = {}
        self.tails: list[tuple[int, int, tuple[Entry, ...]]] = []
        readings = lexicon.readings
        starts = self.starts
        for index, start, end in lexicon.automaton.find_matches_as_indexes(text, overlapping=True):
            found = readings[index]
            if start in starts:
                starts[start].append((end, found))
            else:
                starts[start] = [(end, found)]
            first = found[0] if found[0].role != "block" else found[-1]  # 广西 holds 西 and is a name
            if found[-1].role == "tail":
                self.tails.append((end, start, found))
            if first.id in lexicon.short_names:
                self.introduced.setdefault(first.id, []).append(start)
            if first.role == "name" and first.state and first.type in _LANDS and first.level != "gated":
                self.introduced.setdefault(first.state, []).append(start)
        for options in starts.values():
            if len(options) > 1:
                options.sort(key=_end, reverse=True)
        # Where each story begins but the first.
        self._stories = [here.start for last, here in pairwise(sentences) if here.story != last.story]
        self.tokenised = bool(tokens)
        self._bounds = bytearray(len(text) + 2)
        if tokens:
            for token in tokens:
                self._bounds[token.start] = 1
                self._bounds[token.end] = 1

    def boundary(self, position: int) -> bool:
        """May a word start or end here, as the segmenter sees it?"""
        return not self.tokenised or bool(self._bounds[position])

    def cut(self, start: int, end: int) -> bool:
        """Does the segmenter see another word begin inside and go on after `end` (中 + 东部 for 中东)?"""
        return self.tokenised and not self._bounds[end] and any(self._bounds[start + 1 : end])

    def glued(self, start: int, end: int) -> bool:
        """Does the segmenter see no word end between `start` and `end`, both excluded?"""
        return self.tokenised and not any(self._bounds[start + 1 : end])

    def lone(self, position: int) -> bool:
        """Does the segmenter see the character at `position` as a word of its own?"""
        return bool(self._bounds[position] and self._bounds[position + 1])

    def opens_word(self, position: int) -> bool:
        """Does a word of several characters start here, as the segmenter sees it?"""
        return bool(self._bounds[position]) and not self._bounds[position + 1]

    def at(self, position: int) -> list[Reading]:
        """The lexicon's words that start at `position`, longest first."""
        return self.starts.get(position, [])

    def office(self, position: int) -> tuple[int, Entry] | None:
        """The end and the entry of the longest office that starts at `position`."""
        return next(((end, r[0]) for end, r in self.at(position) if r[0].role == "office"), None)

    def nearest(self, codes: Sequence[str], position: int) -> str:
        """Which of these states the story named last before `position`, else first after it; "" if none."""
        number = bisect_right(self._stories, position)
        low = self._stories[number - 1] if number else 0
        high = self._stories[number] if number < len(self._stories) else len(self.text)
        before, after = (low - 1, ""), (high, "")
        for code in codes:
            places = self.introduced.get(code, [])
            i = bisect_right(places, position)
            if i and places[i - 1] > before[0]:
                before = places[i - 1], code
            if i < len(places) and places[i] < after[0]:
                after = places[i], code
        return before[1] or after[1]


def _end(reading: Reading) -> int:
    return reading[0]

"""Words by jieba's dictionary: the most likely way through a text, without a hidden Markov model.

The result is jieba's `cut(text, HMM=False)`, word for word (a test compares them), in half its time:
one pass from the end of each stretch instead of a graph of all words and a second pass over it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import inf, log

# jieba's own borders: what its dictionary may hold, and what stands by itself.
_STRETCH = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_SPACE = re.compile(r"(\r\n|\s)")
_ALNUM = re.compile(r"[a-zA-Z0-9]")


class DictionaryCutter:
    """Cuts by word frequencies.

    Args:
        frequencies: How often each word occurs; prefixes of words are there with 0.
        total: The sum that makes probabilities of them.

    >>> cut = DictionaryCutter({"总": 0, "总统": 8, "抵": 0, "抵达": 5, "河": 0, "河内": 3}, 16)
    >>> list(cut("总统抵达河内。"))
    ['总统', '抵达', '河内', '。']
    """

    def __init__(self, frequencies: Mapping[str, int], total: int) -> None:
        self._frequency = frequencies.get
        self._total = log(total)

    def __call__(self, text: str) -> Iterator[str]:
        """The words in order; together they are the text."""
        for number, block in enumerate(_STRETCH.split(text)):
            if number % 2:
                yield from self._words(block)
            elif block:
                yield from self._marks(block)

    def _marks(self, block: str) -> Iterator[str]:
        """A line break of two characters is one piece, all else one character each."""
        for number, piece in enumerate(_SPACE.split(block)):
            if number % 2:
                yield piece
            else:
                yield from piece

    def _words(self, stretch: str) -> Iterator[str]:
        steps = self._steps(stretch)
        at, size, joined = 0, len(stretch), ""
        while at < size:
            end = steps[at]
            word = stretch[at:end]
            if end - at == 1 and _ALNUM.match(word):
                joined += word
            else:
                if joined:
                    yield joined
                    joined = ""
                yield word
            at = end
        if joined:
            yield joined

    def _steps(self, stretch: str) -> list[int]:
        """Where the word that begins at each place ends on the best way from there; of two the longer."""
        frequency, total, size = self._frequency, self._total, len(stretch)
        best, steps = [0.0] * (size + 1), [0] * size
        for at in range(size - 1, -1, -1):
            top, to, end = -inf, at + 1, at + 1
            while end <= size:
                count = frequency(stretch[at:end])
                if count is None:
                    break
                if count:
                    value = log(count) - total + best[end]
                    if value >= top:
                        top, to = value, end
                end += 1
            best[at] = top if top > -inf else best[at + 1] - total
            steps[at] = to
        return steps

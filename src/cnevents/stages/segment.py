"""segment: sentences, clauses, quotations and words."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from cnevents.analysis import Analysis, Token
from cnevents.text.sentences import find_clauses, find_quotations, find_sentences

_LOCK = threading.Lock()
Cutter = Callable[[str], Iterable[str]]
WORD_FREQUENCY = 2000


@cache
def _dictionary() -> tuple[Any, dict[str, int], int]:
    """Jieba's tokenizer class and dictionary, read without its cache file in the temporary folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    tokenizer = jieba.Tokenizer()
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    return jieba.Tokenizer, frequencies, total


@cache
def verbs() -> frozenset[str]:
    """Words of two and more characters that jieba's dictionary knows as verbs alone."""
    factory, _, _ = _dictionary()
    with factory().get_dict_file() as lines:
        rows = (line.decode("utf-8").split(" ") for line in lines)
        return frozenset(
            row[0] for row in rows if len(row) == 3 and row[2].strip() == "v" and len(row[0]) > 1
        )


def jieba_cutter(words: Iterable[str] = ()) -> Cutter:
    """A private jieba tokenizer with `words` in its dictionary; never jieba's global one.

    Cuts without jieba's hidden Markov model: unknown words stay single characters, so that the same
    text is cut alike everywhere.
    """
    with _LOCK:
        factory, frequencies, total = _dictionary()
    tokenizer = factory()
    tokenizer.FREQ = dict(frequencies)
    tokenizer.total = total
    tokenizer.initialized = True
    for word in words:
        if len(word) < 2:
            continue
        tokenizer.FREQ[word] = max(tokenizer.FREQ.get(word, 0), WORD_FREQUENCY)
        for end in range(1, len(word)):
            tokenizer.FREQ.setdefault(word[:end], 0)
    return lambda text: tokenizer.cut(text, HMM=False)


def character_cutter(text: str) -> Iterable[str]:
    """Every character is a token."""
    return iter(text)


class Segment:
    """Cuts the text; the cutter is built on first use, once, under a lock."""

    name = "segment"
    reads: tuple[str, ...] = ("text", "folded")
    writes: tuple[str, ...] = ("sentences", "clauses", "quotations", "tokens")

    def __init__(
        self, words: Callable[[], Iterable[str]] | None = None, cutter: Cutter | None = None
    ) -> None:
        """Use `cutter`, or jieba with the words that `words()` gives."""
        self._words = words
        self._cutter = cutter
        self._lock = threading.Lock()

    def cutter(self) -> Cutter:
        """The function that cuts a folded text into words."""
        with self._lock:
            if self._cutter is None:
                self._cutter = jieba_cutter(self._words() if self._words else ())
            return self._cutter

    def run(self, analysis: Analysis) -> Mapping[str, Sequence[Any]]:
        """Sentences, clauses, quotations and tokens of the folded text."""
        folded = analysis.folded
        sentences = find_sentences(folded)
        quotations = find_quotations(folded)
        tokens, position = [], 0
        for word in self.cutter()(folded):
            end = position + len(word)
            tokens.append(Token(position, end, word))
            position = end
        return {
            "sentences": sentences,
            "quotations": quotations,
            "clauses": find_clauses(folded, sentences, quotations),
            "tokens": tokens,
        }

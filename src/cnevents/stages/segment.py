"""segment: sentences, clauses, quotations and words."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from cnevents.analysis import Analysis, Token
from cnevents.stages.words import DictionaryCutter
from cnevents.text.sentences import find_clauses, find_quotations, find_sentences
from cnevents.text.spelling import usual_spelling

_LOCK = threading.Lock()
Cutter = Callable[[str], Iterable[str]]
WORD_FREQUENCY = 2000
ATTRIBUTIVE = frozenset({"n", "nz", "b", "a", "vn", "an", "j", "s"})


@cache
def _dictionary() -> tuple[Any, dict[str, int], int, frozenset[str], frozenset[str]]:
    """Jieba's tokenizer class, and its dictionary: frequencies with all prefixes, their sum, the verbs,
    and the words that may describe a noun.

    Read at once, in a third of the time that jieba's own reader takes line by line, and without its cache
    file in the shared temporary folder.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    jieba.setLogLevel(60)
    with jieba.Tokenizer().get_dict_file() as file:
        cells = file.read().decode("utf-8").split()  # word, frequency, part of speech; none is empty
    words, tags = cells[0::3], cells[2::3]
    counts = list(map(int, cells[1::3]))
    frequencies = dict.fromkeys({word[:end] for word in words for end in range(1, len(word))}, 0)
    frequencies.update(zip(words, counts, strict=True))
    alone = frozenset(word for word, tag in zip(words, tags, strict=True) if tag == "v" and len(word) > 1)
    described = frozenset(
        word for word, tag in zip(words, tags, strict=True) if tag in ATTRIBUTIVE and len(word) > 1
    )
    return jieba.Tokenizer, frequencies, sum(counts), alone, described


def verbs() -> frozenset[str]:
    """Words of two and more characters that jieba's dictionary knows as verbs alone."""
    return _dictionary()[3]


def attributes() -> frozenset[str]:
    """Words of two and more characters that jieba's dictionary knows as nouns or as describing nouns."""
    return _dictionary()[4]


def jieba_cutter(words: Iterable[str] = ()) -> Cutter:
    """Cuts as jieba does with `words` in its dictionary; jieba's own tokenizers stay as they are.

    Without jieba's hidden Markov model: unknown words stay single characters, so that the same text is
    cut alike everywhere.
    """
    with _LOCK:
        _, known, total, *_ = _dictionary()
    frequencies = dict(known)
    for word in words:
        if len(word) < 2:
            continue
        frequencies[word] = max(frequencies.get(word, 0), WORD_FREQUENCY)
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return DictionaryCutter(frequencies, total)


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
        return {
            "sentences": sentences,
            "quotations": quotations,
            "clauses": find_clauses(folded, sentences, quotations),
            "tokens": self.cut(folded),
        }

    def cut(self, folded: str) -> list[Token]:
        """The tokens of a folded text alone; 行动计画 is cut as 行动计划 is."""
        tokens, position = [], 0
        for word in self.cutter()(usual_spelling(folded)):
            end = position + len(word)
            tokens.append(Token(position, end, folded[position:end]))
            position = end
        return tokens

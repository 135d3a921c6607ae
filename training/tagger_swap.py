"""Names put in place of others of their kind, so that contexts are learned and not the names of a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
from tagger_corpora import Sentence, Span

Key = tuple[str, int, str]
ENOUGH = 15


def _script(name: str) -> str:
    return "latin" if name.isascii() else "dot" if "·" in name else "han"


def _keys(name: str, label: str) -> tuple[Key, Key]:
    """The narrow and the wide class of a name: its length, and its last character if it is no person."""
    length = len(name) if label == "PER" else min(len(name), 6)
    length = min(length, 4) if _script(name) == "han" else 0
    narrow = "" if label == "PER" else name[-1]
    return (label, length, _script(name) + narrow), (label, length, _script(name))


class Swapper:
    """Draws names from all that the given sentences hold.

    Args:
        sentences: Where the names are taken from; each different name counts once.
        seed: For the random draws.
    """

    def __init__(self, sentences: Iterable[Sentence], seed: int) -> None:
        self.random = np.random.default_rng(seed)
        pools: dict[Key, dict[str, None]] = defaultdict(dict)
        for sentence in sentences:
            for start, end, label in sentence.spans:
                name = sentence.text[start:end]
                if len(name) > 1:
                    for key in _keys(name, label):
                        pools[key][name] = None
        self.pools = {key: list(names) for key, names in pools.items()}

    def swap(self, sentence: Sentence, share: float) -> Sentence:
        """The sentence with about `share` of its persons and places replaced; organisations by those that end alike."""
        text, spans, at = "", [], 0
        draws = self.random.random(len(sentence.spans))
        for (start, end, label), draw in zip(sentence.spans, draws, strict=True):
            name = sentence.text[start:end]
            text += sentence.text[at:start]
            new = self._draw(name, label) if draw < share and len(name) > 1 else name
            spans.append((len(text), len(text) + len(new), label))
            text += new
            at = end
        return Sentence(text + sentence.text[at:], list[Span](spans), sentence.domain)

    def _draw(self, name: str, label: str) -> str:
        narrow, wide = _keys(name, label)
        pool = self.pools.get(narrow, [])
        if len(pool) < ENOUGH:
            pool = self.pools.get(wide, []) if label != "ORG" else []
        return pool[int(self.random.integers(len(pool)))] if pool else name

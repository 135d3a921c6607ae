"""The dictionary that the tagger's features look words up in: jieba's words by part of speech."""

from __future__ import annotations

from pathlib import Path

import jieba
import numpy as np
from tagger_learn import place_keys

from cnevents.tagger.features import LONGEST_WORD, PairTable, WordTable, encode, ngram_hashes, word_key

_CLASSES: dict[str, int] = {
    "nr": 1, "nrt": 2, "nrfg": 1, "nrj": 2, "ns": 3, "nt": 4, "nz": 5, "n": 6, "v": 7, "vn": 8, "a": 9,
    "d": 10, "c": 11, "p": 11, "u": 11, "r": 12, "t": 13, "m": 14, "q": 14, "i": 15, "l": 15, "j": 16,
    "f": 17, "s": 17, "b": 18, "z": 19,
}  # fmt: skip
_OTHER = 20


def jieba_words(least: int = 3) -> dict[str, int]:
    """Words that jieba counted at least `least` times, the most frequent first, with their class."""
    rows = []
    lines = (Path(jieba.__file__).parent / "dict.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        word, count, tag = line.split(" ")
        if int(count) >= least and 2 <= len(word) <= LONGEST_WORD:
            rows.append((-int(count), word, _CLASSES.get(tag, _CLASSES.get(tag[:1], _OTHER))))
    rows.sort()
    return {word: kind for _, word, kind in rows}


def word_table(words: dict[str, int], bits: int) -> WordTable:
    """A table of words; where a bucket is full, the earlier word stays."""
    items = list(words.items())
    codes, starts = encode([word for word, _ in items])
    lengths = np.array([len(word) for word, _ in items])
    keys = np.zeros(len(items), dtype=np.uint64)
    for n, grams in enumerate(ngram_hashes(codes), start=1):
        here = lengths == n
        keys[here] = word_key(grams)[starts[here]]
    table = PairTable(np.zeros(1 << bits, dtype=np.uint32), bits)
    place_keys(keys, bits, table.pairs)
    classes = np.zeros(table.slots + 1, dtype=np.uint8)
    slots = table.find(keys)
    classes[slots[::-1]] = np.array([kind for _, kind in items], dtype=np.uint8)[::-1]
    classes[-1] = 0
    return WordTable(table, classes)

"""What the tagger sees of a sentence: hashed n-grams, character classes and dictionary words.

Everything is computed for all sentences of a call at once with numpy, so that one core reads hundreds of
thousands of characters a second. Training uses the same functions; `FEATURES_VERSION` is written into the
model and checked when it is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

FEATURES_VERSION = "1"
PAD = 4  # characters of padding around each sentence: no template looks farther
LONGEST_WORD = 6

Codes = NDArray[np.uint16]
Hashes = NDArray[np.uint64]
Ids = NDArray[np.int32]

_MULTIPLY = np.uint64(0x9E3779B97F4A7C15)
_CHAIN = np.uint64(0xD6E8FEB86659FD93)
_SKIP = np.uint64(0xA24BAED4963EE407)
_NUMERALS = "〇零一二三四五六七八九十百千万亿两"
_OPENING, _CLOSING, _DOTS = "“‘（《〈【(", "”’）》〉】)", "·.-—－"
# no name reaches over one of these
_BREAKS = "\0\n\t，、。；：！？…,;:!?“”《》〈〉【】（）()[]"
_ALIKE = "着著账帐它牠"  # pairs that folding cannot part; the first counts as the second


def _mix(values: Hashes) -> Hashes:
    """Scatter 64-bit values (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


@cache
def _tables() -> tuple[Codes, Hashes, NDArray[np.uint64]]:
    """Of each code unit: the character it counts as, that character's hash, its class."""
    same = np.arange(65536, dtype=np.uint16)
    same[ord("0") : ord("9") + 1] = ord("0")
    same[ord("a") : ord("z") + 1] = ord("a")
    same[ord("A") : ord("Z") + 1] = ord("A")
    same[0xC0:0x250] = ord("a")
    for one, other in zip(_ALIKE[::2], _ALIKE[1::2], strict=True):
        same[ord(one)] = ord(other)
    kind = np.full(65536, 1, dtype=np.uint64)
    kind[0x4E00:0xA000] = 2
    kind[0x3040:0x3100] = 3
    kind[0xAC00:0xD7A4] = 3
    kind[same == ord("0")] = 4
    kind[same == ord("a")] = 5
    kind[same == ord("A")] = 6
    for number, characters in enumerate((_NUMERALS, _OPENING, _CLOSING, _DOTS), start=7):
        kind[[ord(character) for character in characters]] = number
    kind[0] = 0
    hashes = _mix((np.arange(65536, dtype=np.uint64) + np.uint64(1)) * _MULTIPLY)
    return same, hashes[same], kind


def encode(sentences: Sequence[str]) -> tuple[Codes, NDArray[np.int64]]:
    """All sentences as one array of code units with padding between, and where each starts.

    A character beyond the basic plane counts as one unit (U+FFFF), so offsets hold.
    """
    pad = "\0" * PAD
    joined = pad + pad.join(sentences) + pad
    wide = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter(
        (len(sentence) + PAD for sentence in sentences), dtype=np.int64, count=len(sentences)
    )
    starts = np.cumsum(lengths) - lengths + PAD
    return np.minimum(wide, 0xFFFF).astype(np.uint16), starts


@cache
def _breaks() -> NDArray[np.bool_]:
    table = np.zeros(65536, dtype=np.bool_)
    table[[ord(character) for character in _BREAKS]] = True
    return table


@cache
def _latin() -> NDArray[np.bool_]:
    kinds = _tables()[2]
    table: NDArray[np.bool_] = (kinds >= 4) & (kinds <= 6)
    table[ord(".")] = True
    return table


def can_hold(codes: Codes) -> NDArray[np.bool_]:
    """Where a name can be: not at a breaking mark, nor at a space that does not stand between Latin words."""
    inside = ~_breaks().take(codes)
    spaces = np.flatnonzero(codes == ord(" "))
    between = _latin().take(codes[spaces - 1]) & _latin().take(codes[spaces + 1])
    inside[spaces[~between]] = False
    return inside


def segments(codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Starts and lengths of the runs in which a name can be: each is decoded by itself."""
    inside = can_hold(codes)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1  # padding at both ends, so edges come in pairs
    return edges[::2], edges[1::2] - edges[::2]


@dataclass(slots=True, frozen=True)
class PairTable:
    """A set of 64-bit keys in pairs of 16-bit fingerprints: two slots for each bucket, one memory access.

    Attributes:
        pairs: A 32-bit word a bucket: the fingerprints of slots 2b (low) and 2b + 1 (high); 0 is empty.
        bits: Binary logarithm of the number of buckets.
    """

    pairs: NDArray[np.uint32]
    bits: int

    @property
    def slots(self) -> int:
        """Number of slots; the number itself stands for "not in the table"."""
        return 2 << self.bits

    def find(self, keys: Hashes) -> Ids:
        """The slot of each key, or `slots` where it is not in the table."""
        buckets = (keys >> np.uint64(64 - self.bits)).astype(np.int32)
        marks = np.maximum((keys & np.uint64(0xFFFF)).astype(np.uint32), 1)
        found = self.pairs.take(buckets)
        low = (found & 0xFFFF) == marks
        high = (found >> 16) == marks
        slots: Ids = buckets * 2 + high
        slots[~(low | high)] = self.slots
        return slots


@dataclass(slots=True, frozen=True)
class WordTable:
    """Words of 2 to 6 characters with a class from 1 to 255 each."""

    table: PairTable
    classes: NDArray[np.uint8]  # one more than slots; the last is 0

    def find(self, keys: Hashes) -> NDArray[np.uint8]:
        """The class of each key, 0 where it is no word."""
        return self.classes.take(self.table.find(keys))


def ngram_hashes(codes: Codes, longest: int = LONGEST_WORD) -> list[Hashes]:
    """Hashes of the n-grams that start at each character: item n - 1 holds those of length n."""
    first = _tables()[1].take(codes)
    found = [first]
    for n in range(2, longest + 1):
        following = np.zeros_like(first)
        following[: len(first) - n + 1] = first[n - 1 :]
        found.append(found[-1] * _CHAIN + following)
    return found


def word_key(hashes: Hashes) -> Hashes:
    """The key in a `WordTable` of n-grams with these hashes."""
    return _mix(hashes)


def _shift(values: Hashes, by: int) -> Hashes:
    """`values[i + by]` at i; zero beyond the ends (which are padding)."""
    if by == 0:
        return values
    moved = np.zeros_like(values)
    if by > 0:
        moved[:-by] = values[by:]
    else:
        moved[-by:] = values[:by]
    return moved


def word_layers(grams: Sequence[Hashes], words: WordTable) -> tuple[Hashes, Hashes, Hashes]:
    """The longest dictionary word that starts at, ends at, and covers each character.

    Each is a number made of the word's class and length, for covering words also of the place; 0 without one.
    """
    size = len(grams[0])
    starting, ending, covering = (np.zeros(size, dtype=np.int32) for _ in range(3))
    for n in range(2, LONGEST_WORD + 1):
        classes = words.find(word_key(grams[n - 1])).astype(np.int32)
        where = np.flatnonzero(classes)
        value = classes[where] * 8 + min(n, 5)
        starting[where] = value
        ending[where + n - 1] = value
        for place in range(n):
            code = 0 if place == 0 else 2 if place == n - 1 else 1
            covering[where + place] = value * 4 + code
    return starting.astype(np.uint64), ending.astype(np.uint64), covering.astype(np.uint64)


_CHARACTERS = [(0, shift) for shift in (-3, -2, -1, 0, 1, 2, 3)]
_BIGRAMS = [(1, shift) for shift in (-3, -2, -1, 0, 1, 2)]
_TRIGRAMS = [(2, shift) for shift in (-3, -2, -1, 0, 1)]
_FOURS = [(3, shift) for shift in (-4, -3, -2, -1, 0, 1)]
NGRAM_TEMPLATES = _CHARACTERS + _BIGRAMS + _TRIGRAMS + _FOURS


def values(codes: Codes, lexicons: Sequence[WordTable], domain: Hashes | int) -> Iterator[tuple[str, Hashes]]:
    """The value of every template at every character, with its group; the order is part of the version."""
    grams = ngram_hashes(codes)
    zero = np.zeros(len(codes), dtype=np.uint64)
    for n, shift in NGRAM_TEMPLATES:
        yield f"n{n + 1}", _shift(grams[n], shift)
    skip = grams[0] * _SKIP + _shift(grams[0], 2)
    for shift in (-2, -1, 0):
        yield "skip", _shift(skip, shift)
    kinds = _tables()[2].take(codes)
    window = zero.copy()
    for shift in (-2, -1, 0, 1, 2):
        window = window * np.uint64(16) + _shift(kinds, shift)
    yield "kind", window
    source = np.asarray(domain, dtype=np.uint64).reshape(-1) * _SKIP
    for n, shift in ((0, 0), (0, -1), (0, 1), (1, -1), (1, 0)):
        yield "domain", _shift(grams[n], shift) + source
    yield "domain", zero + source
    for number, lexicon in enumerate(lexicons):
        yield from _lexicon_values(f"lexicon{number}", grams, word_layers(grams, lexicon))


def _lexicon_values(
    group: str, grams: Sequence[Hashes], layers: tuple[Hashes, Hashes, Hashes]
) -> Iterator[tuple[str, Hashes]]:
    starting, ending, covering = layers
    width = np.uint64(1 << 14)
    before, after = _shift(covering, -1), _shift(covering, 1)
    last, following = _shift(ending, -1), _shift(starting, 1)
    yield group, starting
    yield group, ending
    yield group, covering
    yield group, before * width + covering
    yield group, covering * width + after
    yield group, (before * width + covering) * width + after
    yield group, last * width + starting
    yield group, ending * width + following
    yield group, last * width + following
    yield group, grams[0] * _SKIP + covering
    yield group, grams[0] * _SKIP + last
    yield group, grams[0] * _CHAIN + following


def feature_keys(
    codes: Codes, lexicons: Sequence[WordTable], domain: Hashes | int
) -> Iterator[tuple[str, Hashes]]:
    """The key of every template at every character: its value scattered with the template's number."""
    for number, (group, value) in enumerate(values(codes, lexicons, domain), start=1):
        key = (value + np.uint64(number * 0x51ED2701)) * _MULTIPLY
        key ^= key >> np.uint64(32)
        yield group, key * _CHAIN

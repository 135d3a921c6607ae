"""The fuzzer's corpus, and bytes made of it by chance, read without the fuzzer: `make fuzz` for seconds.

`make fuzz` looks for input that takes new branches and needs atheris; here every run tries the same bytes.
"""

from __future__ import annotations

import random
import re
import sys

import pytest
from conftest import ROOT

sys.path.insert(0, str(ROOT / "fuzz"))

from targets import TARGETS

CORPUS = {name: sorted((ROOT / "fuzz" / "corpus" / name).iterdir()) for name in TARGETS}
WORDS = [
    word.encode("ascii").decode("unicode_escape").encode("latin-1")
    for word in re.findall(r'^"(.+)"$', (ROOT / "fuzz" / "words.dict").read_text("ascii"), re.MULTILINE)
]
ROUNDS = {"extract": 2000, "find_dates": 8000, "jsonl": 4000, "lexicon": 100}


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_breaks_nothing(name: str) -> None:
    assert len(CORPUS[name]) >= 2
    for path in CORPUS[name]:
        TARGETS[name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_made_of_the_corpus_breaks_nothing(name: str) -> None:
    chance = random.Random(name)
    seeds = [path.read_bytes() for path in CORPUS[name]]
    for _ in range(ROUNDS[name]):
        data = changed(chance, chance.choice(seeds), seeds)
        try:
            TARGETS[name](data)
        except Exception as error:
            pytest.fail(f"{data!r}: {type(error).__name__}: {error}")


def changed(chance: random.Random, data: bytes, seeds: list[bytes]) -> bytes:
    """Up to four of: cut off, a piece taken out or doubled, a byte changed, a word or another seed put in."""
    for _ in range(chance.randint(1, 4)):
        low, high = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        piece = chance.choice(
            [
                b"",
                data[low:high] * 2,
                bytes([chance.randrange(256)]),
                chance.choice(WORDS),
                chance.choice(seeds),
            ]
        )
        data = (data[:low] + piece + data[high:])[:2000] if chance.random() < 0.8 else data[:high]
    return data

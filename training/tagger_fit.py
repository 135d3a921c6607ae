"""From sentences with names to a model: choose the features, learn their weights, round them to 8 bits."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from tagger_corpora import Sentence
from tagger_learn import epoch, place_keys

from cnevents.tagger.decode import STATES, TYPES, allowed_transitions
from cnevents.tagger.features import PAD, PairTable, WordTable, can_hold, encode, feature_keys, segments
from cnevents.tagger.model import Model

DOMAINS = {"msra": 1, "uner": 2, "pfr": 3, "gold": 4, "silver": 5}
FORBIDDEN = -1e4
CLIP = 2.0  # weights beyond it are cut, so that the others keep their digits in 8 bits


DROP = {"n2": 0.1, "n3": 0.2, "n4": 0.3, "lexicon0": 0.2}


@dataclass(slots=True, frozen=True)
class Settings:
    """How to train.

    Attributes:
        bits: Binary logarithm of the number of buckets (two features each).
        least: How often a feature must occur.
        epochs: Passes over the sentences; the rate falls to 0 over them.
        rate: First rate of AdaGrad.
        drop: Probability, by group of templates, that a clause is read without it.
        seed: For order and dropping.
    """

    bits: int = 19
    least: int = 2
    epochs: int = 5
    rate: float = 0.15
    drop: Mapping[str, float] = field(default_factory=lambda: dict(DROP))
    seed: int = 1


def log(*words: object) -> None:
    """A line of progress with the time of day."""
    print(time.strftime("%H:%M:%S"), *words, flush=True)


def encode_sentences(sentences: Sequence[Sentence]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Codes, domain and gold label of each character; a name over a breaking mark is left out."""
    codes, starts = encode([sentence.text for sentence in sentences])
    domain = np.zeros(len(codes), dtype=np.uint64)
    gold = np.zeros(len(codes), dtype=np.int8)
    inside = can_hold(codes)
    for sentence, start in zip(sentences, starts.tolist(), strict=True):
        domain[start - PAD : start + len(sentence.text) + PAD] = DOMAINS[sentence.domain]
        for first, last, label in sentence.spans:
            if inside[start + first : start + last].all():
                _mark(gold[start + first : start + last], 4 * TYPES.index(label))
    return codes, domain, gold


def _mark(labels: np.ndarray, base: int) -> None:
    if len(labels) == 1:
        labels[0] = base + 4
    else:
        labels[0], labels[1:-1], labels[-1] = base + 1, base + 2, base + 3


def choose_features(
    codes: np.ndarray, domain: np.ndarray, lexicons: Sequence[WordTable], settings: Settings
) -> tuple[list[str], PairTable]:
    """The group of each template, and a table of the most frequent features."""
    groups, keys, counts = [], [], []
    for group, found in feature_keys(codes, lexicons, domain):
        unique, count = np.unique(found, return_counts=True)
        groups.append(group)
        keys.append(unique[count >= settings.least])
        counts.append(count[count >= settings.least])
    order = np.argsort(-np.concatenate(counts), kind="stable")
    table = PairTable(np.zeros(1 << settings.bits, dtype=np.uint32), settings.bits)
    placed = place_keys(np.concatenate(keys)[order], settings.bits, table.pairs)
    log(f"{len(order):,} features seen at least {settings.least} times, {placed:,} kept")
    return groups, table


def fit(
    sentences: Sequence[Sentence], lexicons: Sequence[WordTable], domain: str, settings: Settings
) -> Model:
    """Train a model that will tag in the manner of `domain`."""
    codes, domains, gold = encode_sentences(sentences)
    groups, table = choose_features(codes, domains, lexicons, settings)
    rows = np.stack([table.find(keys) for _, keys in feature_keys(codes, lexicons, domains)], axis=1)
    starts, lengths = segments(codes)
    names = sorted(set(groups))
    group_of = np.array([names.index(group) for group in groups])
    keep = np.array([1.0 - settings.drop.get(name, 0.0) for name in names])
    allowed = allowed_transitions()
    weights = np.zeros((table.slots + 1, STATES), dtype=np.float32)
    squares = np.full(table.slots + 1, 0.5, dtype=np.float32)
    transitions, transition_squares = np.zeros((STATES + 1, STATES + 1)), np.ones((STATES + 1, STATES + 1))
    importance = np.ones(len(starts))
    random = np.random.default_rng(settings.seed)
    for number in range(settings.epochs):
        order = random.permutation(len(starts))
        rate = settings.rate * (1 - number / settings.epochs)
        seed = settings.seed * 1000 + number
        epoch(order, starts, lengths, rows, gold, importance, keep, group_of, weights, squares, transitions,
              transition_squares, allowed, rate, seed, STATES)  # fmt: skip
        log("epoch", number + 1)
    scale = float(min(np.abs(weights).max(), CLIP) / 127)
    return Model(
        features=table,
        weights=np.clip(np.rint(weights / scale), -127, 127).astype(np.int8),
        scale=scale,
        transitions=np.where(allowed, transitions, FORBIDDEN).astype(np.float32),
        lexicons=tuple(lexicons),
        domain=DOMAINS[domain],
        about={},
    )

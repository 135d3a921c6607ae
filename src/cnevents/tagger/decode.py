"""Best label sequences and the probability of the names in them, for many sentences at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

TYPES = ("PER", "ORG", "LOC")
LABELS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BIES"))
STATES = len(LABELS)


def allowed_transitions() -> NDArray[np.bool_]:
    """Which label may follow which; the last row is the sentence's start, the last column its end."""
    allowed = np.zeros((STATES + 1, STATES + 1), dtype=np.bool_)
    for i, first in enumerate((*LABELS, "O")):
        for j, second in enumerate((*LABELS, "O")):
            if first[0] in "BI":
                allowed[i, j] = second[0] in "IE" and second[1:] == first[1:]
            else:
                allowed[i, j] = second[0] in "OBS"
    return allowed


@dataclass(slots=True, frozen=True)
class TagSpan:
    """A name that the tagger found in one sentence.

    Attributes:
        start: Offset of its first character in the sentence.
        end: Offset after its last character.
        label: ``PER``, ``ORG`` or ``LOC``.
        score: Probability of exactly this span with this label, from 0 to 1.
    """

    start: int
    end: int
    label: str
    score: float


Wanted = Callable[[int, int, int, str], bool]


def decode_batch(
    scores: Floats,
    lengths: NDArray[Any],
    transitions: Floats,
    margins: bool = True,
    wanted: Wanted | None = None,
) -> list[list[TagSpan]]:
    """The names of the best label sequences.

    Args:
        scores: Score by sentence, character and label; what lies beyond a sentence's length is ignored.
        lengths: Number of characters of each sentence, at least 1, in falling order.
        transitions: Score of each label after each other; the last row holds those at the start of a
            sentence, the last column those at its end; forbidden ones are very low.
        margins: Whether to work out probabilities (else every score is 1).
        wanted: Asked with row, start, end and label whether the probability of a name matters. A row
            without such a name costs half the time; all its names get 0.
    """
    count, width, _ = scores.shape
    # how many sentences reach each column
    running = np.searchsorted(-lengths, -np.arange(1, width + 1), side="right")
    scores[:, 0] += transitions[STATES, :STATES]
    scores[np.arange(count), lengths - 1] += transitions[:STATES, STATES]
    transitions = transitions[:STATES, :STATES]
    best = _viterbi(scores, running, transitions)
    spans = _spans(best, lengths)
    named = [row for row in range(count) if spans[row]] if margins else []
    if wanted is not None:
        named = [row for row in named if any(wanted(row, s, e, TYPES[kind]) for s, e, kind in spans[row])]
    unknown = 0.0 if margins else 1.0
    result = [[TagSpan(s, e, TYPES[kind], unknown) for s, e, kind in row] for row in spans]
    if named:
        rows = np.array(named)
        part = scores[rows]
        reach = np.searchsorted(-lengths[rows], -np.arange(1, width + 1), side="right")
        logs = _probabilities(part, lengths[rows], reach, transitions, [spans[row] for row in named])
        for row, found in zip(named, logs, strict=True):
            result[row] = found
    return result


def _viterbi(scores: Floats, running: NDArray[Any], transitions: Floats) -> NDArray[np.int8]:
    count, width, states = scores.shape
    back = np.zeros((width, count, states), dtype=np.int8)
    state = scores[:, 0].copy()
    reverse = np.ascontiguousarray(transitions.T)[None]  # to, from
    for t in range(1, width):
        n = running[t]
        step = state[:n, None, :] + reverse
        back[t, :n] = step.argmax(axis=2)
        state[:n] = step.max(axis=2) + scores[:n, t]
    best = np.zeros((count, width), dtype=np.int8)
    last = state.argmax(axis=1).astype(np.int8)
    for t in range(width - 1, 0, -1):
        n = running[t]
        best[:n, t] = last[:n]
        last[:n] = back[t, np.arange(n), last[:n]]
    best[:, 0] = last
    return best


def _spans(best: NDArray[np.int8], lengths: NDArray[Any]) -> list[list[tuple[int, int, int]]]:
    """(start, end, type number) of the names in each row."""
    place = np.where(best > 0, (best - 1) % 4, -1)
    columns = np.arange(best.shape[1])[None, :] < lengths[:, None]
    found: list[list[tuple[int, int, int]]] = [[] for _ in range(len(best))]
    first = np.argwhere(columns & ((place == 0) | (place == 3)))
    last = np.argwhere(columns & ((place == 2) | (place == 3)))
    for (row, start), (_, end) in zip(first.tolist(), last.tolist(), strict=True):
        found[row].append((start, end + 1, int(best[row, start] - 1) // 4))
    return found


def _path(kind: int, length: int) -> list[int]:
    """The labels of a name."""
    first = 4 * kind + 1
    return [first + 3] if length == 1 else [first, *[first + 1] * (length - 2), first + 2]


def _probabilities(
    scores: Floats,
    lengths: NDArray[Any],
    running: NDArray[Any],
    transitions: Floats,
    spans: list[list[tuple[int, int, int]]],
) -> list[list[TagSpan]]:
    """Exact marginals of whole names: forward to the first label, along the name, backward from the last."""
    count, width, _ = scores.shape
    forth, back = np.empty_like(scores), np.zeros_like(scores)
    weights = np.exp(transitions)
    inverse = np.ascontiguousarray(weights.T)
    forth[:, 0] = scores[:, 0]
    for t in range(1, width):
        n = running[t]
        before = forth[:n, t - 1]
        top = before.max(axis=1, keepdims=True)
        forth[:n, t] = np.log(np.exp(before - top) @ weights + 1e-30) + top + scores[:n, t]
    for t in range(width - 2, -1, -1):
        n = running[t + 1]
        after = back[:n, t + 1] + scores[:n, t + 1]
        top = after.max(axis=1, keepdims=True)
        back[:n, t] = np.log(np.exp(after - top) @ inverse + 1e-30) + top
    final = forth[np.arange(count), lengths - 1]
    top = final.max(axis=1)
    total = np.log(np.exp(final - top[:, None]).sum(axis=1)) + top
    result: list[list[TagSpan]] = []
    for row, found in enumerate(spans):
        line: list[TagSpan] = []
        for start, end, kind in found:
            path = _path(kind, end - start)
            log = forth[row, start, path[0]] + back[row, end - 1, path[-1]] - total[row]
            for t, (first, second) in enumerate(pairwise(path), start=start + 1):
                log += transitions[first, second] + scores[row, t, second]
            line.append(TagSpan(start, end, TYPES[kind], float(min(1.0, np.exp(log)))))
        result.append(line)
    return result

"""A linear-chain CRF over hashed features, learned by AdaGrad on one core (compiled with numba)."""

from __future__ import annotations

import numba
import numpy as np


@numba.njit(cache=True, fastmath=False)
def place_keys(keys, bits, pairs):
    """Put keys into pair buckets, the first come first; returns how many found a slot."""
    placed = 0
    for key in keys:
        bucket = np.int64(key >> np.uint64(64 - bits))
        mark = max(np.uint32(key & np.uint64(0xFFFF)), np.uint32(1))
        low, high = pairs[bucket] & np.uint32(0xFFFF), pairs[bucket] >> np.uint32(16)
        if low == mark or high == mark:
            continue
        if low == 0:
            pairs[bucket] |= mark
        elif high == 0:
            pairs[bucket] |= mark << np.uint32(16)
        else:
            continue
        placed += 1
    return placed


@numba.njit(cache=True)
def _forward_backward(scores, trans, alpha, beta, scale, marg, states):
    n = scores.shape[0]
    for t in range(n):
        top = scores[t, 0]
        for y in range(1, states):
            top = max(top, scores[t, y])
        for y in range(states):
            scores[t, y] = np.exp(scores[t, y] - top)
    for t in range(n):
        total = 0.0
        for y in range(states):
            value = 0.0
            if t == 0:
                value = trans[states, y]
            else:
                for z in range(states):
                    value += alpha[t - 1, z] * trans[z, y]
            value *= scores[t, y]
            alpha[t, y] = value
            total += value
        scale[t] = 1.0 / max(total, 1e-300)
        for y in range(states):
            alpha[t, y] *= scale[t]
    total = 0.0
    for y in range(states):
        beta[n - 1, y] = trans[y, states]
        total += alpha[n - 1, y] * beta[n - 1, y]
    for y in range(states):
        beta[n - 1, y] /= total
    for t in range(n - 2, -1, -1):
        for y in range(states):
            value = 0.0
            for z in range(states):
                value += trans[y, z] * scores[t + 1, z] * beta[t + 1, z]
            beta[t, y] = value * scale[t + 1]
    for t in range(n):
        for y in range(states):
            marg[t, y] = alpha[t, y] * beta[t, y]


@numba.njit(cache=True)
def epoch(
    order,
    starts,
    lengths,
    rows,
    gold,
    weight,
    keep_group,
    group_of,
    w,
    g2,
    trans,
    tg2,
    allowed,
    rate,
    seed,
    states,
):
    """One pass of AdaGrad over the sentences in `order`; the last row of `w` stays zero.

    `keep_group` is the probability that a group of templates is seen in a sentence.
    """
    np.random.seed(seed)
    empty = w.shape[0] - 1
    columns = rows.shape[1]
    groups = keep_group.shape[0]
    longest = lengths.max()
    scores = np.empty((longest, states))
    alpha = np.empty((longest, states))
    beta = np.empty((longest, states))
    marg = np.empty((longest, states))
    scale = np.empty(longest)
    etrans = np.zeros((states + 1, states + 1))
    grad = np.zeros((states + 1, states + 1))
    seen = np.ones(columns, dtype=np.bool_)
    kept = np.ones(groups, dtype=np.bool_)
    delta = np.empty(states)
    for number in order:
        start, n = starts[number], lengths[number]
        for k in range(groups):
            kept[k] = np.random.random() < keep_group[k]
        for c in range(columns):
            seen[c] = kept[group_of[c]]
        for i in range(states + 1):
            for j in range(states + 1):
                etrans[i, j] = np.exp(trans[i, j]) if allowed[i, j] else 0.0
                grad[i, j] = 0.0
        for t in range(n):
            for y in range(states):
                scores[t, y] = 0.0
            for c in range(columns):
                row = rows[start + t, c]
                if row != empty and seen[c]:
                    for y in range(states):
                        scores[t, y] += w[row, y]
        _forward_backward(scores[:n], etrans, alpha, beta, scale, marg, states)
        importance = weight[number]
        before = states
        for t in range(n):
            y0 = gold[start + t]
            grad[before, y0] += importance
            before = y0
            square = 0.0
            for y in range(states):
                delta[y] = importance * ((1.0 if y == y0 else 0.0) - marg[t, y])
                square += delta[y] * delta[y]
            if t > 0:
                for z in range(states):
                    if alpha[t - 1, z] > 1e-8:
                        for y in range(states):
                            if allowed[z, y]:
                                grad[z, y] -= (
                                    importance
                                    * alpha[t - 1, z]
                                    * etrans[z, y]
                                    * scores[t, y]
                                    * beta[t, y]
                                    * scale[t]
                                )
            else:
                for y in range(states):
                    grad[states, y] -= importance * marg[0, y]
            if square < 1e-7:
                continue
            for c in range(columns):
                row = rows[start + t, c]
                if row != empty and seen[c]:
                    g2[row] += square
                    step = rate / np.sqrt(g2[row])
                    for y in range(states):
                        w[row, y] += step * delta[y]
        grad[before, states] += importance
        for y in range(states):
            grad[y, states] -= importance * marg[n - 1, y]
        for i in range(states + 1):
            for j in range(states + 1):
                if allowed[i, j] and grad[i, j] != 0.0:
                    tg2[i, j] += grad[i, j] * grad[i, j]
                    trans[i, j] += rate / np.sqrt(tg2[i, j]) * grad[i, j]

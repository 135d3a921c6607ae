"""Which records tell the same happening: blocks of those that could, pairs that do, groups that hold."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from cnevents.merging.items import Item
from cnevents.merging.match import ALIKE, LONG, Profile, profile, similarity


def group(items: Sequence[Item]) -> list[list[Item]]:
    """Records in groups, one a happening; the same whatever their order.

    Records that say the same (kin, participants, days, place) are one node from the start, so that a
    happening told by thousands costs no more than one. Nodes are compared where they share participants and
    their days touch; pairs are joined from the most alike down, as long as the groups as a whole are alike.
    """
    nodes: dict[tuple[Any, ...], tuple[Profile, list[Item]]] = {}
    for item in sorted(items, key=lambda one: one.key):
        said = profile(item)
        signature = _signature(item, said)
        if signature in nodes:
            nodes[signature][1].append(item)
        else:
            nodes[signature] = (said, [item])
    order = [nodes[signature] for signature in sorted(nodes)]
    nodes.clear()
    groups = _joined([said for said, _ in order])
    found = [
        sorted((item for at in part for item in order[at][1]), key=lambda one: one.key) for part in groups
    ]
    return sorted(found, key=lambda part: part[0].key)


def _signature(item: Item, said: Profile) -> tuple[Any, ...]:
    """What two records must share to be the same without further question.

    What tells too little is no node with others, but for the same text in another document: a record without
    any day or with a long stretch (今年), with neither who nor where, or with one participant alone where the
    day is not told, or who else was there.
    """
    who = tuple(sorted(said.actors)), tuple(sorted(said.recipients)), tuple(sorted(said.places))
    single = len(said.actors) + len(said.recipients) < 2 and not said.places
    thin = not any(who) or (single and (not said.told or said.kin.symmetric or said.kin.repeats))
    thin = thin or (said.kin.repeats and not said.told)
    vague = said.days is None or said.days[1] - said.days[0] > LONG
    alone = item.event_id if vague or thin else ""
    return (said.kin.name, *who, said.days or (), said.told, tuple(sorted(said.contexts)), alone)


def _joined(profiles: list[Profile]) -> list[list[int]]:
    """Numbers of nodes in groups."""
    whole = list(profiles)
    parent = list(range(len(profiles)))
    members = [[at] for at in parent]

    def root(at: int) -> int:
        """The node that stands for the group of a node; shortens the way there."""
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for _, one, two in sorted((-like, one, two) for like, one, two in _pairs(profiles)):
        left, right = sorted((root(one), root(two)))
        if left == right or similarity(whole[left], whole[right]) < ALIKE:
            continue
        whole[left] = whole[left].join(whole[right])
        parent[right] = left
        members[left].extend(members[right])
        members[right] = []
    return [part for part in members if part]


def _pairs(profiles: list[Profile]) -> Iterator[tuple[float, int, int]]:
    """Nodes that are alike, each pair once."""
    for left, right in _near(profiles):
        like = similarity(profiles[left], profiles[right])
        if like >= ALIKE:
            yield like, min(left, right), max(left, right)


def _near(profiles: list[Profile]) -> Iterator[tuple[int, int]]:
    """Pairs of one kin that share participants and whose days touch.

    Where both have two tokens (states, or names without one) they share two: 俄印 and 俄中 are no visit of
    the same. That, and the days, keep the number of pairs near the number of records.
    """
    doubles: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    singles: dict[tuple[str, str], list[int]] = defaultdict(list)
    every: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(profiles):
        if one.days is None or one.days[1] - one.days[0] > LONG:
            continue
        tokens = sorted(one.tokens)
        for first, second in combinations(tokens, 2):
            doubles[one.kin.name, first, second].append(at)
        for token in tokens:
            (every if len(tokens) > 1 else singles)[one.kin.name, token].append(at)
    for (_, first, second), block in doubles.items():
        for left, right in _touching(profiles, block, block):
            shared = sorted(profiles[left].tokens & profiles[right].tokens)
            if shared[:2] == [first, second]:  # a pair that shares three is compared under the first two
                yield left, right
    for key, block in singles.items():
        yield from _touching(profiles, block, block)
        yield from _touching(profiles, block, every.get(key, []))


def _touching(profiles: list[Profile], block: list[int], others: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of a node of the one and a node of the other whose days overlap or follow one another."""
    starts = sorted((_days(profiles[at])[0], at) for at in others)
    for at in block:
        first, last = _days(profiles[at])
        low = bisect_left(starts, (first - LONG - 1, -1))
        for start, other in starts[low : bisect_right(starts, (last, len(profiles)))]:
            if (others is not block or other > at) and _days(profiles[other])[1] >= first and start <= last:
                yield at, other


def _days(one: Profile) -> tuple[int, int]:
    assert one.days is not None  # nodes without days stand in no block
    return one.days

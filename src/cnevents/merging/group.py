"""Which records tell the same happening: blocks of those that could, pairs that do, groups that hold.

Only records of one kin whose days touch can be one happening. So records are taken kin by kin and day by day,
and what no later record can join is given away: memory holds the days around the present one, whoever sorts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from cnevents.merging.items import Item
from cnevents.merging.match import ALIKE, LONG, Profile, first_day, kin_of, profile, similarity

Order = tuple[str, bool, int, tuple[str, str]]


def group(items: Iterable[Item]) -> list[list[Item]]:
    """Records in groups, one a happening; the same whatever their order."""
    return list(groups(sorted(items, key=order)))


def order(item: Item) -> Order:
    """The order that `groups` needs: kin, first day (those without one last), event and document."""
    first = first_day(item)
    return kin_of(item.frame).name, first is None, first or 0, item.key


def groups(items: Iterable[Item]) -> Iterator[list[Item]]:
    """The groups of records that come in `order`; each as soon as no later record can join it.

    Records that say the same (kin, participants, days, place) are one node from the start, so that a
    happening told by thousands costs no more than one. Nodes are compared where they share participants and
    their days touch; pairs are joined from the most alike down, as long as the groups as a whole are alike.
    """
    before: Order = ("", False, 0, ("", ""))
    near = _Near()
    for item in items:
        here = order(item)
        assert before <= here, "the records are not in order"
        kin, undated, first, key = here
        if undated and key[0] != before[3][0]:  # without a day only the same text is the same
            yield from near.close()
        elif here[:3] != before[:3]:
            yield from near.close(first if kin == before[0] and not undated else math.inf)
        near.add(item)
        before = here
    yield from near.close()


@dataclass(slots=True, eq=False)
class _Node:
    """Records that say the same."""

    signature: tuple[Any, ...]
    said: Profile
    items: list[Item]
    part: _Part


@dataclass(slots=True, eq=False)
class _Part:
    """Nodes that hang together by pairs that are alike; `until` is the end of the last one's days."""

    until: int
    nodes: list[_Node] = field(default_factory=list)
    pairs: list[tuple[float, _Node, _Node]] = field(default_factory=list)

    def take(self, other: _Part) -> None:
        """Both are one from now on."""
        for node in other.nodes:
            node.part = self
        self.nodes.extend(other.nodes)
        self.pairs.extend(other.pairs)
        self.until = max(self.until, other.until)


class _Near:
    """The nodes that records still to come may touch."""

    def __init__(self) -> None:
        self._today: dict[tuple[Any, ...], _Node] = {}
        self._blocks: dict[tuple[str, str], list[_Node]] = {}
        self._parts: dict[_Part, None] = {}

    def add(self, item: Item) -> None:
        """Put a record to those that say the same, or compare it with those that could be the same."""
        said = profile(item)
        signature = _signature(item, said)
        if signature in self._today:
            self._today[signature].items.append(item)
            return
        days = said.days if not _vague(said) else None
        node = self._today[signature] = _Node(signature, said, [item], _Part(days[1] if days else 0))
        node.part.nodes.append(node)
        self._parts[node.part] = None
        if days is None:
            return
        own, others = _keys(said)
        seen = {id(other): other for key in others for other in self._blocks.get(key, ())}
        for other in seen.values():
            one, two = sorted((node, other), key=lambda each: each.signature)
            like = similarity(one.said, two.said)
            if like >= ALIKE:
                self._join(like, one, two)
        for key in own:
            self._blocks.setdefault(key, []).append(node)

    def _join(self, like: float, one: _Node, two: _Node) -> None:
        part, other = one.part, two.part
        part.pairs.append((like, one, two))
        if part is not other:
            if len(part.nodes) < len(other.nodes):
                part, other = other, part
            part.take(other)
            del self._parts[other]

    def close(self, day: float = math.inf) -> Iterator[list[Item]]:
        """Give away what nothing from `day` on can touch."""
        self._today = {}
        for part in [part for part in self._parts if part.until < day]:
            del self._parts[part]
            yield from _joined(part)
        blocks, self._blocks = self._blocks, {}
        for key, nodes in blocks.items():
            left = [node for node in nodes if node.said.days is not None and node.said.days[1] >= day]
            if left:
                self._blocks[key] = left


def _vague(said: Profile) -> bool:
    """Too little is said of when to be compared with others."""
    return said.days is None or said.days[1] - said.days[0] > LONG


def _keys(said: Profile) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The blocks that a node stands in, and those in which it looks for others.

    Where both have two tokens (states, or names without one) they share two: 俄印 and 俄中 are no visit of
    the same. That, and the days, keep the number of pairs near the number of records.
    """
    tokens = sorted(said.tokens)
    alone, among = [(token, "") for token in tokens], [("", token) for token in tokens]
    if len(tokens) == 1:
        return alone, alone + among
    pairs = list(combinations(tokens, 2))
    return pairs + among, pairs + alone


def _signature(item: Item, said: Profile) -> tuple[Any, ...]:
    """What two records must share to be the same without further question.

    What tells too little is no node with others, but for the same text in another document: a record without
    any day or with a long stretch (今年), with neither who nor where, or with one participant alone where the
    day is not told, or who else was there, or words that nobody in particular says.
    """
    who = tuple(sorted(said.actors)), tuple(sorted(said.recipients)), tuple(sorted(said.places))
    single = len(said.actors) + len(said.recipients) < 2 and not said.places
    thin = not any(who) or (single and (not said.told or said.kin.symmetric or said.kin.repeats))
    thin = thin or said.lone or said.at_home or (said.kin.repeats and not said.told)
    thin = thin or (said.kin.words and not said.speakers and not said.places)
    alone = item.event_id if _vague(said) or thin else ""
    rest = said.told, tuple(sorted(said.contexts)), tuple(sorted(said.speakers)), alone
    return (said.kin.name, *who, said.days or (), *rest)


def _joined(part: _Part) -> Iterator[list[Item]]:
    """The groups of a part, each in the order of event and document."""
    nodes = sorted(part.nodes, key=lambda node: node.signature)
    number = {node: at for at, node in enumerate(nodes)}
    whole = [node.said for node in nodes]
    root = list(range(len(nodes)))
    members = [[at] for at in root]
    for _, one, two in sorted((-like, number[one], number[two]) for like, one, two in part.pairs):
        left, right = sorted((root[one], root[two]))
        if left == right or similarity(whole[left], whole[right]) < ALIKE:
            continue
        whole[left] = whole[left].join(whole[right])
        for at in members[right]:
            root[at] = left
        members[left].extend(members[right])
        members[right] = []
    for found in filter(None, members):
        yield sorted((item for at in found for item in nodes[at].items), key=lambda item: item.key)

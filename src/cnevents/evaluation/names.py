"""When does a name mean the same participant?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from cnevents.evaluation.gold import GoldDocument, OneOrMore
from cnevents.evaluation.predictions import Names
from cnevents.text.folding import fold

QUOTES = " 「」『』《》“”\"'　"


def norm(name: str) -> str:
    """The name without script, quotation marks and letter case.

    >>> norm("《勞動新聞》")
    '劳动新闻'
    """
    return fold(name).strip(QUOTES).upper()


def agree(one: str, other: str) -> bool:
    """Are two normed names the same, or is one the better part of the other?

    >>> agree("韩国国防部", "国防部"), agree("朝鲜劳动党", "朝鲜"), agree("PRK", "RK")
    (True, False, False)
    """
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or one.isascii() or other.isascii():
        return False
    return short in long and len(long) <= 2 * len(short)


class Surfaces:
    """The words that gold has for each id, and those that name a person."""

    def __init__(self, document: GoldDocument) -> None:
        self.of: defaultdict[str, set[str]] = defaultdict(set)
        self.people: set[str] = set()
        for entity in document.entities:
            word = norm(document.text[entity.start : entity.end])
            self.of[entity.id].add(word)
            if entity.type == "PERSON":
                self.people.add(word)

    def mean(self, gold_id: str, names: Iterable[str]) -> bool:
        """Does one of `names` mean the gold participant?"""
        return means(gold_id, names, self.of[gold_id])

    def fits(self, gold: OneOrMore, found: Names | None) -> bool:
        """Is a place or source right? Where gold has none, none may be found."""
        if gold is None:
            return found is None
        names = found.names if found else ()
        wanted = (gold,) if isinstance(gold, str) else gold
        return any(self.mean(gold_id, names) for gold_id in wanted)

    def count(self, gold_ids: Iterable[str], found: Sequence[Names]) -> int:
        """How many gold ids find a participant of their own among `found`."""
        left = [self._without_state(one.names) for one in found]
        hits = 0
        for gold_id in gold_ids:
            index = next((i for i, names in enumerate(left) if self.mean(gold_id, names)), None)
            if index is not None:
                del left[index]
                hits += 1
        return hits

    def _without_state(self, names: Sequence[str]) -> Sequence[str]:
        if any(norm(name) in self.people for name in names):
            return [name for name in names if not name.isascii()]
        return names


def means(gold_id: str, names: Iterable[str], surfaces: Collection[str] = ()) -> bool:
    """Does one of `names` mean `gold_id`, or is it among the words that gold has for it?"""
    wanted = norm(gold_id)
    return any(name in surfaces or agree(name, wanted) for name in map(norm, names))

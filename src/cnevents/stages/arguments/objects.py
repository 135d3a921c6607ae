"""Objects: what stands after the verb, and what coverbs bring before it."""

from __future__ import annotations

from cnevents.analysis import Analysis, Item
from cnevents.stages.clauses import chain_of, guest_of
from cnevents.stages.grammar import pattern
from cnevents.stages.parse import INSIDE, relative_head

OBJECT_REACH = 22  # characters from the verb to its object
STOPS = frozenset({"conj", "report", "announce", "deny", "future", "cite"})


def object_of(items: list[Item], at: int, analysis: Analysis) -> list[Item]:
    """The object chain after the verb at `at`; an owner (伊朗的基地) where no head is a participant."""
    owner: list[Item] = []
    reach, travelled = items[at].end, False
    index = at + 1
    while index < len(items):
        item = items[index]
        if item.start - reach > OBJECT_REACH:
            break
        if item.kind == "P" and _is_tool(item, analysis):
            index += 1
            continue
        if item.kind == "P" and item.start < items[at].end:
            return chain_of(items, index, analysis)
        if item.kind == "V":
            guest = guest_of(items, index, analysis)
            if guest is not None:
                return chain_of(items, guest, analysis)
            if not _relative(items, index):
                break
            reach = item.end
        elif item.function == "conj" and index == at + 1 and items[index + 1 : index + 2] != []:
            if items[index + 1].kind != "V":
                break
            index += 1
            reach = items[index].end
        elif item.kind == "W" and item.function in STOPS:
            break
        elif item.function in INSIDE:
            travelled = True
        elif item.kind == "P":
            head = relative_head(items, index)
            guest = _visitor(items, at, index, analysis) if head is None else None
            if guest is not None:
                return chain_of(items, guest, analysis)
            if head is not None:
                index, reach = head, items[head].start
                continue
            index = _apposed(items, index, analysis)
            item = items[index]
            chain = chain_of(items, index, analysis)
            if item.possessor:
                described = items[index - 1].kind == "V" and items[index - 1].end == item.start
                owner = owner or ([] if travelled and not described else chain)
            elif item.function in ("", "with", "ba", "matter"):
                return chain
            reach = chain[-1].end
            index = items.index(chain[-1])
        index += 1
    return owner


def _apposed(items: list[Item], at: int, analysis: Analysis) -> int:
    """东非国家|肯尼亚, 边界|以方的目标: index of the name behind a group or a place that only tells which."""
    after = items[at + 1] if at + 1 < len(items) else None
    if after is None or after.kind != "P" or after.start != items[at].end or items[at].function:
        return at
    first, second = analysis.phrases[items[at].ref], analysis.phrases[after.ref]
    tells = first.kind == "group" or (first.kind == "place" and not first.state)
    return at + 1 if tells and second.kind in ("state", "org", "person") and not after.function else at


def _visitor(items: list[Item], verb: int, at: int, analysis: Analysis) -> int | None:
    """会见来华出席峰会和纪念活动的蒙古国总统: index of who the first 的 after the country says has come."""
    if not pattern("visiting").search(analysis.folded, items[verb].end, items[at].start):
        return None
    for index in range(at + 1, len(items) - 1):
        if items[index].function in ("report", "announce"):
            return None
        if items[index].function == "de" and items[index + 1].start == items[index].end:
            return index + 1 if items[index + 1].kind == "P" else None
    return None


def _is_tool(item: Item, analysis: Analysis) -> bool:
    return analysis.phrases[item.ref].kind == "equipment"


def _relative(items: list[Item], at: int) -> bool:
    """Does 的 close a relative clause that the trigger at `at` is the verb of?"""
    for item in items[at + 1 : at + 4]:
        if item.function == "de":
            return True
        if item.kind == "V" or item.function in STOPS:
            return False
    return False


def governed(
    items: list[Item], low: int, high: int, functions: frozenset[str], analysis: Analysis
) -> list[Item]:
    """All phrases between two places of a clause that a coverb of `functions` brings."""
    return [item for item in items[low:high] if item.kind == "P" and item.function in functions]

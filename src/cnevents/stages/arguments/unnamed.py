"""People and things that no table has a name for: 200多家商户举行罢工, 警告滞留者."""

from __future__ import annotations

from cnevents.analysis import Analysis, Candidate, Item, Phrase
from cnevents.stages.grammar import pattern


def counted_group(analysis: Analysis, candidate: Candidate) -> list[Phrase]:
    """200多家商户举行罢工: a counted noun for people before the verb that no table has."""
    start = analysis.clauses[candidate.clause].start
    match = pattern("counted_group").search(analysis.folded, start, candidate.start)
    taken = (
        any(phrase.start < match.end() and match.start() < phrase.end for phrase in analysis.phrases)
        if match
        else 1
    )
    if match is None or taken:
        return []
    low, high = match.span("np")
    return [Phrase(low, high, low, high, (match.group("np"),), "group", rule="grammar/patterns.yaml")]


def unnamed_object(
    analysis: Analysis, candidate: Candidate, items: list[Item], at: int, towards: frozenset[str]
) -> list[Phrase]:
    """警告滞留者, 呼吁相关国家, 对贸易伙伴征收: a noun for people or partners that no table has."""
    folded, end = analysis.folded, analysis.clauses[candidate.clause].end
    spots = [(candidate.end, name) for name in ("unnamed", "partners")]
    spots += [(item.end, "partners") for item in items[:at] if item.function in towards and item.kind == "W"]
    for start, name in spots:
        match = pattern(name).match(folded, start, end)
        if match is None:
            continue
        low, high = match.span("np")
        if not any(item.kind in ("P", "V", "T") and item.start < high and low < item.end for item in items):
            return [Phrase(low, high, low, high, (match.group("np"),), "group", rule="grammar/patterns.yaml")]
    return []

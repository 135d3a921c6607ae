"""Places: after 在, 于, 赴, 抵, in this clause or at the head of the sentence."""

from __future__ import annotations

from cnevents.analysis import Analysis, Item, Phrase

LOCATIVE = frozenset({"at", "toward"})
KINDS = frozenset({"place", "state", "org"})


def place_of(analysis: Analysis, number: int) -> Phrase | None:
    """The place of candidate `number`, or None where no locative phrase fits."""
    candidate = analysis.candidates[number]
    clauses = analysis.clauses
    found = _last(analysis.items[candidate.clause], analysis, candidate.start)
    if found is not None:
        return found
    clause = candidate.clause - 1
    while clause >= 0 and clauses[clause].sentence == clauses[candidate.clause].sentence:
        found = _last(analysis.items[clause], analysis, candidate.start)
        if found is not None:
            return found
        clause -= 1
    return None


def _last(items: list[Item], analysis: Analysis, before: int) -> Phrase | None:
    chosen = None
    for item in items:
        if item.kind == "P" and item.function in LOCATIVE and analysis.phrases[item.ref].kind in KINDS:
            if item.start < before or chosen is None:
                chosen = analysis.phrases[item.ref]
    return chosen

"""Merging: two tellings of one happening become one record with both mentions."""

from __future__ import annotations

from cnevents.analysis import Analysis, Happening


def merge(found: list[Happening], analysis: Analysis) -> list[Happening]:
    """Merge each happening into the first that it tells again."""
    kept: list[Happening] = []
    for happening in found:
        earlier = next((other for other in kept if _same(other, happening, analysis)), None)
        if earlier is None:
            kept.append(happening)
        else:
            _absorb(earlier, happening)
    return kept


def _ids(happening: Happening) -> tuple[frozenset[str], frozenset[str]]:
    roles = happening.roles
    actors = frozenset(identity for phrase in roles.actors for identity in phrase.ids)
    recipients = frozenset(identity for phrase in roles.recipients for identity in phrase.ids)
    return actors, recipients


def _same(left: Happening, right: Happening, analysis: Analysis) -> bool:
    """Same type, status, participants (one may name fewer), and no date against it."""
    if left.candidate.type != right.candidate.type or left.status.polarity != right.status.polarity:
        return False
    if left.candidate.type != "CASUALTY" and left.candidate.frame != right.candidate.frame:
        return False
    if left.status.modality != right.status.modality:
        return False
    if not _same_time(left, right):
        return False
    actors, recipients = _ids(left)
    more_actors, more_recipients = _ids(right)
    everyone, again = actors | recipients, more_actors | more_recipients
    if not again or not everyone:
        return False
    return again == everyone or (again < everyone and actors >= more_actors) or _headline(left, right, analysis)


def _headline(left: Happening, right: Happening, analysis: Analysis) -> bool:
    """A title tells with fewer words what its story tells in full."""
    clauses, sentences = analysis.clauses, analysis.sentences
    first = sentences[clauses[left.candidate.clause].sentence]
    second = sentences[clauses[right.candidate.clause].sentence]
    if not first.headline or first.story != second.story:
        return False
    everyone = frozenset.union(*_ids(left))
    again = frozenset.union(*_ids(right))
    return bool(everyone & again)


def _same_time(left: Happening, right: Happening) -> bool:
    if left.time is None or right.time is None:
        return True
    return (left.time.begin, left.time.until) == (right.time.begin, right.time.until)


def _absorb(kept: Happening, other: Happening) -> None:
    kept.spans += [span for span in other.spans if span not in kept.spans]
    kept.time = kept.time or other.time
    kept.roles.place = kept.roles.place or other.roles.place
    kept.status.sources = kept.status.sources or other.status.sources
    if frozenset.union(*_ids(kept)) < frozenset.union(*_ids(other)):
        kept.roles = other.roles

"""Merging: two tellings of one happening become one record with both mentions."""

from __future__ import annotations

import dataclasses
from bisect import bisect_left, bisect_right

from cnevents.analysis import Analysis, Happening
from cnevents.stages.grammar import pattern

TOLL = frozenset({"die", "injured", "missing", "casualties", "fall_in_battle"})
REPEATED = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "AID"})
NESTED = 8  # names that begin before a place and may reach over it
RETOLD = 60  # happenings of a type that one is compared with


def merge(found: list[Happening], analysis: Analysis) -> list[Happening]:
    """Merge each happening into the first that it tells again; a title yields to its story."""
    kept: list[Happening] = []
    titles: list[Happening] = []
    by_type: dict[str, list[Happening]] = {}
    for happening in found:
        if _is_title(happening, analysis):
            titles.append(happening)
            continue
        alike = by_type.setdefault(happening.candidate.type, [])
        earlier = next(
            (
                other
                for other in alike[-RETOLD:]
                if (not _another(happening, analysis) and _same(other, happening))
                or _toll(other, happening, analysis)
                or _one_disaster(other, happening, analysis)
                or _one_occasion(other, happening, analysis)
                or _one_charge(other, happening, analysis)
                or _one_threat(other, happening, analysis)
                or _one_protest(other, happening, analysis)
            ),
            None,
        )
        if earlier is None:
            kept.append(happening)
            alike.append(happening)
        else:
            _absorb(earlier, happening)
    for title in titles:
        alike = by_type.get(title.candidate.type, [])
        near = bisect_left(alike, title.candidate.start, key=lambda other: other.candidate.start)
        after = alike[near : near + RETOLD]
        told = next((other for other in after if _retold(title, other, analysis)), None)
        told = told or next((other for other in after if _same_story(title, other, analysis)), None)
        if told is None:
            kept.append(title)
        else:
            told.spans += [span for span in title.spans if span not in told.spans]
    return sorted(kept, key=lambda happening: happening.candidate.start)


def _another(happening: Happening, analysis: Analysis) -> bool:
    """以军还轰炸…: a clause that says that more was done tells no earlier act of force again."""
    if happening.candidate.type not in REPEATED:
        return False
    start = analysis.clauses[happening.candidate.clause].start
    return pattern("once_more").search(analysis.folded, start, happening.candidate.start) is not None


def _toll(left: Happening, right: Happening, analysis: Analysis) -> bool:
    """Dead and injured of one sentence are one event, with all of them as its victims."""
    if left.candidate.frame not in TOLL or right.candidate.frame not in TOLL:
        return False
    first, second = (analysis.clauses[side.candidate.clause].sentence for side in (left, right))
    return first == second and right.candidate.clause - left.candidate.clause <= 3


def _one_charge(left: Happening, right: Happening, analysis: Analysis) -> bool:
    """美国政府的做法破坏…，美方企图…: what one sentence says one side does wrong is one accusation."""
    if not left.candidate.frame == right.candidate.frame == "fault":
        return False
    first, second = (analysis.clauses[side.candidate.clause].sentence for side in (left, right))
    return first == second and _ids(left)[0] == _ids(right)[0] and bool(_states(left) & _states(right))


def _one_threat(left: Happening, right: Happening, analysis: Analysis) -> bool:
    """警告若再遭袭击，将给予回击: what one sentence threatens is one threat by one side."""
    if left.candidate.type != "THREATEN":
        return False
    first, second = (analysis.clauses[side.candidate.clause].sentence for side in (left, right))
    sides = [{phrase.state for phrase in side.roles.actors if phrase.state} for side in (left, right)]
    others = [{phrase.state for phrase in side.roles.recipients if phrase.state} for side in (left, right)]
    against = not others[0] or not others[1] or bool(others[0] & others[1])
    return first == second and bool(sides[0] & sides[1]) and against


def _one_protest(left: Happening, right: Happening, analysis: Analysis) -> bool:
    """举行罢工，抗议裁员: what a crowd gathers for is told behind the gathering, of the same people."""
    if left.candidate.type != "PROTEST" or right.candidate.clause <= left.candidate.clause:
        return False
    first, second = (analysis.clauses[side.candidate.clause].sentence for side in (left, right))
    (actors, against), (again, more) = _ids(left), _ids(right)
    fits = actors == again and (not against or not more or against == more)
    done = left.status.polarity == right.status.polarity and left.status.modality == right.status.modality
    return first == second and right.roles.inherited and bool(actors) and fits and done


def _one_disaster(left: Happening, right: Happening, analysis: Analysis) -> bool:
    """火灾已造成1人死亡: a disaster named again in its story, with no other place or day."""
    if left.candidate.type != "DISASTER" or left.candidate.frame != right.candidate.frame:
        return False
    clauses, sentences = analysis.clauses, analysis.sentences
    stories = {sentences[clauses[side.candidate.clause].sentence].story for side in (left, right)}
    places = {side.roles.place.ids for side in (left, right) if side.roles.place is not None}
    return len(stories) == 1 and len(places) < 2 and _same_time(left, right)


def _one_occasion(left: Happening, right: Happening, analysis: Analysis) -> bool:
    """「表彰…授奖仪式」举行, told twice by its name, with nobody against it."""
    name = _occasion(left, analysis)
    if not name or name != _occasion(right, analysis):
        return False
    everyone, again = frozenset.union(*_ids(left)), frozenset.union(*_ids(right))
    fits = everyone <= again or again <= everyone
    return fits and _same_time(left, right)


def _occasion(happening: Happening, analysis: Analysis) -> str:
    start = happening.candidate.start
    if happening.candidate.form != "n":
        return ""
    behind = bisect_right(analysis.mentions, start, key=lambda mention: mention.start)
    near = analysis.mentions[max(0, behind - NESTED) : behind]
    return next((m.id for m in near if m.type == "EVENT" and start < m.end), "")


def _is_title(happening: Happening, analysis: Analysis) -> bool:
    return analysis.sentences[analysis.clauses[happening.candidate.clause].sentence].headline


def _retold(title: Happening, body: Happening, analysis: Analysis) -> bool:
    """Does the story tell what its title says: same type, and a participant in common or none named?"""
    if title.candidate.type != body.candidate.type:
        return False
    clauses, sentences = analysis.clauses, analysis.sentences
    first = sentences[clauses[title.candidate.clause].sentence]
    second = sentences[clauses[body.candidate.clause].sentence]
    if first.story != second.story and first.story != 0:
        return False
    everyone, again = frozenset.union(*_ids(title)), frozenset.union(*_ids(body))
    return not everyone or not again or bool(everyone & again) or bool(_states(title) & _states(body))


def _same_story(title: Happening, body: Happening, analysis: Analysis) -> bool:
    """A title's word that its story has too, or a toll or a disaster, is told again whoever is named."""
    clauses, sentences = analysis.clauses, analysis.sentences
    first = sentences[clauses[title.candidate.clause].sentence]
    second = sentences[clauses[body.candidate.clause].sentence]
    alike = title.candidate.frame == body.candidate.frame or title.candidate.type in ("CASUALTY", "DISASTER")
    return alike and first.story == second.story


def _states(happening: Happening) -> set[str]:
    phrases = (*happening.roles.actors, *happening.roles.recipients)
    return {phrase.state for phrase in phrases if phrase.state}


def _ids(happening: Happening) -> tuple[frozenset[str], frozenset[str]]:
    roles = happening.roles
    actors = frozenset(identity for phrase in roles.actors for identity in phrase.ids)
    recipients = frozenset(identity for phrase in roles.recipients for identity in phrase.ids)
    return actors, recipients


def _same(left: Happening, right: Happening) -> bool:
    """Same type, status, participants (one may name fewer), and no date against it."""
    if left.candidate.type != right.candidate.type or left.status.polarity != right.status.polarity:
        return False
    if left.candidate.frame != right.candidate.frame and not _one_meeting(left, right):
        return False
    if left.candidate.mode == right.candidate.mode == "visit" and _one_visit(left, right):
        return True
    if left.status.modality != right.status.modality:
        return False
    if not _same_time(left, right):
        return False
    actors, recipients = _ids(left)
    more_actors, more_recipients = _ids(right)
    everyone, again = actors | recipients, more_actors | more_recipients
    if not again or not everyone or _reversed(left, right):
        return False
    return again == everyone or (again < everyone and actors >= more_actors)


def _reversed(left: Happening, right: Happening) -> bool:
    """俄军打击乌军, 乌军打击俄军: what A does to B is not what B does to A; a meeting has no direction."""
    if left.candidate.type == "CONSULT":
        return False
    actors, recipients = _ids(left)
    more_actors, more_recipients = _ids(right)
    turned = actors & more_recipients or recipients & more_actors
    return bool(turned) and not actors & more_actors


def _one_meeting(left: Happening, right: Happening) -> bool:
    """A summit and the talks at it are one, a visit and the talks during it are two."""
    return left.candidate.type == "CONSULT" and left.candidate.mode == right.candidate.mode


def _one_visit(left: Happening, right: Happening) -> bool:
    """抵达台湾访问, 来华进行国事访问: arriving and visiting, with one host or where one names none."""
    actors, hosts = _ids(left)
    again, more = _ids(right)
    fits = not (hosts and more) or (hosts == more and _same_time(left, right))
    return actors == again and left.candidate.clause == right.candidate.clause and fits


def _same_time(left: Happening, right: Happening) -> bool:
    if left.time is None or right.time is None:
        return True
    return (left.time.begin, left.time.until) == (right.time.begin, right.time.until)


def _absorb(kept: Happening, other: Happening) -> None:
    # Spans come in the order of the text: what is the same as one of these was told in the same clause.
    kept.spans += [span for span in other.spans if span not in kept.spans[-RETOLD:]]
    kept.time = kept.time or other.time
    kept.roles.place = kept.roles.place or other.roles.place
    kept.status.sources = kept.status.sources or other.status.sources
    kept.counts += [tally for tally in other.counts if tally not in kept.counts[-RETOLD:]]
    if kept.candidate.type == "CASUALTY":
        known = {phrase.ids for phrase in kept.roles.recipients}
        kept.roles.recipients += [phrase for phrase in other.roles.recipients if phrase.ids not in known]
    elif frozenset.union(*_ids(kept)) < frozenset.union(*_ids(other)):
        kept.roles = dataclasses.replace(other.roles, place=kept.roles.place)

"""What another tool's parser adds: participants for a role that the grammar left empty."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from cnevents.analysis import Analysis, Candidate, Cue, Phrase, RoleHint, Roles
from cnevents.ontology.frames import load_frames

# The place of a clause that a role stands for; the frame says what role of ours the place gets.
_PLACES = {"agent": ("subj",), "patient": ("obj",), "recipient": ("to", "obj")}
_SLOTS = {"actor": "actors", "recipient": "recipients"}


class Hints:
    """The role hints of a text, found by the characters of their predicates."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._by_place: dict[int, list[RoleHint]] = {}
        for hint in analysis.role_hints:
            for place in range(hint.verb_start, hint.verb_end):
                self._by_place.setdefault(place, []).append(hint)
        self._phrases = sorted(analysis.phrases, key=lambda phrase: phrase.start) if self._by_place else []

    def fill(self, number: int, roles: Roles) -> None:
        """Fill the actors and recipients of candidate `number` that are still empty.

        A hint never changes what the grammar found: it is taken where the role is empty, the predicate
        overlaps the trigger, and the argument ends in a phrase that has no other part in the candidate. The
        words that were taken are kept as a cue with the tool's name, which `explain` prints.
        """
        if not self._by_place or self._analysis.statuses[number].drop:
            return
        candidate = self._analysis.candidates[number]
        frame = load_frames()[candidate.frame]
        free = {slot for slot in _SLOTS.values() if not getattr(roles, slot)}
        for hint in self._of(candidate):
            slots = (_SLOTS.get(frame.role(place), "") for place in _PLACES.get(hint.role, ()))
            slot = next(filter(None, slots), "")
            if slot not in free or (hint.role == "agent" and self._is_passive(candidate)):
                continue
            known = _taken(roles)
            found = [one for one in self._meant(hint, candidate) if not known & set(one.ids)]
            if found:
                setattr(roles, slot, sorted([*getattr(roles, slot), *found], key=lambda phrase: phrase.start))
                roles.cues.append(Cue(hint.start, hint.end, slot, hint.source))

    def _of(self, candidate: Candidate) -> Iterator[RoleHint]:
        """The hints of the trigger, then those of the light verb that governs it (举行会谈), each once."""
        seen: set[RoleHint] = set()
        for start, end in [(candidate.start, candidate.end)] + ([candidate.verb] if candidate.verb else []):
            for place in range(start, end):
                for hint in self._by_place.get(place, ()):
                    if hint not in seen:
                        seen.add(hint)
                        yield hint

    def _meant(self, hint: RoleHint, candidate: Candidate) -> Sequence[Phrase]:
        """The phrase that an argument ends in, where Chinese has its head, and those joined with it."""
        low = bisect_left(self._phrases, hint.start, key=lambda phrase: phrase.start)
        high = bisect_left(self._phrases, hint.end, key=lambda phrase: phrase.start)
        inside = [
            phrase
            for phrase in self._phrases[low:high]
            if phrase.end <= hint.end and _is_participant(phrase)
            if phrase.end <= candidate.start or candidate.end <= phrase.start
        ]
        if not inside or any(map(str.isalnum, self._analysis.folded[inside[-1].end : hint.end])):
            return []
        head = inside[-1]
        joined = [one for one in inside if head.coordinated >= 0 and one.coordinated == head.coordinated]
        return joined or [head]

    def _is_passive(self, candidate: Candidate) -> bool:
        """Has the clause a passive word? The grammar knows then who does it; parsers take the subject."""
        items = self._analysis.items[candidate.clause]
        return any(item.function == "by" and item.start <= candidate.start for item in items)


def _is_participant(phrase: Phrase) -> bool:
    """Does the phrase mean somebody? A tool does not, nor a sea or a street that no state is told of."""
    return phrase.kind != "equipment" and (phrase.kind != "place" or bool(phrase.state))


def _taken(roles: Roles) -> set[str]:
    """Who has a part already."""
    phrases = [*roles.actors, *roles.recipients, *(phrase for _, phrase in roles.others)]
    return {identity for phrase in phrases for identity in phrase.ids}

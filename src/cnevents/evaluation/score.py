"""Scoring predictions against gold; docs/evaluation.md says what each measure means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cnevents.evaluation.gold import GoldDocument, GoldEvent
from cnevents.evaluation.matching import match_events
from cnevents.evaluation.names import Surfaces, means
from cnevents.evaluation.predictions import PredictedEvent, Prediction
from cnevents.evaluation.report import Mistake, Report, Tally

MARGIN = 12


def score(gold: Mapping[str, GoldDocument], found: Mapping[str, Prediction]) -> Report:
    """Compare predictions with gold, document by document; a missing prediction counts as empty."""
    report = Report()
    for doc_id, document in gold.items():
        _Scorer(document, found.get(doc_id) or Prediction(doc_id=doc_id), report).run()
    return report


class _Scorer:
    """Adds one document to a report."""

    def __init__(self, gold: GoldDocument, found: Prediction, report: Report) -> None:
        self.gold = gold
        self.found = found
        self.report = report
        self.scores = report.scores
        self.surfaces = Surfaces(gold)

    def run(self) -> None:
        """Count what the two documents share, measure by measure."""
        self._entities()
        self._dates()
        self._events()

    def _note(self, kind: str, text: str) -> None:
        self.report.mistakes.append(Mistake(self.gold.doc_id, kind, text))

    def _entities(self) -> None:
        gold: dict[tuple[int, int, str], str] = {(e.start, e.end, e.type): e.id for e in self.gold.entities}
        found = {(e.start, e.end, e.type): e.id for e in self.found.entities}
        _add_sets(self.scores["entities"], gold, found)
        for start, end, kind in sorted(gold.keys() - found.keys()):
            self._note("entity missed", f"{self.gold.text[start:end]} {kind}")
        for start, end, kind in sorted(found.keys() - gold.keys()):
            self._note("entity extra", f"{self.gold.text[start:end]} {kind}")
        linked = {key for key, gold_id in gold.items() if key in found and means(gold_id, found[key])}
        for start, end, kind in sorted((gold.keys() & found.keys()) - linked):
            ids = gold[start, end, kind], "/".join(found[start, end, kind])
            self._note("entity id", f"{self.gold.text[start:end]} gold {ids[0]} found {ids[1]}")
        _add_linked(self.scores["entity ids"], len(linked), len(gold), len(found))
        states = [sum(key[2] == "STATE" for key in keys) for keys in (linked, gold, found)]
        _add_linked(self.scores["states"], *states)

    def _dates(self) -> None:
        gold = {(d.start, d.end): d.value for d in self.gold.dates}
        found = {(d.start, d.end): d.value for d in self.found.dates}
        _add_sets(self.scores["dates"], gold, found)
        right = sum(found.get(key) == value for key, value in gold.items())
        _add_linked(self.scores["dates+value"], right, len(gold), len(found))
        for (start, end), value in gold.items():
            if found.get((start, end)) != value:
                words = self.gold.text[start:end]
                self._note("date", f"{words} gold {_days(value)} found {_days(found.get((start, end)))}")
        for start, end in sorted(found.keys() - gold.keys()):
            self._note("date extra", f"{self.gold.text[start:end]} {_days(found[start, end])}")

    def _events(self) -> None:
        pairs = match_events(self.gold.events, self.found.events, self.surfaces)
        for i, wanted in enumerate(self.gold.events):
            if wanted.core:
                self._core_event(wanted, self.found.events[pairs[i]] if i in pairs else None)
        partner = {j: self.gold.events[i] for i, j in pairs.items()}
        for j, event in enumerate(self.found.events):
            self._surplus(event, partner.get(j))

    def _core_event(self, gold: GoldEvent, found: PredictedEvent | None) -> None:
        """Count a gold event as found or missed, and look into it where its type is right."""
        typed = found is not None and found.type == gold.type
        _add(self.scores["events"], found is not None)
        _add(self.scores["typed events"], typed)
        _add(self.report.by_type[gold.type], typed)
        if found is not None and typed:
            self._details(gold, found)
            return
        self.scores["roles"].missed += len(gold.actors) + len(gold.recipients)
        self.scores["records"].missed += 1
        if found is None:
            who = f"{'、'.join(gold.actors)}→{'、'.join(gold.recipients)}"
            self._note("event missed", f"{gold.type} {gold.trigger.text} {who} {_days(gold.date)}")
        else:
            self._note("event type", f"{gold.trigger.text}: gold {gold.type} found {found.type}")

    def _details(self, gold: GoldEvent, found: PredictedEvent) -> None:
        """Roles, date, place, source and status of an event whose type is right."""
        gold, found = _one_role(gold, found)
        sides = ((gold.actors, found.actors), (gold.recipients, found.recipients))
        hits = [self.surfaces.count(wanted, have) for wanted, have in sides]
        wanted_roles, found_roles = (sum(len(side[i]) for side in sides) for i in (0, 1))
        _add_linked(self.scores["roles"], sum(hits), wanted_roles, found_roles)
        right = {
            "participants": all(
                hit == len(wanted) == len(have) for hit, (wanted, have) in zip(hits, sides, strict=True)
            ),
            "date": found.date in (gold.date, *gold.date_also),
            "place": self.surfaces.fits(gold.place, found.place),
            "source": self.surfaces.fits(gold.source, found.source),
            "polarity": gold.polarity == found.polarity,
            "modality": gold.modality == found.modality,
        }
        for name, is_right in right.items():
            self.report.shares[name].right += is_right
            self.report.shares[name].of += 1
            if not is_right:
                shown = f"gold {_shown(gold, name)} found {_shown(found, name)}"
                self._note(f"event {name}", f"{gold.type} {gold.trigger.text} {shown}")
        whole = all(right[name] for name in ("participants", "date", "polarity", "modality"))
        self.scores["records"].right += whole
        self.scores["records"].missed += not whole
        self.scores["records"].extra += not whole

    def _surplus(self, found: PredictedEvent, partner: GoldEvent | None) -> None:
        """Count a predicted event that gold does not have, or has with another type."""
        if partner is not None and (not partner.core or partner.type == found.type):
            return
        self.scores["typed events"].extra += 1
        self.scores["records"].extra += 1
        self.report.by_type[found.type].extra += 1
        self.scores["roles"].extra += len(found.actors) + len(found.recipients)
        if partner is None:
            self.scores["events"].extra += 1
            start, end = found.trigger.start, found.trigger.end
            around = self.gold.text[max(0, start - MARGIN) : end + MARGIN].replace("\n", " ")
            self._note("event extra", f"{found.type} {self.gold.text[start:end]} …{around}…")


def _one_role(gold: GoldEvent, found: PredictedEvent) -> tuple[GoldEvent, PredictedEvent]:
    """A meeting without host and guest has one role: put both sides together."""
    if gold.type != "CONSULT" or gold.mode == "visit":
        return gold, found
    return (
        gold.model_copy(update={"actors": gold.actors + gold.recipients, "recipients": ()}),
        found.model_copy(update={"actors": found.actors + found.recipients, "recipients": ()}),
    )


def _add(tally: Tally, hit: bool) -> None:
    tally.right += hit
    tally.missed += not hit


def _add_sets(tally: Tally, gold: Mapping[Any, object], found: Mapping[Any, object]) -> None:
    _add_linked(tally, len(gold.keys() & found.keys()), len(gold), len(found))


def _add_linked(tally: Tally, right: int, gold: int, found: int) -> None:
    tally.right += right
    tally.missed += gold - right
    tally.extra += found - right


def _days(value: tuple[str, str] | None) -> str:
    return "..".join(value) if value else "none"


def _shown(event: GoldEvent | PredictedEvent, name: str) -> str:
    """A field of an event as one short string."""
    if name == "participants":
        return f"{_people(event.actors)}→{_people(event.recipients)}"
    value = getattr(event, name)
    if name == "date":
        return _days(value)
    return "none" if value is None else _people(value if isinstance(value, tuple) else (value,))


def _people(people: tuple[object, ...]) -> str:
    return "、".join("/".join(getattr(one, "names", (str(one),))) for one in people)

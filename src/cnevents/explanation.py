"""Why each record says what it says, as text that a reader can follow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cnevents.analysis import Analysis
from cnevents.io.table import period
from cnevents.records import Document, Event, Evidence, Participant, Span

if TYPE_CHECKING:
    from cnevents.api import Extractor, Published
    from cnevents.missed import Missed

MARGIN = 18
FIELDS = (
    "type", "actors", "recipients", "others", "when", "place", "polarity", "modality", "sources", "counts",
)  # fmt: skip
# A cue is filed under its function in grammar/words.tsv; it is shown with the field that it bears on.
SAME = {
    "source": "sources", "neg": "polarity", "deny": "polarity", "future": "modality", "hyp": "modality",
    "modal": "modality", "wish": "modality", "matrix": "modality", "done": "modality", "earlier": "modality",
    "going": "modality",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explanation:
    """The records of a text with their reasons; `str()` prints them.

    Attributes:
        document: What was read.
        analysis: All layers of the pipeline, with what was looked at and left out.
        missed: Sentences with an actor and a known word that gave no record; None where nobody asked.
    """

    document: Document
    analysis: Analysis | None = None
    missed: tuple[Missed, ...] | None = None

    def __str__(self) -> str:
        if self.missed is not None:
            return "\n\n".join(map(str, self.missed)) or "nothing missed"
        lines = [
            line
            for number, event in enumerate(self.document.events, start=1)
            for line in (*_event_lines(number, event, self.document.text), "")
        ]
        lines.extend(self._left_out())
        return "\n".join(lines).rstrip() or "no events"

    def _left_out(self) -> Iterator[str]:
        """Words that could have told an event, and why they were taken not to."""
        if self.analysis is None:
            return
        pairs = zip(self.analysis.candidates, self.analysis.statuses, strict=False)
        dropped = [(candidate, status.drop) for candidate, status in pairs if status.drop]
        if dropped:
            yield "left out"
        for candidate, reason in dropped:
            words = self.analysis.text[candidate.start : candidate.end]
            at = f"[{candidate.start}:{candidate.end}]"
            yield f"   “{words}” {at} {candidate.frame}: {reason}  {candidate.rule}"


def explain(
    text: str, *, published: Published = None, missed: bool = False, extractor: Extractor | None = None
) -> Explanation:
    """Read a text and keep the reasons: the rule, the cue and the words behind every field.

    With `missed`, what is printed are the sentences that have an actor and a word of the tables and gave
    no record, each with the reason. `extractor` reads the text, by default the one that the module's
    functions share. Takes and raises else what `extract_events` does.

    >>> print(explain("以色列军队14日对加沙发动空袭。", published="2025-01-15"))  # doctest: +ELLIPSIS
    1. ASSAULT ...
    >>> print(explain("联合国秘书长希望访问越南。", missed=True))  # doctest: +ELLIPSIS
    联合国秘书长希望访问越南。 [0:13]
    ...
       “访问” [8:10] visit: wish  frames/triggers_consult.tsv:...
    """
    from cnevents.api import default_extractor
    from cnevents.build import build_document

    extractor = extractor or default_extractor()
    analysis = extractor.analyse(text, published=published)
    found = _find_missed(extractor, text, published) if missed else None
    return Explanation(build_document(analysis), analysis, found)


def _find_missed(extractor: Extractor, text: str, published: Published) -> tuple[Missed, ...]:
    """Read the text once more, keeping happenings that are too unsure for a record."""
    from cnevents.missed import find_missed
    from cnevents.stages.assemble import Assemble
    from cnevents.stages.scorer import load_scorer

    scorer = load_scorer()
    analysis = extractor.analyse(text, published=published, until="arguments")
    analysis.happenings = list(Assemble(scorer, 0.0).run(analysis)["happenings"])
    return tuple(find_missed(analysis, scorer.threshold))


def _event_lines(number: int, event: Event, text: str) -> Iterator[str]:
    yield f"{number}. {event.type} {event.frame}  (confidence {event.confidence:.2f})"
    yield f"   {_context(event.trigger, text)}"
    reasons: dict[str, list[Evidence]] = {}
    for reason in event.evidence:
        reasons.setdefault(SAME.get(reason.field, reason.field), []).append(reason)
    for field in FIELDS:
        values = list(_values(event, field))
        known = reasons.pop(field, [])
        if values or known:
            yield from _field_lines(field, values or ["-"], known)
    for field, known in reasons.items():
        yield from _field_lines(field, ["-"], known)


def _field_lines(field: str, values: Iterable[str], reasons: Iterable[Evidence]) -> Iterator[str]:
    label = field
    for value in values:
        yield f"   {label:10} {value}"
        label = ""
    for reason in reasons:
        yield f"   {'':10}   because {_quoted(reason.span)}" + (f"  {reason.rule}" if reason.rule else "")


def _values(event: Event, field: str) -> Iterator[str]:
    if field == "type":
        yield f"{event.type}{f' / {event.mode}' if event.mode else ''}: {_quoted(event.trigger)}"
    elif field in ("actors", "recipients"):
        yield from map(_participant, getattr(event, field))
    elif field == "others":
        yield from (f"{other.role}: {_participant(other.participant)}" for other in event.others)
    elif field == "when" and event.when:
        yield " ".join(_when(event))
    elif field == "place" and event.place:
        yield _participant(event.place)
    elif field in ("polarity", "modality"):
        value = getattr(event, field)
        if value not in ("positive", "actual"):
            yield value
    elif field == "sources":
        yield from (f"{source.name} {_quoted(source.span)}" for source in event.sources)
    elif field == "counts":
        yield from (f"{count.what} {count.best} {_quoted(count.span)}" for count in event.counts)


def _when(event: Event) -> Iterator[str]:
    when = event.when
    if when is None:
        return
    yield period(when) or "open"
    yield _quoted(when.original) if when.original else "(carried over)"
    if when.anchor:
        yield f"from {when.anchor}"
    if when.inferred:
        yield "(a part comes from context)"


def _participant(who: Participant) -> str:
    notes = [
        who.state if who.state and who.state != who.id else "",
        who.sector or "",
        f"office {who.office}" if who.office else "",
        f"stands for “{who.anaphor}”" if who.anaphor else "",
        "nothing fits it" if who.unresolved else "",
        "subject of an earlier clause" if who.inherited else "",
    ]
    kept = ", ".join(note for note in notes if note)
    return f"{who.name} {_quoted(who.span)}" + (f"  ({kept})" if kept else "")


def _quoted(span: Span) -> str:
    return f"“{span.text}” [{span.start}:{span.end}]"


def _context(trigger: Span, text: str) -> str:
    """The words around a trigger, with the trigger between brackets."""
    before = text[max(0, trigger.start - MARGIN) : trigger.start]
    after = text[trigger.end : trigger.end + MARGIN]
    return f"…{before}【{trigger.text}】{after}…".replace("\n", " ")

"""From layers to records: the edge where pydantic begins."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import cache

from cnevents.analysis import Analysis, Candidate, Happening, Phrase
from cnevents.ontology.actors import actor_code
from cnevents.ontology.coding import CODEBOOK, Coder, Reading
from cnevents.records import (
    Count,
    DateMention,
    Document,
    Entity,
    Event,
    Evidence,
    Other,
    Participant,
    Plover,
    Source,
    Span,
    TimeSpan,
)
from cnevents.stages.assemble.stage import participants
from cnevents.stages.dates.day import day_interval, is_calendar
from cnevents.stages.dates.mention import TimeMention


def build_document(analysis: Analysis) -> Document:
    """The records of a finished analysis."""
    return Document(
        doc_id=analysis.doc_id or None,
        published=analysis.published,
        text=analysis.text,
        entities=tuple(_entities(analysis)),
        dates=tuple(build_date(time, analysis.text) for time in analysis.times),
        events=tuple(_events(analysis)),
    )


def _span(text: str, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=text[start:end])


def build_date(time: TimeMention, text: str) -> DateMention:
    """The public record of a time mention."""
    return DateMention(
        span=_span(text, time.start, time.end),
        date_span=_span(text, time.date_start, time.date_end),
        kind=time.kind,  # type: ignore[arg-type]
        start=time.begin,
        end=time.until,
        precision=time.precision,
        timex=time.timex,
        edtf=time.edtf,
        approximate=time.approximate,
        inferred=time.inferred,
        anchor=time.anchor,
        rule=time.rule,
        invalid=time.invalid,
        alternatives=tuple(time.alternatives),
        days=day_interval(time) if is_calendar(time) else None,
    )


def _entities(analysis: Analysis) -> list[Entity]:
    records = []
    for entity in analysis.entities:
        spans = [
            _span(analysis.text, m.start, m.end) for m in (analysis.mentions[i] for i in entity.mentions)
        ]
        records.append(
            Entity(
                id=entity.id,
                type=entity.type,  # type: ignore[arg-type]
                name=entity.name,
                names=tuple(dict.fromkeys(span.text for span in spans)),
                state=entity.state or None,
                sector=entity.sector or None,
                kind=entity.kind or None,
                latitude=entity.latitude,
                longitude=entity.longitude,
                mentions=tuple(spans),
            )
        )
    return records


class _Names:
    """The usual name of an id."""

    def __init__(self, analysis: Analysis) -> None:
        self._names = {entity.id: entity.name for entity in analysis.entities}
        self._types = {entity.id: entity.type for entity in analysis.entities}

    def __contains__(self, identity: str) -> bool:
        return identity in self._names

    def type(self, identity: str) -> str | None:
        """The type of the entity; a state that only an office or a group stands for is one as well."""
        return self._types.get(identity) or ("STATE" if _is_state(identity) else None)

    def __getitem__(self, identity: str) -> str:
        return self._names.get(identity) or _state_name(identity)


def _is_state(identity: str) -> bool:
    return len(identity) == 3 and identity.isascii() and identity.isupper()


def _state_name(identity: str) -> str:
    from cnevents.lexicon import load_lexicon

    if len(identity) == 3 and identity.isascii():
        state = load_lexicon().states.get(identity)
        return state.name if state else identity
    return identity


def _participants(
    analysis: Analysis, phrases: Sequence[Phrase], names: _Names, inherited: bool
) -> list[Participant]:
    return [
        _participant(analysis, identity, phrase, names, inherited)
        for identity, phrase in participants(phrases)
    ]


def _participant(
    analysis: Analysis, identity: str, phrase: Phrase, names: _Names, inherited: bool = False
) -> Participant:
    state = identity if _is_state(identity) else phrase.state or None
    sector = phrase.sector or None
    return Participant(
        id=identity,
        type=names.type(identity),  # type: ignore[arg-type]
        name=names[identity],
        span=_span(analysis.text, phrase.head_start, phrase.head_end),
        state=state,
        sector=sector,
        code=actor_code(identity, state, sector, named=identity in names),
        office=phrase.office or None,
        anaphor=phrase.anaphor or None,
        unresolved=phrase.unresolved,
        inherited=inherited,
    )


def _events(analysis: Analysis) -> Iterator[Event]:
    digest = hashlib.sha256(analysis.text.encode("utf-8")).hexdigest()
    names, coder = _Names(analysis), Coder(analysis)
    for happening in analysis.happenings:
        event = _event(analysis, happening, names, coder)
        yield event.model_copy(update={"event_id": _event_id(event, digest)})


def _event(analysis: Analysis, happening: Happening, names: _Names, coder: Coder) -> Event:
    candidate, status, roles = happening.candidate, happening.status, happening.roles
    codes = coder.code(happening)
    before = [phrase for phrase in roles.actors if phrase.start < candidate.start]
    return Event(
        event_id="",
        doc_id=analysis.doc_id or None,
        type=candidate.type,  # type: ignore[arg-type]
        mode=candidate.mode or None,
        frame=candidate.frame,
        contexts=codes.contexts,  # type: ignore[arg-type]
        cameo=codes.cameo,
        goldstein=codes.goldstein,
        quad=codes.quad,  # type: ignore[arg-type]
        intensity=codes.intensity,
        plover=_plover(codes.plover),
        coder=_coder(),
        codebook=CODEBOOK,
        trigger=_span(analysis.text, candidate.start, candidate.end),
        mentions=tuple(_span(analysis.text, start, end) for start, end in happening.spans),
        actors=tuple(_participants(analysis, roles.actors, names, roles.inherited and bool(before))),
        recipients=tuple(_participants(analysis, roles.recipients, names, roles.recipients_inherited)),
        others=tuple(
            Other(role=role, participant=_participant(analysis, phrase.ids[0], phrase, names))
            for role, phrase in roles.others
            if phrase.ids
        ),
        when=_when(analysis, happening.time),
        place=_place(analysis, roles.place, names),
        polarity=status.polarity,  # type: ignore[arg-type]
        modality=status.modality,  # type: ignore[arg-type]
        sources=tuple(_sources(analysis, status.sources, names)),
        counts=tuple(
            Count(
                what=tally.what,
                low=tally.low,
                best=tally.best,
                high=tally.high,
                span=_span(analysis.text, tally.start, tally.end),
            )
            for tally in happening.counts
        ),
        confidence=round(happening.confidence, 3),
        evidence=tuple(_evidence(analysis, happening)),
    )


def _plover(reading: Reading) -> Plover:
    return Plover(
        type=reading.type,
        mode=reading.mode,
        context=reading.context,  # type: ignore[arg-type]
        quad=reading.quad,  # type: ignore[arg-type]
        intensity=reading.intensity,
    )


@cache
def _coder() -> str:
    from cnevents import __version__

    return f"cnevents-{__version__}"


def _event_id(event: Event, digest: str) -> str:
    """A digest of the text and of what the record says, so that a second run gives the same."""
    parts = [
        digest,
        event.type,
        event.frame,
        str(event.trigger.start),
        *(participant.id for participant in (*event.actors, *event.recipients)),
        str(event.when.start if event.when else ""),
    ]
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:16]


def _when(analysis: Analysis, time: TimeMention | None) -> TimeSpan | None:
    if time is None:
        return None
    begin, until = day_interval(time) or (time.begin, time.until)
    return TimeSpan(
        start=begin,
        end=until,
        precision=time.precision,
        original=_span(analysis.text, time.start, time.end),
        anchor=time.anchor,
        approximate=time.approximate,
        inferred=time.inferred,
    )


def _place(analysis: Analysis, phrase: Phrase | None, names: _Names) -> Participant | None:
    if phrase is None or not phrase.ids:
        return None
    return _participant(analysis, phrase.ids[0], phrase, names)


def _sources(analysis: Analysis, phrases: Sequence[Phrase], names: _Names) -> list[Source]:
    return [
        Source(
            id=identity, name=names[identity], span=_span(analysis.text, phrase.head_start, phrase.head_end)
        )
        for identity, phrase in participants(phrases)
    ]


def _row(candidate: Candidate) -> str:
    """The row that a word was read by; where its conditions fail, also how likely the reader finds it."""
    if candidate.admitted is None:
        return candidate.rule
    why = "like this row's word" if candidate.unlisted else "conditions fail"
    return f"{candidate.rule} ({why}; reader: {candidate.admitted:.2f})"


def _evidence(analysis: Analysis, happening: Happening) -> list[Evidence]:
    candidate = happening.candidate
    found = [
        Evidence(
            field="type", span=_span(analysis.text, candidate.start, candidate.end), rule=_row(candidate)
        )
    ]
    for cue in (*happening.status.cues, *happening.roles.cues):
        found.append(Evidence(field=cue.kind, span=_span(analysis.text, cue.start, cue.end), rule=cue.rule))
    if happening.time is not None:
        time = happening.time
        found.append(Evidence(field="when", span=_span(analysis.text, time.start, time.end), rule=time.rule))
    for field, phrases in (("actors", happening.roles.actors), ("recipients", happening.roles.recipients)):
        for phrase in phrases:
            found.append(
                Evidence(field=field, span=_span(analysis.text, phrase.start, phrase.end), rule=phrase.rule)
            )
    return found

"""What travels between the stages: the text, its folded copy, and one layer a stage.

Offsets are Unicode code points into `Analysis.text`, end exclusive; they hold in `Analysis.folded` too.
Layers are plain slotted dataclasses. A stage reads layers and returns new ones; only the pipeline
writes them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from cnevents.stages.dates.mention import TimeMention


@dataclass(slots=True)
class Token:
    """A word of the segmenter."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class Clause:
    """A stretch between commas, semicolons, colons or the ends of a sentence (mark excluded).

    Attributes:
        sentence: Index of the sentence that it stands in.
        mark: The punctuation character that closes it, or "".
        quoted: True where it lies inside quotation marks.
    """

    start: int
    end: int
    sentence: int
    mark: str = ""
    quoted: bool = False


@dataclass(slots=True)
class Sentence:
    """A sentence or a headline.

    Attributes:
        paragraph: Index of the paragraph (line) that it stands in.
        story: Index of the story, 0 unless the text is a roundup.
        headline: True for a line of its own without a full stop that reads as a title.
    """

    start: int
    end: int
    paragraph: int
    story: int
    headline: bool = False


@dataclass(slots=True)
class Quotation:
    """What stands between quotation marks, marks excluded; `speech` when it is an utterance, not a name."""

    start: int
    end: int
    speech: bool


@dataclass(frozen=True, slots=True)
class NameHint:
    """A name that another tool found in the text: evidence, which our own stages weigh.

    Attributes:
        type: PERSON, ORGANIZATION or PLACE.
        source: The tool, such as "spacy" or "hanlp"; shown by `explain`.
        score: How sure the tool is, 0 to 1.
    """

    start: int
    end: int
    type: str
    source: str
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class RoleHint:
    """An argument of a predicate that another tool's parser found: evidence for the arguments stage.

    Attributes:
        verb_start, verb_end: The predicate.
        start, end: The argument.
        role: agent, patient, recipient, time or place.
        source: The tool and layer, such as "hanlp:srl".
    """

    verb_start: int
    verb_end: int
    start: int
    end: int
    role: str
    source: str


@dataclass(slots=True)
class Mention:
    """A name in the text.

    Attributes:
        type: PERSON, STATE, PLACE, ORGANIZATION, EVENT or DOCUMENT.
        id: A state's code, else the usual name in Simplified characters.
        state: ISO alpha-3 code of the state it belongs to ("" when unknown).
        sector: PLOVER sector code ("" when unknown).
        rule: The resource and line, or the pattern, that found it.
        office: Office words that stand with a person (“总统”), joined by "|".
        inner: True for a state's character that is marked inside a longer name (俄 in 俄军).
        kind: A finer class from the tables (capital, armed_group, media, …) or "".
        score: How sure the finder is, 0 to 1.
    """

    start: int
    end: int
    type: str
    id: str
    state: str = ""
    sector: str = ""
    rule: str = ""
    office: str = ""
    inner: bool = False
    kind: str = ""
    score: float = 1.0


@dataclass(slots=True)
class Nominal:
    """A participant without a name: an office (外长), a body (警方) or a group (示威者).

    Attributes:
        head: The noun of the table, folded.
        kind: office, body or group.
        stands_for_state: True where the noun alone means its state (外长, 中方).
        state, sector, rule: As in `Mention`; the state comes from words before the noun.
    """

    start: int
    end: int
    head: str
    kind: str
    sector: str = ""
    state: str = ""
    stands_for_state: bool = False
    rule: str = ""


@dataclass(slots=True)
class Entity:
    """All mentions of one thing in the document (indices into `Analysis.mentions`)."""

    id: str
    type: str
    name: str
    state: str
    sector: str
    mentions: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    kind: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(slots=True)
class Phrase:
    """A noun phrase that can take part in an event.

    Attributes:
        start, end: The whole phrase: 朝鲜劳动党总书记、国务委员长金正恩.
        head_start, head_end: The words that name the participant: 金正恩.
        ids: What it means: one id for most, several for 两国 or 中美.
        kind: person, state, org, place, office, group, anaphor.
        state, sector, office: As in `Mention`.
        anaphor: The words that were resolved (两国, 他), or "".
        unresolved: True for an anaphor that nothing fits.
        coordinated: Number of the coordination chain, shared by phrases joined with 、和与.
        mention: Index into `Analysis.mentions`, -1 for an unnamed participant.
        acts: False for a place that is no capital, seat or province: it does nothing itself.
    """

    start: int
    end: int
    head_start: int
    head_end: int
    ids: tuple[str, ...]
    kind: str
    state: str = ""
    sector: str = ""
    office: str = ""
    anaphor: str = ""
    unresolved: bool = False
    coordinated: int = -1
    mention: int = -1
    rule: str = ""
    acts: bool = True


@dataclass(slots=True)
class Candidate:
    """A word that tells a happening.

    Attributes:
        frame: Our finer name: visit, air_strike.
        type, mode: PLOVER's, or one of our six types.
        rule: The table's file:line.
        clause: Index of the clause it stands in.
        form: v (verb) or n (noun for an event).
        verb: Span of the light verb that governs a noun trigger, or None.
        admitted: How likely the word tells this, where its row's conditions fail; None where they hold.
        likelihood: How likely the reader finds it that the word tells this; 0 without a reader.
        unlisted: No row reads the word as this; `rule` is the row of a word that is used alike.
    """

    start: int
    end: int
    frame: str
    type: str
    mode: str
    rule: str
    clause: int
    form: str
    verb: tuple[int, int] | None = None
    admitted: float | None = None
    likelihood: float = 0.0
    unlisted: bool = False


@dataclass(slots=True)
class Item:
    """A piece of a clause that the grammar looks at.

    Attributes:
        kind: P (phrase), T (time), V (candidate) or W (a word of `grammar/words.tsv`).
        ref: Index into `phrases`, `times` or `candidates`; -1 for a word.
        function: Of a word: with, to, by, neg, …; of a phrase: the function of the coverb before it.
        possessor: Of a phrase: 的 follows it.
        text: Of a word.
        rule: Of a word: the table's file:line.
    """

    kind: str
    start: int
    end: int
    ref: int = -1
    function: str = ""
    text: str = ""
    rule: str = ""
    possessor: bool = False


@dataclass(slots=True)
class Cue:
    """A word that decided something, kept as evidence: kind is negation, future, source, …"""

    start: int
    end: int
    kind: str
    rule: str = ""


@dataclass(slots=True)
class Status:
    """Polarity, modality, aspect and attribution of a candidate."""

    polarity: str = "positive"
    modality: str = "actual"
    aspect: str = ""
    sources: list[Phrase] = field(default_factory=list)
    cues: list[Cue] = field(default_factory=list)
    drop: str = ""
    reported: bool = False


@dataclass(slots=True)
class Roles:
    """Who takes part in a candidate, when and where."""

    actors: list[Phrase] = field(default_factory=list)
    recipients: list[Phrase] = field(default_factory=list)
    others: list[tuple[str, Phrase]] = field(default_factory=list)
    times: list[TimeMention | None] = field(default_factory=list)
    place: Phrase | None = None
    cues: list[Cue] = field(default_factory=list)
    inherited: bool = False
    recipients_inherited: bool = False
    score: float = 0.5


@dataclass(slots=True)
class Tally:
    """A number of people: what happened to them, at least, best and at most how many."""

    what: str
    low: int | None
    best: int | None
    high: int | None
    start: int
    end: int


@dataclass(slots=True)
class Happening:
    """One record to be: candidates merged, with everything that was decided about them."""

    candidate: Candidate
    status: Status
    roles: Roles
    time: TimeMention | None
    spans: list[tuple[int, int]] = field(default_factory=list)
    confidence: float = 0.5
    counts: list[Tally] = field(default_factory=list)


@dataclass(slots=True)
class Analysis:
    """A text on its way through the pipeline."""

    text: str
    folded: str
    published: dt.date | None = None
    doc_id: str = ""
    name_hints: list[NameHint] = field(default_factory=list)
    role_hints: list[RoleHint] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    quotations: list[Quotation] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    nominals: list[Nominal] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    times: list[TimeMention] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    items: list[list[Item]] = field(default_factory=list)
    statuses: list[Status] = field(default_factory=list)
    roles: list[Roles] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    written: set[str] = field(default_factory=lambda: {"text", "folded", "published"})

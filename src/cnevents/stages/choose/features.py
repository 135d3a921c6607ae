"""What is known of a phrase that may take part in a happening, as names of features.

They tell of the frame, of what the grammar decided, and of what stands around and between the phrase and
the trigger; none names a participant.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cnevents.analysis import Analysis, Happening, Item, Phrase
from cnevents.ontology.frames import load_frames
from cnevents.stages.choose.story import Story

NEARBY = 24  # phrases that are looked at, the nearest ones: what bounds a list of 500 names
BOUNDS = (
    -200, -100, -60, -40, -25, -16, -11, -8, -6, -5, -4, -3, -2, -1,
    0, 1, 2, 3, 4, 5, 6, 8, 11, 16, 25, 40, 60,
)  # fmt: skip
BEFORE, BEHIND = -6, 4  # clauses between phrase and trigger that are told apart
BETWEEN = 12  # pieces between them that are looked at
MANY = 6  # mentions of one participant
SIDES = (("behind", "before"), ("right", "left"))  # of the trigger: in another clause, in its own
SLOTS = ("subj", "obj", "with", "to")


@dataclass(frozen=True, slots=True)
class Choice:
    """A phrase that may take part, and what the grammar made of it: A, R, S (source) or -."""

    phrase: Phrase
    given: str


class Scene:
    """A text as the features need it, computed once."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.items: list[Item] = []
        self.clauses: list[int] = []  # of each piece
        self._of_phrase: dict[int, int] = {}
        self._of_trigger: dict[tuple[int, int], int] = {}
        for number, row in enumerate(analysis.items):
            for item in row:
                if item.kind == "P":
                    self._of_phrase.setdefault(item.ref, len(self.items))
                elif item.kind == "V":
                    self._of_trigger.setdefault((number, item.start), len(self.items))
                self.items.append(item)
                self.clauses.append(number)
        self._numbers = {id(phrase): number for number, phrase in enumerate(analysis.phrases)}
        self._sorted = sorted(analysis.phrases, key=lambda phrase: phrase.start)
        self._quotations = sorted((quotation.start, quotation.end) for quotation in analysis.quotations)
        self._neighbours = _neighbours(analysis)
        self.story = Story(analysis)
        named = [phrase for phrase in analysis.phrases if phrase.mention >= 0]
        self._told = Counter(identity for phrase in named for identity in phrase.ids)

    def choices(self, happening: Happening) -> list[Choice]:
        """Who may take part, each participant once: the grammar's, and those of two sentences."""
        roles, trigger = happening.roles, happening.candidate
        given = [(phrase, "A") for phrase in roles.actors]
        given += [(phrase, "R") for phrase in roles.recipients]
        given += [(phrase, "S") for phrase in happening.status.sources]
        nearby = sorted(self._nearby(happening), key=lambda phrase: abs(phrase.start - trigger.start))
        found: dict[tuple[str, ...], Choice] = {}
        for phrase, mark in (*given, *((phrase, "-") for phrase in nearby[:NEARBY])):
            if phrase.ids and phrase.kind != "equipment":
                found.setdefault(phrase.ids, Choice(phrase, mark))
        return list(found.values())

    def _nearby(self, happening: Happening) -> list[Phrase]:
        """The phrases of the trigger's sentence and of the one before it; a headline has none before it."""
        sentences = self.analysis.sentences
        number = self.analysis.clauses[happening.candidate.clause].sentence
        begins = (
            not number or sentences[number].headline or sentences[number - 1].story != sentences[number].story
        )
        first = number if begins else number - 1
        low = bisect_left(self._sorted, sentences[first].start, key=lambda phrase: phrase.start)
        high = bisect_left(self._sorted, sentences[number].end, key=lambda phrase: phrase.start)
        return self._sorted[low:high]

    def sentence(self, happening: Happening) -> int:
        """Where the trigger's sentence begins."""
        clause = self.analysis.clauses[happening.candidate.clause]
        return self.analysis.sentences[clause.sentence].start

    def told(self, phrase: Phrase) -> int:
        """How often the text names the participant, up to MANY; 1 for what has no name."""
        return min(MANY, max(1, *(self._told[identity] for identity in phrase.ids)))

    def quoted(self, at: int) -> bool:
        """Does the character stand in a quotation?"""
        before = bisect_right(self._quotations, (at, len(self.analysis.text)))
        return any(start <= at < end for start, end in self._quotations[max(0, before - 3) : before])

    def place(self, phrase: Phrase) -> int | None:
        """The number of the piece that a phrase is."""
        return self._of_phrase.get(self._numbers.get(id(phrase), -1))

    def trigger(self, happening: Happening) -> int | None:
        """The number of the piece that a trigger is."""
        return self._of_trigger.get((happening.candidate.clause, happening.candidate.start))

    def neighbours(self, happening: Happening) -> tuple[Happening | None, Happening | None]:
        """The happenings that the same sentence tells before and behind this one."""
        return self._neighbours.get(id(happening), (None, None))

    def label(self, piece: int, clause: int) -> str:
        """What a piece of a clause is, by kind and function; "-" beyond the clause."""
        if not 0 <= piece < len(self.items) or self.clauses[piece] != clause:
            return "-"
        item = self.items[piece]
        if item.kind == "V":
            return f"V:{self.analysis.candidates[item.ref].type}"
        return f"{item.kind}:{item.function}"


def _neighbours(analysis: Analysis) -> dict[int, tuple[Happening | None, Happening | None]]:
    """By the identity of a happening, those that its sentence tells before and behind it."""
    rows: dict[int, list[Happening]] = {}
    for happening in analysis.happenings:
        rows.setdefault(analysis.clauses[happening.candidate.clause].sentence, []).append(happening)
    found = {}
    for row in rows.values():
        row.sort(key=lambda happening: happening.candidate.start)
        for at, happening in enumerate(row):
            behind = row[at + 1] if at + 1 < len(row) else None
            found[id(happening)] = (row[at - 1] if at else None, behind)
    return found


def describe(scene: Scene, happening: Happening, choices: Sequence[Choice]) -> list[list[str]]:
    """The features of each choice."""
    shared, ranks = Shared(scene, happening), _ranks(happening, choices)
    beside = scene.story.beside(happening)
    return [
        [
            *shared.names,
            *_of(scene, shared, choice),
            *_between(scene, shared, choice),
            *_elsewhere(shared, choice),
            *beside.names(choice.phrase.ids, choice.given),
            *rank,
        ]
        for choice, rank in zip(choices, ranks, strict=True)
    ]


class Shared:
    """What holds for every choice of a happening."""

    def __init__(self, scene: Scene, happening: Happening) -> None:
        candidate, roles, status = happening.candidate, happening.roles, happening.status
        frame = load_frames()[candidate.frame]
        self.happening, self.at = happening, scene.trigger(happening)
        self.sentence = scene.sentence(happening)
        self.word = scene.analysis.folded[candidate.start : candidate.end]
        self.has = f"{bool(roles.actors)},{bool(roles.recipients)}"
        self.actors, self.recipients = _ids(roles.actors), _ids(roles.recipients)
        self.sources = _ids(status.sources)
        self.beside = [
            (side, other.candidate, _ids(other.roles.actors), _ids(other.roles.recipients))
            for side, other in zip(("before", "behind"), scene.neighbours(happening), strict=True)
            if other is not None
        ]
        self.names = [
            f"type={candidate.type}",
            f"frame={candidate.frame}",
            f"form={candidate.form}",
            f"mode={candidate.mode}",
            f"modality={status.modality}",
            f"admitted={candidate.admitted is not None}",
            *(f"{slot} is {frame.role(slot)}" for slot in SLOTS),
            f"actors={min(4, len(roles.actors))}",
            f"recipients={min(4, len(roles.recipients))}",
            f"inherited={roles.inherited},{roles.recipients_inherited}",
            f"reported={status.reported},{min(2, len(status.sources))}",
            f"quoted={scene.quoted(candidate.start)}",
        ]


def _of(scene: Scene, shared: Shared, choice: Choice) -> list[str]:
    """What the phrase is, and what the grammar made of it."""
    phrase, given, roles = choice.phrase, choice.given, shared.happening.roles
    candidate, text, ids = shared.happening.candidate, scene.analysis.folded, set(choice.phrase.ids)
    also = "A" if ids & shared.actors else "R" if ids & shared.recipients else "-"
    beside = f"{_beside(phrase, roles.actors)},{_beside(phrase, roles.recipients)}"
    before = text[max(0, phrase.start - 2) : phrase.start].replace("\n", "/")
    behind = text[phrase.end : phrase.end + 2].replace("\n", "/")
    apart = phrase.start - candidate.end if phrase.start >= candidate.end else phrase.end - candidate.start
    return [
        f"kind={phrase.kind}",
        f"given={given}",
        f"given={given},type={candidate.type}",
        f"given={given},inherited={roles.inherited},kind={phrase.kind}",
        f"given={given},has={shared.has}",
        f"given={given},also={also},source={bool(ids & shared.sources)}",
        f"given={given},state takes part={beside}",
        f"given={given},here={shared.sentence <= phrase.start}",
        f"apart={bisect_right(BOUNDS, apart)}",
        f"told={scene.told(phrase)}",
        f"several={len(phrase.ids) > 1}",
        f"office={bool(phrase.office)}",
        f"stateless={not phrase.state}",
        f"sector={phrase.sector}",
        f"anaphor={bool(phrase.anaphor)},{phrase.unresolved}",
        f"acts={phrase.acts}",
        f"joined={_joined(phrase, roles.actors)},{_joined(phrase, roles.recipients)}",
        f"phrase quoted={scene.quoted(phrase.start)}",
        f"before={before[-1:]}",
        f"before={before}",
        f"behind={behind[:1]}",
        f"behind={behind}",
    ]


def _elsewhere(shared: Shared, choice: Choice) -> Iterator[str]:
    """What part the participant has in what the sentence tells before and behind."""
    ids, own = set(choice.phrase.ids), shared.happening.candidate
    for side, other, actors, recipients in shared.beside:
        part = "A" if ids & actors else "R" if ids & recipients else "-"
        same = other.clause == own.clause
        yield f"{side}={part},same clause={same}"
        yield f"{side}={part},given={choice.given},same clause={same}"
        yield f"{side}={part},type={other.type},{own.type}"
        yield f"{side}={part},given={choice.given},type={own.type}"


def _between(scene: Scene, shared: Shared, choice: Choice) -> list[str]:
    """Where the phrase stands: its clause and side, its coverb, and the pieces on the way to the trigger."""
    candidate, given, kind = shared.happening.candidate, choice.given, choice.phrase.kind
    here, at = scene.place(choice.phrase), shared.at
    if here is None or at is None:
        return [f"side=-,type={candidate.type}", f"side=-,given={given}"]
    item, clause = scene.items[here], scene.clauses[here]
    clauses = max(BEFORE, min(BEHIND, clause - candidate.clause))
    side = SIDES[clause == candidate.clause][here < at]
    low, high = min(here, at), max(here, at)
    way = [scene.label(piece, scene.clauses[piece]) for piece in range(low + 1, min(high, low + 1 + BETWEEN))]
    left, right = scene.label(here - 1, clause), scene.label(here + 1, clause)
    return [
        f"clauses={clauses}",
        f"clauses={clauses},given={given}",
        f"side={side},function={item.function},type={candidate.type}",
        f"side={side},function={item.function},given={given}",
        f"side={side},frame={candidate.frame}",
        f"side={side},word={shared.word}",
        f"side={side},kind={kind},type={candidate.type}",
        f"side={side},way={'|'.join(way[:3])},type={candidate.type}",
        f"given={given},left={left},right={right}",
        f"function={item.function}",
        f"owner={item.possessor}",
        f"left={left}",
        f"right={right}",
        f"left but one={scene.label(here - 2, clause)}",
        f"right but one={scene.label(here + 2, clause)}",
        f"first={here == 0 or scene.clauses[here - 1] != clause}",
        f"verbs={min(3, sum(label[0] == 'V' for label in way))}",
        f"phrases={min(3, sum(label[0] == 'P' for label in way))}",
        *(f"passes {label}" for label in dict.fromkeys(way)),
    ]


def _ranks(happening: Happening, choices: Sequence[Choice]) -> Iterator[list[str]]:
    """How many others stand nearer to the trigger on the same side, and how many the grammar took."""
    trigger = happening.candidate
    starts = sorted(choice.phrase.start for choice in choices)
    middle = bisect_left(starts, trigger.start)
    taken = Counter(choice.given for choice in choices)
    for choice in choices:
        start, given = choice.phrase.start, choice.given
        before = start < trigger.start
        rank = middle - bisect_right(starts, start) if before else bisect_left(starts, start) - middle
        rank = min(5, rank)
        others = ",".join(str(min(2, taken[mark] - (given == mark))) for mark in "AR")
        yield [
            f"rank={before},{rank}",
            f"rank={before},{rank},type={trigger.type}",
            f"rank={before},{rank},given={given}",
            f"taken={others},given={given}",
            f"taken={others},given={given},type={trigger.type}",
            f"among={min(8, len(choices))}",
        ]


def _ids(phrases: Sequence[Phrase]) -> set[str]:
    return {identity for phrase in phrases for identity in phrase.ids}


def _state(phrase: Phrase) -> str:
    if phrase.state:
        return phrase.state
    first = phrase.ids[0] if phrase.ids else ""
    return first if len(first) == 3 and first.isascii() else ""


def _beside(phrase: Phrase, others: Sequence[Phrase]) -> bool:
    """Does another phrase of the same state take part?"""
    state = _state(phrase)
    return bool(state) and any(other is not phrase and _state(other) == state for other in others)


def _joined(phrase: Phrase, others: Sequence[Phrase]) -> bool:
    """Is the phrase joined by 、和与 with another that takes part?"""
    chain = phrase.coordinated
    return chain >= 0 and any(other is not phrase and other.coordinated == chain for other in others)

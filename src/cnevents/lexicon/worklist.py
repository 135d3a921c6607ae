"""The linguist's worklist: what the extractor did not understand in a corpus, by frequency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from cnevents.analysis import Analysis, Clause, Mention, Phrase, Token
from cnevents.lexicon import load_lexicon
from cnevents.missed import PRESS
from cnevents.stages.grammar import grammar_words
from cnevents.stages.readings import load_triggers

KINDS = ("verb", "anaphor", "office")
REACH = 3  # words behind a participant among which its verb is looked for
OFFICE = 8  # characters that an office may have
NOMINAL = frozenset("的，。、）”；：！？")  # behind a verb: it has no object, or stands before a noun
BEFORE = frozenset("从据对向在为与同把被于给")  # before a participant: it is not the subject
SHOWN = 30  # characters of an example


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that was not understood.

    Attributes:
        kind: verb (behind a state or its office, in no table of triggers, in a clause that told no event),
            anaphor (两国, 他: nothing fits), office (words between a state or body and a person, in no
            table of offices).
        word: As it stands, in Simplified characters.
        count: How often. documents: In how many documents.
        example: Where it stood first: the words around it. doc_id: In which document.
    """

    kind: str
    word: str
    count: int
    documents: int
    example: str
    doc_id: str


@dataclass(slots=True)
class Worklist:
    """Counts gaps over documents.

    >>> from cnevents import load
    >>> work = Worklist()
    >>> work.add(load().analyse("韩国总统周二痛斥了日本。"))
    >>> [gap.kind for gap in work.gaps()]
    []
    """

    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _documents: Counter[tuple[str, str]] = field(default_factory=Counter)
    _first: dict[tuple[str, str], tuple[str, str]] = field(default_factory=dict)

    def add(self, analysis: Analysis) -> None:
        """Count what was not understood in a document."""
        seen = set()
        for kind, start, end in find_gaps(analysis):
            key = kind, analysis.folded[start:end]
            self._counts[key] += 1
            seen.add(key)
            self._first.setdefault(key, (_around(analysis, start, end), analysis.doc_id))
        self._documents.update(seen)

    def gaps(self, least: int = 1) -> list[Gap]:
        """The gaps that stand there at least so often: of each kind the most frequent first."""
        ranked = sorted(
            self._counts.items(), key=lambda pair: (KINDS.index(pair[0][0]), -pair[1], pair[0][1])
        )
        return [
            Gap(*key, number, self._documents[key], *self._first[key])
            for key, number in ranked
            if number >= least
        ]


def find_gaps(analysis: Analysis) -> Iterator[tuple[str, int, int]]:
    """Kind and place of each gap of a document."""
    yield from (("verb", token.start, token.end) for token in _verbs(analysis))
    yield from (("anaphor", phrase.start, phrase.end) for phrase in analysis.phrases if phrase.unresolved)
    yield from (("office", start, end) for start, end in _offices(analysis))


def _around(analysis: Analysis, start: int, end: int) -> str:
    margin = max(0, (SHOWN - (end - start)) // 2)
    return " ".join(analysis.text[max(0, start - margin) : end + margin].split())


# Verbs


def _verbs(analysis: Analysis) -> Iterator[Token]:
    """The first verb behind each state in the clauses that told nothing."""
    told = {(start, end) for one in analysis.happenings for start, end in one.spans}
    known = {candidate.clause for candidate in analysis.candidates}
    for number, clause in enumerate(analysis.clauses):
        if number in known or (clause.start, clause.end) in told:
            continue
        phrase = _state_of(analysis.phrases, clause)
        token = _verb_behind(analysis, phrase, clause) if phrase is not None else None
        if token is not None:
            yield token


def _state_of(phrases: Iterable[Phrase], clause: Clause) -> Phrase | None:
    """The first participant of a clause that is a state or belongs to one."""
    return next(
        (
            phrase
            for phrase in phrases
            if clause.start <= phrase.start < clause.end
            and phrase.acts and phrase.state and phrase.sector != PRESS and phrase.kind != "place"
        ),
        None,
    )  # fmt: skip


def _verb_behind(analysis: Analysis, phrase: Phrase, clause: Clause) -> Token | None:
    """The verb that a participant is the subject of, where the tables do not know it."""
    if analysis.folded[max(clause.start, phrase.start - 1) : phrase.start] in BEFORE:
        return None
    taken = {at for other in analysis.phrases for at in range(other.start, other.end)}
    taken |= {at for time in analysis.times for at in range(time.start, time.end)}
    behind = [
        token
        for token in analysis.tokens
        if phrase.end <= token.start < clause.end and token.start not in taken
    ]
    for token in behind[:REACH]:
        word = analysis.folded[token.start : token.end]
        tag = _tags().get(word, "")
        if len(word) > 1 and tag.startswith("v"):
            return token if _is_act(analysis, token, clause, tag) and not _is_known(word) else None
        if tag.startswith(("n", "u", "p")):
            return None  # 两国关系不断发展, 中国的发展, 总书记关于推动…
    return None


def _is_act(analysis: Analysis, token: Token, clause: Clause, tag: str) -> bool:
    """Does a verb tell an act? What is a noun as often (发展) must have another party behind it."""
    after = analysis.folded[token.end : token.end + 1]
    if after in NOMINAL:
        return False
    others = any(token.end <= other.start < clause.end and other.acts for other in analysis.phrases)
    return tag in ("v", "vi", "vq", "vg") or after in ("了", "过") or others


@cache
def _tags() -> dict[str, str]:
    """The part of speech of each word of jieba's dictionary."""
    from jieba import posseg

    tagger = posseg.POSTokenizer()
    tagger.initialize()
    return tagger.word_tag_tab  # type: ignore[no-any-return]


@cache
def _known_words() -> frozenset[str]:
    return frozenset({*load_triggers().words, *grammar_words()})


def _is_known(word: str) -> bool:
    """Does a table of triggers or of the grammar have it, or a word that it begins with?"""
    return any(word[:size] in _known_words() for size in range(2, len(word) + 1))


# Offices


def _offices(analysis: Analysis) -> Iterator[tuple[int, int]]:
    """Words between a state or a body and a person who has no office there."""
    mentions = sorted((one for one in analysis.mentions if not one.inner), key=lambda one: one.start)
    for before, person in pairwise(mentions):
        if person.type != "PERSON" or person.office or before.type not in ("STATE", "ORGANIZATION"):
            continue
        if _is_office(analysis, before, person):
            yield before.end, person.start


def _is_office(analysis: Analysis, before: Mention, person: Mention) -> bool:
    word = analysis.folded[before.end : person.start]
    if not (2 <= len(word) <= OFFICE and all("一" <= character <= "鿿" for character in word)):
        return False
    tokens = [token for token in analysis.tokens if before.end <= token.start < person.start]
    whole = bool(tokens) and tokens[-1].end == person.start
    nouns = all(
        _tags().get(analysis.folded[token.start : token.end], "n").startswith("n") for token in tokens
    )
    return whole and nouns and not load_lexicon().lookup(word)

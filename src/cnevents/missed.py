"""Sentences that name an actor and hold a known word, and gave no record: which word, and why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cnevents.analysis import Analysis, Candidate, Happening, Phrase, Sentence
from cnevents.records import Span
from cnevents.stages.readings import ASKS, HEADLINE, WINDOW, Reading, load_triggers
from cnevents.stages.triggers import who_is_named

PRESS = "JRN"  # whoever tells of what happened is no actor in it
ACTORS = frozenset({"person", "org", "body", "office", "state", "anaphor"})
_TITLE = re.compile(r"《[^《》]*》")
Word = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class MissedWord:
    """A word that could have told an event.

    Attributes:
        frame: The frame that it tells where its gate is open.
        reason: gate closed, in a name, content of REQUEST, no participant, merged into …
        rule: The table's file:line.
    """

    span: Span
    frame: str
    reason: str
    rule: str

    def __str__(self) -> str:
        return (
            f"“{self.span.text}” [{self.span.start}:{self.span.end}] {self.frame}: {self.reason}  {self.rule}"
        )


@dataclass(frozen=True, slots=True)
class Missed:
    """A sentence without a record, and its words that are known, in its order."""

    sentence: Span
    words: tuple[MissedWord, ...]

    def __str__(self) -> str:
        at = f"[{self.sentence.start}:{self.sentence.end}]"
        return "\n".join([f"{self.sentence.text} {at}", *(f"   {word}" for word in self.words)])


def find_missed(analysis: Analysis, least: float) -> list[Missed]:
    """The sentences that gave no record, in the order of the text.

    Args:
        analysis: All layers, with all happenings, also those that are too unsure for a record.
        least: The confidence that a record must have.
    """
    known = list(_known_words(analysis))
    missed = []
    for number, sentence in enumerate(analysis.sentences):
        if not _has_actor(analysis, sentence) or _told(analysis, sentence, least):
            continue
        words = [
            *_untold(analysis, number, least),
            *(_closed(analysis, number, word) for word in known if sentence.start <= word[0] < sentence.end),
        ]
        if words:
            ordered = tuple(sorted(words, key=lambda word: word.span.start))
            missed.append(Missed(_span(analysis, sentence.start, sentence.end), ordered))
    return missed


def _span(analysis: Analysis, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=analysis.text[start:end])


def _has_actor(analysis: Analysis, sentence: Sentence) -> bool:
    return any(
        sentence.start <= phrase.start < sentence.end and _is_actor(phrase) for phrase in analysis.phrases
    )


def _is_actor(phrase: Phrase) -> bool:
    """A state, somebody who belongs to one, or a capital that stands for one."""
    return phrase.acts and phrase.sector != PRESS and (phrase.kind in ACTORS or bool(phrase.state))


def _told(analysis: Analysis, sentence: Sentence, least: float) -> bool:
    return any(
        sentence.start <= happening.candidate.start < sentence.end and happening.confidence >= least
        for happening in analysis.happenings
    )


# Words whose gate was open


def _untold(analysis: Analysis, sentence: int, least: float) -> Iterator[MissedWord]:
    for number, candidate in enumerate(analysis.candidates):
        if analysis.clauses[candidate.clause].sentence == sentence:
            reason = analysis.statuses[number].drop or _lost(analysis, candidate, least)
            span = _span(analysis, candidate.start, candidate.end)
            yield MissedWord(span, candidate.frame, reason, candidate.rule)


def _lost(analysis: Analysis, candidate: Candidate, least: float) -> str:
    """Why a candidate that stands gave no record of its own."""
    own = next((one for one in analysis.happenings if one.candidate is candidate), None)
    if own is not None:
        return f"confidence {own.confidence:.2f} is below {least:.2f}"
    into = _merged_into(analysis, candidate)
    if into is None:
        return "no participant"
    word = analysis.text[into.candidate.start : into.candidate.end]
    return f"merged into “{word}” [{into.candidate.start}:{into.candidate.end}]"


def _merged_into(analysis: Analysis, candidate: Candidate) -> Happening | None:
    clause = analysis.clauses[candidate.clause]
    return next(
        (
            one
            for one in analysis.happenings
            if one.candidate.type == candidate.type and (clause.start, clause.end) in one.spans
        ),
        None,
    )


# Words whose gate was closed


def _known_words(analysis: Analysis) -> Iterator[Word]:
    """Words of the trigger tables that are no candidates, the longest at each place.

    Words that never tell an event (发言人) cover those inside them.
    """
    lexicon = load_triggers()
    taken = {at for one in analysis.candidates for at in range(one.start, one.end)}
    reach = 0
    for start, end, word in lexicon.matches(analysis.folded):
        if start < reach or not taken.isdisjoint(range(start, end)):
            continue
        reach = end
        if any(reading.frame is not None for reading in lexicon.readings[word]):
            yield start, end, word


def _closed(analysis: Analysis, sentence: int, word: Word) -> MissedWord:
    start, end, _ = word
    reason, reading = _reason(analysis, analysis.sentences[sentence], word)
    frame = reading.frame.name if reading.frame else "-"
    return MissedWord(_span(analysis, start, end), frame, reason, reading.at)


def _reason(analysis: Analysis, sentence: Sentence, word: Word) -> tuple[str, Reading]:
    """What keeps the gate of a word closed, and the row of the table that comes nearest."""
    start, end, text = word
    folded = analysis.folded
    before = folded[max(sentence.start, start - WINDOW) : start]
    after = folded[end : min(sentence.end, end + WINDOW)]
    whole = folded[sentence.start : sentence.end]
    lexicon = load_triggers()
    rows = [reading for reading in lexicon.readings[text] if reading.frame is not None]
    nearest = min(rows, key=lambda row: len(row.failing(before, after, whole)))
    name = _covering_name(analysis, start, end)
    if name:
        return f"in the name {name}", nearest
    titles = _TITLE.finditer(folded, sentence.start, sentence.end)
    if any(match.start() < start and end < match.end() for match in titles):
        return "in a title", nearest
    asked = text not in lexicon.asking or end in who_is_named(analysis)
    closed = [form for form, opened in ((HEADLINE, sentence.headline), (ASKS, asked)) if not opened]
    read = lexicon.read(text, before, after, whole, closed)
    if read is not None:
        return ("blocked" if read.frame is None else "no word of its own here"), read
    failing = nearest.failing(before, after, whole)
    if failing:
        return f"gate closed by {', '.join(failing)}", nearest
    return ("nobody named right behind it" if nearest.form == ASKS else "counts in headlines alone"), nearest


def _covering_name(analysis: Analysis, start: int, end: int) -> str:
    """The name that the word lies in, or that it cuts in two."""
    for mention in analysis.mentions:
        inside = start <= mention.start and mention.end <= end
        if mention.start < end and start < mention.end and not inside and not mention.inner:
            return analysis.text[mention.start : mention.end]
    return ""

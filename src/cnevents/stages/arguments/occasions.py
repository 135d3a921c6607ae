"""Occasions: a named event that somebody attends brings its host, day and place."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from functools import cache

from cnevents.analysis import Analysis, Candidate, Cue, Mention, Phrase, Roles
from cnevents.errors import ResourceError
from cnevents.lexicon import load_lexicon
from cnevents.resources import read_tsv
from cnevents.stages.dates.mention import TimeMention

ATTENDED = frozenset({"attend_ceremony", "attend_meeting"})
DAY = re.compile(r"\d{4}-\d\d-\d\d")
LONGEST = 16  # characters that the name of a body may have
HOST_REACH = 6  # characters between a host's name and the occasion's


@cache
def named_events() -> dict[str, dict[str, str]]:
    """Rows of `names/named_events.tsv` by usual name."""
    try:
        return {row["name"]: row for row in read_tsv("names/named_events.tsv")}
    except ResourceError:
        return {}


def apply_occasion(analysis: Analysis, number: int, roles: Roles) -> None:
    """Add what the attended occasion tells to `roles`: host as recipient, its place, its day.

    拉共体第九届峰会举行: a meeting whose name begins with a body or a state is that body's.
    """
    candidate = analysis.candidates[number]
    if candidate.type == "CONSULT" and candidate.form == "n" and not roles.actors and not roles.recipients:
        roles.actors = _conveners(analysis, candidate)
    if candidate.frame not in ATTENDED:
        return
    event = _named(analysis, candidate)
    host = _host(analysis, event.start) if event else _told_host(analysis, number)
    if event is not None:
        roles.cues.append(Cue(event.start, event.end, "occasion", event.rule))
        _take_from_table(analysis, event, roles)
    actors = {identity for phrase in roles.actors for identity in phrase.ids}
    if (
        host is not None
        and candidate.frame == "attend_ceremony"
        and not roles.recipients
        and not actors & set(host.ids)
    ):
        roles.recipients = [host]


def _conveners(analysis: Analysis, candidate: Candidate) -> list[Phrase]:
    """The body in the name of a meeting, as the tables of names have it: 第32届阿拉伯国家联盟峰会."""
    event = next(
        (m for m in analysis.mentions if m.type == "EVENT" and m.start < candidate.start < m.end), None
    )
    if event is None:
        return []
    lexicon = load_lexicon()
    for low in range(event.start, candidate.start - 1):
        for end in range(min(candidate.start, low + LONGEST), low + 1, -1):
            for entry in lexicon.lookup(analysis.folded[low:end]):
                if entry.type == "ORGANIZATION":
                    return [Phrase(low, end, low, end, (entry.id,), "org", entry.state, rule=event.rule)]
    return []


def _named(analysis: Analysis, candidate: Candidate) -> Mention | None:
    """The named event of the candidate's clause, else the last one before it in its sentence."""
    clause = analysis.clauses[candidate.clause]
    sentence = analysis.sentences[clause.sentence]
    events = [mention for mention in analysis.mentions if mention.type == "EVENT"]
    here = [event for event in events if clause.start <= event.start < clause.end]
    if here:
        return here[-1]
    before = [event for event in events if sentence.start <= event.start < candidate.start]
    return before[-1] if before else None


def _host(analysis: Analysis, start: int) -> Phrase | None:
    """The state right before the occasion's name: 中国|九三阅兵."""
    for phrase in analysis.phrases:
        if phrase.kind == "state" and 0 <= start - phrase.end <= HOST_REACH:
            return phrase
    return None


def _told_host(analysis: Analysis, number: int) -> Phrase | None:
    """2015年中国阅兵，…没有出席: the state before the occasion's noun in the same sentence."""
    sentence = analysis.clauses[analysis.candidates[number].clause].sentence
    for other in reversed(analysis.candidates[:number]):
        if analysis.clauses[other.clause].sentence != sentence:
            return None
        if other.type == "CEREMONY" and other.form != "v":
            return _host(analysis, other.start)
    return None


def _take_from_table(analysis: Analysis, event: Mention, roles: Roles) -> None:
    row = named_events().get(event.id)
    if row is None:
        return
    if roles.place is None and row["place"]:
        roles.place = _brought(event, row, row["place"], "place")
    own = {phrase.state for phrase in roles.actors}
    if row["state"] and not roles.recipients and row["state"] not in own:
        roles.recipients = [_brought(event, row, row["state"], "state")]
    if DAY.fullmatch(row["date_start"]) and (not row["date_end"] or DAY.fullmatch(row["date_end"])):
        begin = dt.date.fromisoformat(row["date_start"])
        day_after = begin + dt.timedelta(days=1)
        until = dt.date.fromisoformat(row["date_end"]) if row["date_end"] else day_after
        told = next((time for time in roles.times if time is not None), None)
        if told is None or _within(begin, until, told) or not _is_calendar_word(analysis, told):
            roles.times = [_time(event, begin, until, row["_at"])]


def _brought(event: Mention, row: dict[str, str], identity: str, kind: str) -> Phrase:
    """Place or host, on the characters of the occasion's name."""
    low, high = event.start, event.end
    return Phrase(low, high, low, high, (identity,), kind, row["state"], rule=row["_at"])


def _within(begin: dt.date, until: dt.date, told: TimeMention) -> bool:
    """Is the table's day inside what the text tells (今年), so that it is the more exact of the two?"""
    if told.begin is None or told.until is None:
        return False
    start, end = (
        moment.date() if isinstance(moment, dt.datetime) else moment for moment in (told.begin, told.until)
    )
    return start <= begin and until <= end


def _is_calendar_word(analysis: Analysis, told: TimeMention) -> bool:
    """A bare ISO date at the head of a text is its day of publication, not the event's."""
    return told.date_start > 0 and not analysis.folded[: told.date_start].strip().isascii()


def _time(event: Mention, begin: dt.date, until: dt.date, rule: str) -> TimeMention:
    blank = TimeMention(event.start, event.end, event.start, event.end)
    return dataclasses.replace(
        blank,
        kind="date" if (until - begin).days == 1 else "range",
        begin=begin,
        until=until,
        timex=begin.isoformat(),
        edtf=begin.isoformat(),
        inferred=True,
        anchor=f"event:{event.id}",
        rule=rule,
    )

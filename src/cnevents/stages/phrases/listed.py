"""Groups of states whose members the text lists: G7, and 八国 in a headline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cache

from cnevents.analysis import Phrase, Sentence
from cnevents.resources import read_tsv


@cache
def _blocs() -> dict[str, frozenset[str]]:
    return {row["bloc"]: frozenset(row["members"].split("|")) for row in read_tsv("grammar/blocs.tsv")}


def fill_in_members(phrases: Sequence[Phrase], sentences: Sequence[Sentence]) -> None:
    """Give a bloc, and a number of states that nothing before it explains, the members told elsewhere.

    A bloc is its members where one list of the story names them all; 八国 are those who the story lists
    beside the same word.
    """
    open_blocs = [phrase for phrase in phrases if len(phrase.ids) == 1 and phrase.ids[0] in _blocs()]
    open_numbers = [phrase for phrase in phrases if phrase.unresolved and phrase.anaphor]
    if not open_blocs and not open_numbers:
        return
    starts = [sentence.start for sentence in sentences]
    stories = {id(one): sentences[max(0, bisect_right(starts, one.start) - 1)].story for one in phrases}
    lists = _lists(phrases)
    for phrase in open_blocs:
        members = _blocs()[phrase.ids[0]]
        for listed in lists:
            here = stories[id(phrase)] == stories[id(next(iter(listed.values())))]
            if here and members <= set(listed):
                _mean(phrase, tuple(listed))
                break
    known = {(stories[id(one)], one.anaphor): one.ids for one in phrases if one.anaphor and len(one.ids) > 1}
    for phrase in open_numbers:
        ids = known.get((stories[id(phrase)], phrase.anaphor))
        if ids is not None:
            phrase.ids, phrase.unresolved = ids, False


def _lists(phrases: Iterable[Phrase]) -> list[dict[str, Phrase]]:
    """The states of each list of the text, in its order."""
    chains: dict[int, dict[str, Phrase]] = {}
    for phrase in phrases:
        if phrase.coordinated >= 0 and len(phrase.ids) == 1:
            chains.setdefault(phrase.coordinated, {}).setdefault(phrase.state or phrase.ids[0], phrase)
    return list(chains.values())


def _mean(phrase: Phrase, ids: tuple[str, ...]) -> None:
    phrase.ids, phrase.kind, phrase.mention, phrase.state = ids, "state", -1, ""

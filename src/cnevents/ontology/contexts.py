"""PLOVER's contexts: what a story is about, from the words of `ontology/contexts.tsv`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache

import ahocorasick_rs

from cnevents.analysis import Analysis
from cnevents.resources import read_tsv

PRESS = "JRN"  # the name of a paper (经济日报) says nothing of what it tells
ENOUGH = 2  # sentences that must speak of a context before the whole story counts as being about it


@cache
def context_names() -> tuple[str, ...]:
    """The 37 contexts in the order of the table.

    >>> len(context_names()), context_names()[0]
    (37, 'military')
    """
    return tuple(row["context"] for row in read_tsv("ontology/contexts.tsv"))


@cache
def _words() -> tuple[ahocorasick_rs.AhoCorasick, list[str]]:
    """The automaton of all words, and the context of each by its number."""
    pairs = [
        (word, row["context"])
        for row in read_tsv("ontology/contexts.tsv")
        for word in row["words"].split("|")
    ]
    return ahocorasick_rs.AhoCorasick([word for word, _ in pairs]), [context for _, context in pairs]


def contexts_of(text: str) -> list[tuple[int, str]]:
    """Where a folded text speaks of which context, in its order.

    >>> contexts_of("两国讨论关税")
    [(4, 'economic')]
    """
    automaton, contexts = _words()
    found = automaton.find_matches_as_indexes(text, overlapping=True)
    return [(start, contexts[number]) for number, start, _ in found]


def ordered(contexts: Iterable[str]) -> tuple[str, ...]:
    """The contexts, each once, in the order of the table."""
    known = set(contexts)
    return tuple(name for name in context_names() if name in known)


class Contexts:
    """The contexts of each sentence and each story of a document."""

    def __init__(self, analysis: Analysis) -> None:
        self._sentences: dict[int, set[str]] = defaultdict(set)
        self._stories: dict[int, Counter[str]] = defaultdict(Counter)
        press = {
            at
            for mention in analysis.mentions
            if mention.sector == PRESS
            for at in range(mention.start, mention.end)
        }
        hits = [hit for hit in contexts_of(analysis.folded) if hit[0] not in press]
        hits.sort()
        number = 0
        for at, context in hits:
            while number < len(analysis.sentences) - 1 and analysis.sentences[number + 1].start <= at:
                number += 1
            self._sentences[number].add(context)
        for number, contexts in self._sentences.items():
            sentence = analysis.sentences[number]
            # A headline says by itself what the story is about.
            weight = ENOUGH if sentence.headline else 1
            self._stories[sentence.story].update(dict.fromkeys(contexts, weight))

    def of_sentence(self, sentence: int) -> set[str]:
        """What a sentence speaks of."""
        return self._sentences.get(sentence, set())

    def of_story(self, story: int) -> set[str]:
        """What at least two sentences of a story speak of, or its headline."""
        return {context for context, number in self._stories[story].items() if number >= ENOUGH}

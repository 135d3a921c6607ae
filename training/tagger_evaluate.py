"""How well a tagger does: exact spans with their label, F1 in per cent."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from tagger_corpora import Sentence, Span, split
from tagger_fit import DOMAINS

from cnevents.tagger import Tagger
from cnevents.tagger.decode import TYPES

Scores = dict[str, float]


def in_domain(tagger: Tagger, domain: str) -> Tagger:
    """The same model following the habits of another corpus."""
    return Tagger(replace(tagger.model, domain=DOMAINS[domain]))


def tag_texts(tagger: Tagger, texts: Sequence[str]) -> list[list[Span]]:
    """The names of whole texts, read sentence by sentence."""
    parts, homes = [], []
    for number, text in enumerate(texts):
        at = 0
        for part in split(Sentence(text)):
            at = text.index(part.text, at)
            parts.append(part.text)
            homes.append((number, at))
            at += len(part.text)
    found: list[list[Span]] = [[] for _ in texts]
    for (number, at), spans in zip(homes, tagger.tag(parts, margins=False), strict=True):
        found[number] += [(at + span.start, at + span.end, span.label) for span in spans]
    return found


def score(tagger: Tagger, documents: Sequence[Sentence], listed: Collection[str] = ()) -> Scores:
    """F1 for all labels and for each; names in `listed` count neither as gold nor as found."""
    gold, found = set(), set()
    texts = [document.text for document in documents]
    for number, (document, spans) in enumerate(zip(documents, tag_texts(tagger, texts), strict=True)):
        gold |= {(number, *span) for span in document.spans if document.text[span[0] : span[1]] not in listed}
        found |= {(number, *span) for span in spans if document.text[span[0] : span[1]] not in listed}
    scores = {"all": _f1(gold, found)}
    for label in TYPES:
        scores[label] = _f1(
            {item for item in gold if item[3] == label}, {item for item in found if item[3] == label}
        )
    return scores


def _f1(gold: set[tuple[int, int, int, str]], found: set[tuple[int, int, int, str]]) -> float:
    total = len(gold) + len(found)
    return round(200 * len(gold & found) / total, 1) if total else 100.0

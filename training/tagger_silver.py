"""Silver sentences: unlabelled news tagged by a first model, made consistent, and brought to our own habits.

1. The teacher (trained on labelled news of 1998 and an encyclopedia) tags today's news with probabilities.
2. A string that it mostly sees as one kind of name becomes that kind everywhere, also where it was missed:
   contexts in which the teacher was sure teach those in which it was not.
3. State + body becomes one organisation, one-character state + 军 as well, as our guidelines have it.
4. Sentences in which doubt is left are dropped.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import ahocorasick_rs
from tagger_corpora import Sentence, Span, read_lines, split

from cnevents.tagger import Tagger, TagSpan
from cnevents.text.folding import fold

SURE, DOUBT = 0.5, 0.55
_ARMY = "军"
_NO_ARMY = "中华义古马欧"  # 中军, 义军 and the like are none of theirs
_NOT_AFTER_ARMY = "事火援演备舰机官人衔训售购委医港营民队工"
_GLOSS = re.compile(r"[（(]\s*(?P<latin>[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ.,'’·\- ]*[A-Za-zÀ-ɏ.])\s*[）)]")


@dataclass(slots=True)
class Style:
    """Words of our own tables, frozen for training: states, one-character forms, bodies, listed names."""

    states: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    bodies: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    organisations: set[str] = field(default_factory=set)

    @property
    def listed(self) -> set[str]:
        """All names (not the bodies)."""
        return self.states | self.short | self.places | self.people | self.organisations

    @classmethod
    def read(cls, path: Path) -> Style:
        """Read a table of word and kind."""
        style = cls()
        sets = {
            "state": style.states,
            "short": style.short,
            "place": style.places,
            "body": style.bodies,
            "person": style.people,
            "org": style.organisations,
        }
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                word, kind = line.split("\t")
                if kind in sets:
                    sets[kind].add(word)
        return style


def read_news(path: Path, every: int, avoid: set[str]) -> Iterator[list[str]]:
    """The sentences of every `every`-th article that shares no run of 20 characters with `avoid`."""
    for number, line in enumerate(read_lines(path)):
        if number % every:
            continue
        text = fold(json.loads(line)["text"])
        if not any(text[i : i + 20] in avoid for i in range(0, max(1, len(text) - 19))):
            yield [part.text for part in split(Sentence(text))]


def runs(texts: Iterable[str], width: int = 20) -> set[str]:
    """All runs of `width` characters."""
    return {text[i : i + width] for text in texts for i in range(len(text) - width + 1)}


def vocabulary(sentences: Sequence[str], tagged: Sequence[Sequence[TagSpan]], style: Style) -> dict[str, str]:
    """Strings that are mostly one kind of name wherever they stand."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text, spans in zip(sentences, tagged, strict=True):
        for span in spans:
            if span.end - span.start > 1 and span.score >= SURE:
                counts[text[span.start : span.end]][span.label] += 1
    listed = {
        **dict.fromkeys(style.places, "LOC"),
        **dict.fromkeys(style.organisations, "ORG"),
        **dict.fromkeys(style.people, "PER"),
        **{one + _ARMY: "ORG" for one in style.short if one not in _NO_ARMY},
    }
    names = sorted({name for name, labels in counts.items() if sum(labels.values()) >= 3} | set(listed))
    automaton = ahocorasick_rs.AhoCorasick(names, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    seen: Counter[int] = Counter()
    for text in sentences:
        seen.update(match[0] for match in automaton.find_matches_as_indexes(text))
    chosen = {word: "LOC" for word in style.states if len(word) > 1}
    for number, name in enumerate(names):
        total, short = sum(counts[name].values()), len(name) == 2
        share = total / max(1, seen[number])
        agreed = counts[name][listed.get(name, "")] >= 0.2 * max(1, total)
        if name in listed and (share >= 0.4 and agreed if short else agreed or not total):
            chosen.setdefault(name, listed[name])
        elif total:
            label, most = counts[name].most_common(1)[0]
            pure = most / total >= (0.85 if short else 0.75)
            if pure and share >= (0.75 if short else 0.5):
                chosen.setdefault(name, label)
    return chosen


class Labeller:
    """Turns the teacher's spans of a sentence into silver ones."""

    def __init__(self, names: dict[str, str], style: Style) -> None:
        self.names, self.style = names, style
        kind = ahocorasick_rs.MatchKind.LeftmostLongest
        self._list = list(names)
        self._automaton = ahocorasick_rs.AhoCorasick(self._list, matchkind=kind)
        self._bodies = sorted({len(word) for word in style.bodies}, reverse=True)

    def label(self, text: str, tagged: Sequence[TagSpan]) -> list[Span] | None:
        """The names of a sentence, or None where doubt is left."""
        spans: list[tuple[int, int, str, float]] = []
        for span in tagged:
            label = self.names.get(text[span.start : span.end])
            spans.append((span.start, span.end, label or span.label, 1.0 if label else span.score))
        for match in _GLOSS.finditer(text):
            spans = _gloss(spans, match.start(), match.span("latin"))
        spans = self._armies(text, spans)
        for number, start, end in self._automaton.find_matches_as_indexes(text):
            spans = _insert(spans, (start, end, self.names[self._list[number]], 1.0))
        spans.sort()
        if any(score < DOUBT for *_, score in spans):
            return None
        return self._restyle(text, [(start, end, label) for start, end, label, _ in spans])

    def _armies(
        self, text: str, spans: list[tuple[int, int, str, float]]
    ) -> list[tuple[int, int, str, float]]:
        """A state's character + 军 is an army, unless the two belong to longer words."""
        at = text.find(_ARMY)
        while at > 0:
            one, following = text[at - 1], text[at + 1 : at + 2]
            if one in self.style.short and one not in _NO_ARMY and following not in _NOT_AFTER_ARMY:
                end = at + 2 if following == "方" else at + 1
                if not any(start < at - 1 and at - 1 < stop for start, stop, *_ in spans):
                    spans = [span for span in spans if span[1] <= at - 1 or span[0] >= end]
                    spans.append((at - 1, end, "ORG", 1.0))
            at = text.find(_ARMY, at + 1)
        return spans

    def _restyle(self, text: str, spans: list[Span]) -> list[Span]:
        result: list[Span] = []
        skip = -1
        for start, end, label in spans:
            if start < skip:
                continue
            word = text[start:end]
            if label == "LOC" and (word in self.style.states or word in self.style.short):
                reach = self._body_end(text, end)
                inner = [span for span in spans if start < span[0] < reach < span[1]]
                if reach > end and not inner:
                    result.append((start, reach, "ORG"))
                    skip = reach
                    continue
            result.append((start, end, label))
        return result

    def _body_end(self, text: str, at: int) -> int:
        for length in self._bodies:
            if text[at : at + length] in self.style.bodies:
                return at + length
        return at


def _gloss(
    spans: list[tuple[int, int, str, float]], at: int, latin: tuple[int, int]
) -> list[tuple[int, int, str, float]]:
    """A name in Latin letters in brackets behind a name is of its kind."""
    before = [span for span in spans if span[1] == at]
    if not before:
        return spans
    kept = [span for span in spans if span[1] <= latin[0] or span[0] >= latin[1]]
    return [*kept, (*latin, before[0][2], before[0][3])]


def _insert(
    spans: list[tuple[int, int, str, float]], new: tuple[int, int, str, float]
) -> list[tuple[int, int, str, float]]:
    """Add a known name, unless a surer or longer one stands there; a doubtful one around it gives way."""
    touching = [span for span in spans if span[0] < new[1] and new[0] < span[1]]
    for start, end, label, score in touching:
        same = (start, end) == new[:2]
        around = start <= new[0] and new[1] <= end
        if same or (around and (score >= 0.7 or label == "ORG")):
            return spans
        if not around and not (new[0] <= start and end <= new[1]) and score >= 0.7:
            return spans
    return [span for span in spans if span not in touching] + [new]


def silver(
    articles: Iterable[list[str]], teacher: Tagger, style: Style
) -> tuple[list[Sentence], dict[str, str]]:
    """Silver sentences, each with a name in it and none twice, and the names that settled them."""
    sentences = list(dict.fromkeys(part for article in articles for part in article if len(part) > 5))
    tagged = teacher.tag(sentences)
    names = vocabulary(sentences, tagged, style)
    labeller = Labeller(names, style)
    found = []
    for text, spans in zip(sentences, tagged, strict=True):
        labelled = labeller.label(text, spans)
        if labelled:
            found.append(Sentence(text, labelled, "silver"))
    return found, names

"""Read the name corpora that the tagger is trained on; every text is folded, so both scripts read alike."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cnevents.text.folding import fold

Span = tuple[int, int, str]

_END = re.compile(r"[。！？；!?;]+[”’）》」』]*|\n+")
_GOLD_LABELS = {"PERSON": "PER", "ORGANIZATION": "ORG", "STATE": "LOC", "PLACE": "LOC"}
_PFR_LABELS = {"nr": "PER", "nrf": "PER", "ns": "LOC", "nt": "ORG"}


@dataclass(slots=True)
class Sentence:
    """One folded sentence, its names as (start, end, label), and the corpus that it is from."""

    text: str
    spans: list[Span] = field(default_factory=list)
    domain: str = "msra"


def read_lines(path: Path, encoding: str = "utf-8") -> list[str]:
    """The lines of a file that may be compressed with xz."""
    data = path.read_bytes()
    if path.suffix == ".xz":
        data = lzma.decompress(data)
    return data.decode(encoding).replace("\r\n", "\n").removesuffix("\n").split("\n")


def from_tags(pieces: list[str], tags: list[str], domain: str) -> Sentence:
    """A sentence from words (or characters) with BIO tags."""
    text, spans, at = "", [], 0
    open_at, label = -1, ""
    for piece, tag in zip(pieces, tags, strict=True):
        if open_at >= 0 and tag != "I-" + label:
            spans.append((open_at, at, label))
            open_at = -1
        if tag.startswith("B-") or (tag.startswith("I-") and open_at < 0):
            open_at, label = at, tag[2:]
        text += piece
        at += len(piece)
    if open_at >= 0:
        spans.append((open_at, at, label))
    return Sentence(fold(text), spans, domain)


def read_msra(path: Path) -> list[Sentence]:
    """MSRA / SIGHAN-3: a character and a BIO tag a line, an empty line between sentences."""
    sentences, pieces, tags = [], [], []
    for line in [*read_lines(path), ""]:
        if line.strip():
            piece, tag = line.split("\t")
            pieces.append(piece)
            tags.append(tag.strip())
        elif pieces:
            sentences.append(from_tags(pieces, tags, "msra"))
            pieces, tags = [], []
    return sentences


def read_uner(path: Path) -> list[Sentence]:
    """Universal NER: number, word and BIO tag a line; comments begin with '#'."""
    sentences, pieces, tags = [], [], []
    for line in [*read_lines(path), ""]:
        if line and not line.startswith("#"):
            cells = line.split("\t")
            pieces.append(cells[1])
            tags.append(cells[2] if cells[2][2:] in ("PER", "ORG", "LOC") else "O")
        elif pieces and not line:
            sentences.append(from_tags(pieces, tags, "uner"))
            pieces, tags = [], []
    return sentences


def _parse_pfr(line: str) -> Sentence:
    """One paragraph of the People's Daily of January 1998: word/tag, [word/tag word/tag]tag."""
    text, spans, stack = "", [], []
    previous_person = -1  # where the surname began, when the word before was one
    for token in line.split()[1:]:
        while token.startswith("[") and len(token) > 1 and not token.startswith("[/"):
            stack.append((len(text), len(spans)))
            token = token[1:]
        word, _, tag = token.partition("/")
        tag, *outer = tag.split("]")
        start = len(text)
        text += word.split("{")[0]
        label = _PFR_LABELS.get(tag)
        person = label == "PER"
        if person and previous_person >= 0 and spans and spans[-1][1] == start and len(word) <= 3:
            spans[-1] = (spans[-1][0], len(text), "PER")
            previous_person = -1
        elif label:
            spans.append((start, len(text), label))
            previous_person = start if person and len(word) <= 2 else -1
        else:
            previous_person = -1
        for closing in outer:
            if not stack:
                continue
            at, count = stack.pop()
            if closing in _PFR_LABELS:
                del spans[count:]
                spans.append((at, len(text), _PFR_LABELS[closing]))
    return Sentence(fold(text), spans, "pfr")


def read_pfr(path: Path) -> list[Sentence]:
    """The People's Daily of January 1998, split into sentences."""
    return [part for line in read_lines(path, "gb18030") if line.strip() for part in split(_parse_pfr(line))]


def read_gold(path: Path, domain: str = "gold") -> list[tuple[str, Sentence]]:
    """Gold documents as (doc_id, whole text with its names); nested names stay."""
    documents = []
    for line in read_lines(path):
        record = json.loads(line)
        spans = [
            (entity["start"], entity["end"], _GOLD_LABELS[entity["type"]])
            for entity in record["entities"]
            if entity["type"] in _GOLD_LABELS
        ]
        documents.append((record["doc_id"], Sentence(fold(record["text"]), sorted(spans), domain)))
    return documents


def split(document: Sentence, longest: int = 250) -> Iterator[Sentence]:
    """The sentences of a text; names that cross a border are left out, of nested names the longest stays."""
    start, text = 0, document.text
    ends = [match.end() for match in _END.finditer(text)] + [len(text)]
    outer = longest_only(document.spans)
    for end in ends:
        while start < end:
            stop = min(end, start + longest)
            if stop < end:
                comma = max(text.rfind(mark, start + longest // 2, stop) for mark in "，、 ,")
                stop = comma + 1 if comma > 0 else stop
            inside = [(s - start, e - start, label) for s, e, label in outer if start <= s and e <= stop]
            if text[start:stop].strip():
                yield Sentence(text[start:stop], inside, document.domain)
            start = stop


def longest_only(spans: Iterable[Span]) -> list[Span]:
    """Names that lie in no other name."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda item: (item[0], -item[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def without_overlap(sentences: list[Sentence], held_out: list[Sentence], width: int = 14) -> list[Sentence]:
    """Sentences that share no run of `width` characters with the held-out ones."""
    seen = {s.text[i : i + width] for s in held_out for i in range(max(1, len(s.text) - width + 1))}
    return [
        s
        for s in sentences
        if not any(s.text[i : i + width] in seen for i in range(max(1, len(s.text) - width + 1)))
    ]

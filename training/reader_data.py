"""Gold documents as the network sees them: encoded texts, and which rows tell which type."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from cnevents.analysis import Analysis
from cnevents.api import Extractor
from cnevents.reader.encode import Encoded, Encoder
from cnevents.stages.triggers import Triggers

BATCH = 16  # documents
GOLD = ("real_train", "written_dev")  # sets marked by the readers of the guidelines


def fold_of(doc: str, folds: int) -> int:
    """Which of the folds a document is left out of, by a hash of its name."""
    return zlib.crc32(doc.encode()) % folds


@dataclass(frozen=True, slots=True)
class Text:
    """A document with its targets: (row, type number) of what is told, and of what counts neither way."""

    doc: str
    set: str
    encoded: Encoded
    right: list[tuple[int, int]]
    open: list[tuple[int, int]]


def documents(paths: list[Path]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The gold documents with the name of their file."""
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield path.stem, json.loads(line)


def analysed(paths: list[Path]) -> Iterator[tuple[str, dict[str, Any], Analysis]]:
    """The documents with their layers up to the names."""
    extractor = Extractor(scorer=None, check_language=False)
    for name, document in documents(paths):
        yield (
            name,
            document,
            extractor.analyse(document["text"], published=document.get("published"), until="phrases"),
        )


def texts(paths: list[Path], encoder: Encoder, types: list[str]) -> list[Text]:
    """The documents as rows; a minor event and a second mention count neither way."""
    triggers, found = Triggers(), []
    for name, document, analysis in analysed(paths):
        marks = triggers.marks(analysis)
        encoded = encoder(analysis, analysis.tokens, marks, range(len(analysis.sentences)))
        row_of = {int(token): row for row, token in enumerate(encoded.tokens) if token >= 0}
        right: set[tuple[int, int]] = set()
        left_open: set[tuple[int, int]] = set()
        for event in document["events"]:
            if event["type"] not in types:
                continue
            kind = types.index(event["type"])
            trigger = (event["trigger"]["start"], event["trigger"]["end"])
            chosen = right if event["weight"] == "core" else left_open
            chosen |= {(row, kind) for row in _rows(analysis, row_of, *trigger)}
            for low, high in event["mentions"]:
                left_open |= {(row, kind) for row in _rows(analysis, row_of, low, high)}
        found.append(Text(document["doc_id"], name, encoded, sorted(right), sorted(left_open - right)))
    return found


def _rows(analysis: Analysis, row_of: dict[int, int], start: int, end: int) -> Iterator[int]:
    first = bisect_right([token.end for token in analysis.tokens], start)
    last = bisect_left([token.start for token in analysis.tokens], end)
    for token in range(first, last):
        if token in row_of:
            yield row_of[token]


def targets(text: Text, types: int) -> tuple[np.ndarray, np.ndarray]:
    """What each row should say of each type, and whether it counts."""
    wanted = np.zeros((len(text.encoded.tokens), types), dtype=np.float32)
    counts = np.ones_like(wanted)
    for row, kind in text.open:
        counts[row, kind] = 0.0
    for row, kind in text.right:
        wanted[row, kind] = 1.0
    return wanted, counts

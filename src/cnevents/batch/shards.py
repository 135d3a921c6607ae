"""Shards: how a corpus is cut, which files a shard has, and the marker that says it is done.

Where a shard ends depends on the documents alone, never on the number of workers, so that every run of the
same input cuts it alike.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from cnevents.batch.files import file_digest
from cnevents.io.arrow import TABLES
from cnevents.io.jsonl import Item
from cnevents.io.sources import Corpus
from cnevents.records import Failure

DOCUMENTS = 1000
CHARACTERS = 4_000_000


@dataclass(frozen=True, slots=True)
class Shard:
    """Documents that are read and written together.

    Attributes:
        number: From 0, in the order of the input.
        items: The documents.
        size: Bytes of the input that they take.
    """

    number: int
    items: tuple[Item | Failure, ...]
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What is counted of a shard, and of a run.

    Attributes:
        documents: All, failures among them. failures: Those that were not read.
        characters, events, entities, dates: Of the documents that were read.
        seconds: Processor time of reading.
    """

    documents: int
    failures: int
    characters: int
    events: int
    entities: int
    dates: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker(Counts):
    """What is known of a finished shard: its counts, and the size and SHA-256 of its files.

    Attributes:
        shard: Its number. files: Path below the run to (bytes, SHA-256).
    """

    shard: int
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


def cut(corpus: Corpus, documents: int, characters: int) -> Iterator[Shard]:
    """The shards of a corpus: each ends with the document that fills one of the two measures."""
    items: list[Item | Failure] = []
    number = length = begin = 0
    for item in corpus:
        items.append(item)
        length += len(item.text) if isinstance(item, Item) else 0
        if len(items) >= documents or length >= characters:
            yield Shard(number, tuple(items), corpus.position - begin)
            number, items, length, begin = number + 1, [], 0, corpus.position
    if items:
        yield Shard(number, tuple(items), corpus.position - begin)


def part(kind: str, number: int) -> str:
    """The file of a shard below its run: tables in Parquet, `records` and `failures` in JSON Lines.

    >>> part("events", 7), part("failures", 7)
    ('events/part-000007.parquet', 'failures/part-000007.jsonl')
    """
    return f"{kind}/part-{number:06d}.{'parquet' if kind in TABLES else 'jsonl'}"


def marker_path(run: Path, number: int) -> Path:
    """Where the marker of a shard is."""
    return run / "shards" / f"{number:06d}.json"


def marker_bytes(marker: Marker) -> bytes:
    """The marker as JSON."""
    return json.dumps(asdict(marker), indent=1).encode() + b"\n"


def read_marker(path: Path) -> Marker | None:
    """The marker, or None where there is none or it cannot be read: then the shard is not done."""
    try:
        content: dict[str, Any] = json.loads(path.read_bytes())
        files = {name: (size, digest) for name, (size, digest) in content.pop("files").items()}
        return Marker(**content, files=files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def markers(run: Path) -> list[Marker]:
    """The markers of the finished shards, in order."""
    found = (read_marker(path) for path in sorted((run / "shards").glob("*.json")))
    return [marker for marker in found if marker]


def is_whole(run: Path, marker: Marker, *, hashes: bool = True) -> bool:
    """Are all files of the shard as they were written? Without `hashes` only their sizes are compared."""
    try:
        return all(
            (run / name).stat().st_size == size and (not hashes or file_digest(run / name) == digest)
            for name, (size, digest) in marker.files.items()
        )
    except OSError:
        return False

"""Records of happenings that were never told: for tests and for benchmarks/merging.py."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from cnevents.batch.manifest import make_manifest, write_manifest
from cnevents.batch.shards import Marker, marker_bytes, marker_path, part
from cnevents.io.arrow import TABLES, Row, to_batch
from cnevents.io.optional import need
from cnevents.ontology.frames import load_frames
from cnevents.records import Document, Event, Participant, Plover, Span, TimeSpan
from cnevents.resources import read_tsv

START = dt.date(2024, 1, 1)
NO_SPAN = Span(start=0, end=0, text="")
KIN = [row["frames"].split("|") for row in read_tsv("ontology/kin.tsv")]
STATES = [row["code"] for row in read_tsv("names/states.tsv") if row["status"] == "state"]


def reports(number: int, *, seed: int = 1, days: int = 366, states: int = 200) -> Iterator[Document]:
    """Documents of one record each.

    Each happening is told by one to some tens of them, with names that vary (a minister, his state), places
    that are left out, and days that are one off; the first states take part in most.
    """
    chance = random.Random(seed)
    known = STATES[:states]
    weights = [1 / (rank + 1) for rank in range(len(known))]
    made = 0
    while made < number:
        told = min(1 + int(chance.paretovariate(1.2)), 60, number - made)
        frames = chance.choice(KIN)
        one, two = chance.choices(known, weights, k=2)
        day = START + dt.timedelta(days=chance.randrange(days))
        place = f"{two}-place-{chance.randrange(12)}"
        for at in range(made, made + told):
            yield _document(chance, at, chance.choice(frames), (one, two), day, place)
        made += told


def _document(
    chance: random.Random, number: int, frame: str, pair: tuple[str, str], day: dt.date, place: str
) -> Document:
    first = day + dt.timedelta(days=chance.random() < 0.05)
    kind = load_frames()[frame].type
    event = Event(
        event_id=f"{number:08x}",
        doc_id=f"d{number}",
        type=kind,
        frame=frame,
        plover=Plover(type=kind),
        trigger=NO_SPAN,
        actors=(_who(chance, pair[0]),),
        recipients=(_who(chance, pair[1]),) if chance.random() < 0.8 else (),
        place=_party(place, "PLACE", pair[1]) if chance.random() < 0.5 else None,
        when=TimeSpan(start=first, end=first + dt.timedelta(days=1)) if chance.random() < 0.9 else None,
        modality="future" if chance.random() < 0.1 else "actual",
        contexts=("diplomatic",),
        confidence=0.9,
    )
    published = day + dt.timedelta(days=chance.randrange(2))
    return Document(doc_id=f"d{number}", text="", published=published, events=(event,))


def _who(chance: random.Random, state: str) -> Participant:
    if chance.random() < 0.5:
        return _party(state, "STATE", state)
    return _party(f"{state}-{chance.randrange(3)}", "PERSON", state)


def _party(name: str, kind: str, state: str) -> Participant:
    return Participant(id=name, name=name, type=kind, state=state, span=NO_SPAN)  # type: ignore[arg-type]


def write_run(run: Path, documents: Iterable[Document], shards: int = 1, size: int = 10_000) -> None:
    """A run's folder with the records of documents, as far as reading it needs one."""
    parquet = need("pyarrow.parquet", "parquet")
    for table in (*TABLES, "shards"):
        (run / table).mkdir(parents=True)
    source = iter(documents)
    write_manifest(run, make_manifest({}, []), [])
    number = 0
    while (found := list(islice(source, size))) or number == 0:
        for rows in _cut(found, shards):
            for table in TABLES:
                parquet.write_table(_table(rows, table), run / part(table, number))
            counts = dict.fromkeys(TABLES, 0) | {"documents": len(rows), "events": len(rows)}
            marker = Marker(shard=number, failures=0, characters=0, seconds=0.0, **counts)
            marker_path(run, number).write_bytes(marker_bytes(marker))
            number += 1


def _cut(found: Sequence[Document], shards: int) -> list[Sequence[Document]]:
    return [found[at::shards] for at in range(shards)]


def _table(documents: Sequence[Document], table: str):  # type: ignore[no-untyped-def]
    pa = need("pyarrow", "parquet")
    return pa.Table.from_batches([to_batch([Row(one) for one in documents], table)])

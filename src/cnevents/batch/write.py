"""In a worker: one shard is read, and its files are written."""

from __future__ import annotations

import hashlib
import io
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cnevents.api import Extractor, load
from cnevents.batch.files import write_whole
from cnevents.batch.pool import Tell
from cnevents.batch.shards import Marker, Shard, marker_bytes, marker_path, part
from cnevents.errors import RunError
from cnevents.io.arrow import TABLES, Row, event_lines, schema, to_batch
from cnevents.io.jsonl import Item, failure, read_item
from cnevents.io.optional import need
from cnevents.records import Document, Failure

CHUNK = 64  # documents whose records are held as objects; more are held as Arrow, which is smaller


@dataclass(frozen=True, slots=True)
class WriterPlan:
    """What a worker needs to know; the extractor itself is built there.

    Attributes:
        run: The folder. options: Of the extractor. published: The day of documents without one.
        stop: End at the first document that fails (E507).
    """

    run: str
    options: Mapping[str, Any]
    published: str | None = None
    stop: bool = False

    def __call__(self) -> ShardWriter:
        """Build the extractor; raises what `load` and its first use raise."""
        extractor = load(**self.options)
        _ = extractor.pipeline
        need("pyarrow", "parquet").set_cpu_count(1)  # each worker has one core
        return ShardWriter(self, extractor)


@dataclass(slots=True)
class _Output:
    """The records of a shard as they come."""

    batches: dict[str, list[Any]] = field(default_factory=lambda: {table: [] for table in TABLES})
    lines: list[bytes] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    characters: int = 0

    def add(self, rows: Sequence[Row]) -> None:
        """Take in documents that were read, or why they were not."""
        lines = event_lines(rows)
        for table, batches in self.batches.items():
            batches.append(to_batch(rows, table, lines))
        self.lines.extend(line.encode() + b"\n" for line in lines)
        self.failures.extend(row.result for row in rows if isinstance(row.result, Failure))
        self.characters += sum(len(row.result.text) for row in rows if isinstance(row.result, Document))

    def files(self, number: int) -> dict[str, bytes]:
        """The content of each file; one without failures has no file of them."""
        found = {part(table, number): _parquet(table, self.batches[table]) for table in TABLES}
        found[part("records", number)] = b"".join(self.lines)
        if self.failures:
            failed = (one.model_dump_json().encode() + b"\n" for one in self.failures)
            found[part("failures", number)] = b"".join(failed)
        return found

    def count(self, table: str) -> int:
        """Rows of a table so far."""
        return sum(batch.num_rows for batch in self.batches[table])


def _parquet(table: str, batches: list[Any]) -> bytes:
    pa, pq = need("pyarrow", "parquet"), need("pyarrow.parquet", "parquet")
    buffer = io.BytesIO()
    content = pa.Table.from_batches(batches, schema=schema(table)).combine_chunks()
    pq.write_table(content, buffer, compression="zstd")
    return buffer.getvalue()


class ShardWriter:
    """Reads shards one after the other with one extractor."""

    def __init__(self, plan: WriterPlan, extractor: Extractor) -> None:
        """Keep the plan and the extractor."""
        self.plan = plan
        self.extractor = extractor

    def __call__(self, shard: Shard, skip: Mapping[int, int], started: Tell) -> Marker:
        """Read the documents, write the files, then the marker.

        Args:
            shard: What to read.
            skip: Documents that are not read, for workers died of them: index to exit status.
            started: Told the index of each document before it is read, and None before writing.

        Raises:
            RunError: E504 where a file cannot be written, E507 where the plan says to stop.
        """
        begin = time.process_time()
        output = _Output()
        for first in range(0, len(shard.items), CHUNK):
            rows = []
            for index, item in enumerate(shard.items[first : first + CHUNK], first):
                started(index)
                rows.append(self._row(item, skip.get(index)))
            output.add(rows)
        started(None)
        return self._write(shard, output, begin)

    def _row(self, item: Item | Failure, status: int | None) -> Row:
        result: Document | Failure
        if isinstance(item, Failure):
            result = item
        elif status is not None:
            result = failure(RunError("E506", status=status), item.source, item.line, item.doc_id)
        else:
            result = read_item(self.extractor, item, self.plan.published)
        if self.plan.stop and isinstance(result, Failure):
            name = result.doc_id or f"on line {result.line}"
            raise RunError(
                "E507", doc_id=name, source=result.source, failed=result.code, reason=result.message
            )
        return Row(result, item.source, item.line)

    def _write(self, shard: Shard, output: _Output, begin: float) -> Marker:
        run = Path(self.plan.run)
        written = {}
        for name, data in output.files(shard.number).items():
            write_whole(run / name, (data,))
            written[name] = (len(data), hashlib.sha256(data).hexdigest())
        marker = Marker(
            shard=shard.number,
            documents=len(shard.items),
            failures=len(output.failures),
            characters=output.characters,
            events=output.count("events"),
            entities=output.count("entities"),
            dates=output.count("dates"),
            seconds=round(time.process_time() - begin, 3),
            files=written,
        )
        write_whole(marker_path(run, shard.number), (marker_bytes(marker),))
        return marker

"""Merging of a run that is larger than memory: DuckDB sorts, processes group, DuckDB puts together.

Only records of one kin can be one happening, and only those whose days touch. So DuckDB sorts the events of a
run by kin and day, on disk where they do not fit into memory; each process reads its share of the kins and
holds the days around the present one. The happenings are those of `cnevents.merge`, in the same order.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

from cnevents.batch.cores import cores
from cnevents.batch.pool import Done, Pool, Task, Tell
from cnevents.batch.results import Run
from cnevents.errors import InputError
from cnevents.io.optional import need
from cnevents.merging.match import STALE, kins
from cnevents.merging.rows import FIELDS, SortedRows
from cnevents.records import SCHEMA_VERSION

MEMORY = "500MB"  # of each DuckDB; what is more goes to disk
SHARES = 4  # of the kins, for each process
ROWS = 1000  # rows that are read or written at once

COUNTS = """
SELECT coalesce(kin, frame) AS kin, count(*) FROM read_parquet($events) LEFT JOIN kins USING (frame)
GROUP BY ALL
"""
# The order is told in merging.rows; of two days of publication the later one counts.
SORTED = f"""
SELECT {", ".join(f'events."{name}"' for name in FIELDS)}, published
FROM read_parquet($events) AS events
LEFT JOIN kins ON kins.frame = events.frame
LEFT JOIN (
  SELECT doc_id, max(published) AS published FROM read_parquet($documents) GROUP BY doc_id
) AS documents ON documents.doc_id = events.doc_id
WHERE coalesce(kin, events.frame) IN (SELECT unnest($kins))
ORDER BY coalesce(kin, events.frame),
  coalesce(least(date_start, date_end - 1), published - if(modality = 'actual', {STALE}, 0)) NULLS LAST,
  event_id, coalesce(events.doc_id, '')
"""  # noqa: S608
TOGETHER = "SELECT happening FROM read_parquet($parts) ORDER BY start NULLS LAST, event_id, doc_id"


@dataclass(frozen=True, slots=True)
class Merged:
    """How many records were read, how many of them stood there twice, how many happenings were written."""

    records: int
    duplicates: int
    happenings: int


@dataclass(frozen=True, slots=True)
class _Plan:
    events: list[str]
    documents: list[str]
    folder: str
    press: Mapping[str, str]

    def __call__(self) -> _Worker:
        return _Worker(self)


class _Worker:
    """Merges the records of some kins."""

    def __init__(self, plan: _Plan) -> None:
        self._plan = plan

    def __call__(self, payload: Any, skip: Mapping[int, int], started: Tell, /) -> Merged:
        number, kins = payload
        source = SortedRows(_rows(self._plan, kins))
        total = _write_part(Path(self._plan.folder) / f"part-{number:04}.parquet", source)
        return Merged(source.records, source.duplicates, total)


def merge_run(
    path: str | Path, output: TextIO, *, workers: int | None = None, press: Mapping[str, str] | None = None
) -> Merged:
    """Write the happenings of a run, one a line as JSON: those of `cnevents.merge`, in the same order.

    Each process holds the records of the days around the present one, and its DuckDB 500 MB; the rest lies in
    temporary files (`TMPDIR`). In a script this must stand below `if __name__ == "__main__":`.

    Args:
        path: The folder of a run. output: A text stream.
        workers: Processes; None takes one for each core.
        press: Who published a document, by `doc_id`, as in `cnevents.merge`.

    Raises:
        RunError: E501 where there is no run. UsageError: E401 without duckdb.
        InputError: E105 for a wrong number of workers, E111 for records of another schema version.
    """
    if workers is not None and workers < 1:
        raise InputError("E105", value=workers, name="workers", options="1 and more")
    run = Run(path)
    events = _with_rows(run, "events")
    if not events:
        return Merged(0, 0, 0)
    workers = workers or cores()
    with tempfile.TemporaryDirectory(prefix="cnevents-") as folder:
        plan = _Plan(events, run.files("documents"), folder, press or {})
        shares = _shares(plan, workers * SHARES)
        tasks = (Task(number, (number, names)) for number, names in enumerate(shares))
        with closing(Pool(plan, workers).run(tasks)) as steps:
            done = [step.value for step in steps if isinstance(step, Done)]
        _write(plan, output)
    return Merged(*(sum(getattr(one, name) for one in done) for name in Merged.__slots__))


def _with_rows(run: Run, table: str) -> list[str]:
    """The files of a table, where any of them has a row; all have its schema."""
    found = run.dataset(table).scanner(columns=["schema_version"]).to_table().column(0).unique().to_pylist()
    for version in found:
        if version != SCHEMA_VERSION:
            raise InputError("E111", number=1, found=version, expected=SCHEMA_VERSION)
    return run.files(table) if found else []


def _connect(folder: str) -> Any:
    """A DuckDB of one thread, which writes into the folder what does not fit into its memory."""
    connection = need("duckdb", "duckdb").connect()
    connection.execute("SET threads = 1")
    connection.execute("SET enable_progress_bar = false")  # it would stand between the lines of the output
    connection.execute(f"SET memory_limit = '{MEMORY}'")
    connection.execute("SET temp_directory = $folder", {"folder": folder})
    connection.execute("CREATE TABLE kins (frame TEXT, kin TEXT)")
    connection.executemany("INSERT INTO kins VALUES (?, ?)", list(kins().items()))
    return connection


def _shares(plan: _Plan, number: int) -> list[list[str]]:
    """The kins in shares of about the same number of records, the largest first."""
    with _connect(plan.folder) as connection:
        counts = connection.execute(COUNTS, {"events": plan.events}).fetchall()
    shares: list[tuple[int, list[str]]] = [(0, []) for _ in range(number)]
    for name, size in sorted(counts, key=lambda pair: (-pair[1], pair[0])):
        least = min(range(number), key=lambda at: shares[at][0])
        shares[least] = (shares[least][0] + size, [*shares[least][1], name])
    return [names for _, names in sorted(shares, reverse=True) if names]


def _rows(plan: _Plan, kins: list[str]) -> Iterator[dict[str, Any]]:
    with _connect(plan.folder) as connection:
        given = {"events": plan.events, "documents": plan.documents, "kins": kins}
        answer = connection.execute(SORTED, given)
        for row in chain.from_iterable(iter(lambda: answer.fetchmany(ROWS), [])):
            cells = dict(zip((*FIELDS, "published"), row, strict=True))
            yield cells | {"press": plan.press.get(cells["doc_id"])}


def _write_part(path: Path, source: SortedRows) -> int:
    """Write happenings with their place among all (`merging.api.place_of`); gives back how many."""
    pa, parquet = need("pyarrow", "parquet"), need("pyarrow.parquet", "parquet")
    names = ("start", "event_id", "doc_id", "happening")
    schema = pa.schema(list(zip(names, (pa.date32(), pa.string(), pa.string(), pa.string()), strict=True)))
    total = 0
    found = (
        (min((day.start for day in one.days), default=None), *key, one.model_dump_json())
        for key, one in source
    )
    with parquet.ParquetWriter(path, schema) as writer:
        while rows := list(islice(found, ROWS)):
            columns = [
                pa.array(cells, kind)
                for cells, kind in zip(zip(*rows, strict=True), schema.types, strict=True)
            ]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=schema))
            total += len(rows)
    return total


def _write(plan: _Plan, output: TextIO) -> None:
    parts = sorted(map(str, Path(plan.folder).glob("part-*.parquet")))
    with _connect(plan.folder) as connection:
        answer = connection.execute(TOGETHER, {"parts": parts})
        for rows in iter(lambda: answer.fetchmany(ROWS), []):
            output.writelines(f"{happening}\n" for (happening,) in rows)

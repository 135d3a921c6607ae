"""What a run has written, opened for analysis."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cnevents.batch.manifest import read_manifest
from cnevents.batch.shards import Counts, is_whole, markers, part
from cnevents.io.arrow import TABLES, event_of, schema
from cnevents.io.optional import need
from cnevents.records import Event, Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Counts):
    """How far a run is; the counts are those of the finished shards.

    Attributes:
        finished: True where every shard is done.
        shards: Finished shards. damaged: Shards whose files are not as they were written.
    """

    finished: bool
    shards: int
    damaged: int


class Run:
    """The folder of a run; only finished shards count, so a run that still goes on can be read as well."""

    def __init__(self, path: str | Path) -> None:
        """Open the folder; raises RunError (E501) where it holds no run."""
        self.path = Path(path)
        self.manifest, self.inputs = read_manifest(self.path)

    def __repr__(self) -> str:
        return f"Run({str(self.path)!r})"

    def status(self, *, hashes: bool = False) -> Status:
        """Counts over the finished shards; with `hashes` every file is read to see whether it is whole."""
        done = markers(self.path)
        sums = {
            name: sum(getattr(one, name) for one in done)
            for name in ("documents", "failures", "characters", "events", "entities", "dates")
        }
        return Status(
            finished=(self.path / "summary.json").exists(),
            shards=len(done),
            damaged=sum(not is_whole(self.path, one, hashes=hashes) for one in done),
            seconds=round(sum(one.seconds for one in done), 3),
            **sums,
        )

    def files(self, table: str) -> list[str]:
        """The Parquet files of a table, in the order of the input; raises InputError (E105)."""
        schema(table)
        return [str(self.path / part(table, one.shard)) for one in markers(self.path)]

    def dataset(self, table: str = "events") -> Any:
        """A table as a pyarrow dataset, for what does not fit into memory."""
        dataset = need("pyarrow.dataset", "parquet").dataset
        files = self.files(table)
        if not files:
            return dataset(schema(table).empty_table())
        return dataset(files, schema=schema(table), format="parquet")

    def table(self, name: str, columns: Sequence[str] | None = None) -> Any:
        """A table of events, entities, dates or documents as a `pyarrow.Table`.

        Raises InputError (E105) for another name.
        """
        return self.dataset(name).to_table(columns=list(columns) if columns is not None else None)

    def events(self, columns: Sequence[str] | None = None) -> Any:
        """The events as a `pyarrow.Table`, one row an event."""
        return self.table("events", columns)

    def entities(self, columns: Sequence[str] | None = None) -> Any:
        """The entities as a `pyarrow.Table`, one row an entity of a document."""
        return self.table("entities", columns)

    def dates(self, columns: Sequence[str] | None = None) -> Any:
        """The time expressions as a `pyarrow.Table`."""
        return self.table("dates", columns)

    def documents(self, columns: Sequence[str] | None = None) -> Any:
        """The documents as a `pyarrow.Table`: where each came from, what it gave, why it failed."""
        return self.table("documents", columns)

    def to_pandas(self, table: str = "events") -> Any:
        """A table as a pandas data frame. Raises UsageError (E401) where pandas is not installed."""
        need("pandas", "pandas")
        return self.table(table).to_pandas()

    def to_polars(self, table: str = "events") -> Any:
        """A table as a polars data frame. Raises UsageError (E401) where polars is not installed."""
        return need("polars", "polars").from_arrow(self.table(table))

    def query(self, sql: str) -> Any:
        """The answer of DuckDB to a query over `events`, `entities`, `dates` and `documents`.

        Gives DuckDB's relation (`.fetchall()`, `.df()`, `.pl()`). Raises UsageError (E401) without duckdb.
        """
        connection = need("duckdb", "duckdb").connect()
        for table in TABLES:
            connection.register(table, self.dataset(table))
        return connection.sql(sql)

    def records(self) -> Iterator[Event]:
        """The events as records, one after the other."""
        for batch in self.dataset("events").to_batches():
            yield from (event_of(row) for row in batch.to_pylist())

    def failures(self) -> Iterator[Failure]:
        """The documents that were not read, in the order of the input."""
        for one in markers(self.path):
            path = self.path / part("failures", one.shard)
            if one.failures and path.is_file():
                yield from map(Failure.model_validate_json, path.read_bytes().splitlines())

    def failure_counts(self) -> dict[str, int]:
        """How many documents failed with each code, the most frequent first."""
        return dict(Counter(one.code for one in self.failures()).most_common())


def read_run(path: str | Path) -> Run:
    """Open the folder that `run_batch` wrote.

    Raises RunError (E501) where it holds no run.
    """
    return Run(path)

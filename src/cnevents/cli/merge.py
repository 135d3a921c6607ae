"""`cnevents merge|evaluate-merge`: one happening told by many."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cnevents.cli.console import FAILED, OK, open_output, report
from cnevents.cli.extract import Output
from cnevents.records import Document, Event, Failure

Source = Annotated[
    Path, typer.Argument(metavar="RUN|FILE", help="A run, or records that cnevents extract wrote.")
]


class Good:
    """The records of a source that can be used; the others are reported as they come."""

    def __init__(self, path: Path) -> None:
        from cnevents.io.records import Records

        self.source = Records(path)
        self.status = OK

    def __iter__(self) -> Iterator[Event | Document]:
        for record in self.source:
            if isinstance(record, Failure):
                report(record)
                self.status = FAILED
            else:
                yield record


def merge(
    source: Source,
    output: Output = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            "-w",
            metavar="N",
            help="Processes, for a run that is large: DuckDB sorts it on disk. [default: in memory]",
        ),
    ] = None,
) -> int:
    """Put together what many documents tell of one happening.

    Prints one happening a line, as JSON.
    """
    if workers is not None:
        from cnevents.merging.duck import merge_run

        with open_output(output) as stream:
            done = merge_run(source, stream, workers=workers)
        return _count(done.records, done.duplicates, done.happenings)
    from cnevents.merging.api import Grouped
    from cnevents.merging.items import Itemizer

    records = Good(source)
    merged = Grouped(Itemizer(records.source.published).items(records))
    with open_output(output) as stream:
        for one in merged:
            stream.write(one.model_dump_json() + "\n")
    _count(merged.records, merged.duplicates, len(merged))
    return records.status


def _count(records: int, duplicates: int, happenings: int) -> int:
    typer.echo(f"{records:,} records, {duplicates:,} of them twice: {happenings:,} happenings", err=True)
    return OK


def evaluate_merge(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Reports whose happenings are known.")],
) -> int:
    """Score merging on reports whose happenings are known."""
    from cnevents.evaluation.merging import evaluate_merge as evaluate

    for name, score in evaluate(gold).items():
        typer.echo(f"{name} records\n{score}")
    return OK

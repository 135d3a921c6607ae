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


def merge(source: Source, output: Output = None) -> int:
    """Put together what many documents tell of one happening.

    Prints one happening a line, as JSON.
    """
    from cnevents.merging.api import Grouped
    from cnevents.merging.items import Itemizer

    records = Good(source)
    merged = Grouped(Itemizer(records.source.published).items(records))
    with open_output(output) as stream:
        for one in merged:
            stream.write(one.model_dump_json() + "\n")
    typer.echo(
        f"{merged.records:,} records, {merged.duplicates:,} of them twice: {len(merged):,} happenings",
        err=True,
    )
    return records.status


def evaluate_merge(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Reports whose happenings are known.")],
) -> int:
    """Score merging on reports whose happenings are known."""
    from cnevents.evaluation.merging import evaluate_merge as evaluate

    for name, score in evaluate(gold).items():
        typer.echo(f"{name} records\n{score}")
    return OK

"""`cnevents report`: one page to look at."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cnevents.cli.console import OK, open_output
from cnevents.cli.extract import Output, check_date


def report(
    records: Annotated[
        Path,
        typer.Argument(metavar="RECORDS", help="What cnevents extract wrote, or the folder of a run."),
    ],
    output: Output = None,
    title: Annotated[str | None, typer.Option(help="The heading. [default: the name of RECORDS]")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="DATE", help="Leave out what begins before this day.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="DATE", help="Leave out what begins after this day.")
    ] = None,
    latest: Annotated[int, typer.Option(metavar="N", help="How many records to list.")] = 50,
) -> int:
    """Write an HTML page: timeline, network, map, counts, records."""
    from cnevents.viz import report as make_report
    from cnevents.viz.files import read_records

    events = read_records(records, since=check_date(since), until=check_date(until))
    page = make_report(events, title=title or records.name, latest=latest)
    with open_output(output) as stream:
        stream.write(page)
    return OK

"""`cnevents export`: records in the forms of other data sets."""

from __future__ import annotations

from typing import Annotated

import typer

from cnevents.cli.console import open_output
from cnevents.cli.extract import Output
from cnevents.cli.merge import Good, Source


def export(
    source: Source,
    to: Annotated[str, typer.Option("--to", metavar="plover|polecat|cameo|acled-like", help="The form.")],
    output: Output = None,
) -> int:
    """Write records as PLOVER, POLECAT, CAMEO or ACLED-like data."""
    from cnevents.exports.api import FORMS
    from cnevents.exports.api import export as write

    if to not in FORMS:
        from cnevents.errors import InputError

        raise InputError("E105", value=to, name="--to", options=", ".join(FORMS))
    records = Good(source)
    with open_output(output) as stream:
        done = write(records, to=to, output=stream, stories=records.source.stories())
    typer.echo(f"{done.records:,} records: {done.rows:,} rows", err=True)
    for reason, number in done.left_out.items():
        typer.echo(f"  left out, {reason}: {number:,}", err=True)
    return records.status

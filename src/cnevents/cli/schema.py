"""`cnevents schema`: the JSON Schema of a record."""

from __future__ import annotations

from typing import Annotated

import typer

from cnevents.cli.console import OK, open_output
from cnevents.cli.extract import Output
from cnevents.io.schema import RECORDS, json_schema


def schema(
    record: Annotated[str, typer.Argument(metavar="RECORD", help=f"One of: {', '.join(RECORDS)}.")] = "event",
    output: Output = None,
) -> int:
    """Print the published JSON Schema of a record."""
    text = json_schema(record)
    with open_output(output) as stream:
        stream.write(text + "\n")
    return OK

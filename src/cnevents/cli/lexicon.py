"""`cnevents lexicon`: check the language tables, look a word up."""

from __future__ import annotations

from typing import Annotated

import typer

from cnevents.cli.console import FAILED, OK

app = typer.Typer(help="Check the language tables, look a word up in them.")


@app.command("lint")
def lint() -> int:
    """Check every table: columns, codes, doubles, examples."""
    from cnevents.lexicon import lint as check

    faults = list(check())
    for fault in faults:
        typer.echo(str(fault))
    typer.echo(f"{len(faults)} faults" if faults else "no faults")
    return FAILED if faults else OK


@app.command("find")
def find(word: Annotated[str, typer.Argument(metavar="WORD", help="In either script.")]) -> int:
    """Print every line of the tables that has WORD in one of its cells."""
    from cnevents.lexicon import find as look_up

    rows = list(look_up(word))
    for row in rows:
        typer.echo(str(row))
    return OK if rows else FAILED

"""`cnevents lexicon`: check the language tables, look a word up, add a row, name offices out of date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from cnevents.checks import check_date
from cnevents.cli.console import FAILED, OK, open_output, report
from cnevents.cli.extract import Output, Published
from cnevents.errors import FileError

app = typer.Typer(help="Check the language tables, look words up, add rows.")
Folder = Annotated[
    Path | None,
    typer.Option("--folder", metavar="FOLDER", help="Your own tables instead of the packaged ones."),
]


@app.command("lint")
def lint(
    folder: Folder = None,
    examples: Annotated[
        bool, typer.Option("--examples", help="Run every example of the tables too; takes a while.")
    ] = False,
) -> int:
    """Check every table: cells, doubles, codes, frames, patterns."""
    from cnevents.lexicon.lint import lint as check

    faults = check(_existing(folder))
    if examples:
        from cnevents.lexicon import load_lexicon
        from cnevents.lexicon.examples import check_examples

        faults.extend(check_examples(load_lexicon((folder,) if folder else ())))
        if folder is None:
            from cnevents.api import Extractor
            from cnevents.lexicon.trigger_examples import check_triggers

            faults.extend(check_triggers(Extractor(tagger=None, scorer=None)))
    for fault in faults:
        typer.echo(str(fault))
    typer.echo(f"{len(faults)} faults" if faults else "no faults")
    return FAILED if faults else OK


@app.command("find")
def find(
    word: Annotated[str, typer.Argument(metavar="WORD", help="In either script.")], folder: Folder = None
) -> int:
    """Print every line of the tables that has WORD in one of its cells."""
    from cnevents.lexicon.lint import find as look_up

    rows = list(look_up(word, _existing(folder)))
    for row in rows:
        typer.echo(row)
    return OK if rows else FAILED


@app.command("add")
def add(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Your tables; made where it is missing.")],
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Such as people, organisations, places.")],
    cells: Annotated[list[str], typer.Argument(metavar="COLUMN=CELL", help="One or more: name=艾小例")],
) -> int:
    """Add a row to a table of your own, for load(lexicon=FOLDER)."""
    from cnevents.lexicon.upkeep import add as add_row

    pairs = dict(cell.partition("=")[::2] for cell in cells)
    typer.echo(str(add_row(folder, table, pairs)))
    return OK


@app.command("stale")
def stale(
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="The day to judge by; default: today.")
    ] = None,
    days: Annotated[
        int, typer.Option("--days", metavar="N", help="How long after an office ended it is named.")
    ] = 400,
) -> int:
    """Print the offices that ended lately or have no dates."""
    from cnevents.lexicon.upkeep import stale as out_of_date

    for line in out_of_date(check_date(on) or dt.date.today(), days):
        typer.echo(line)
    return OK


@app.command("worklist")
def worklist(
    source: Annotated[
        Path, typer.Argument(metavar="RUN|FILE", help="Articles, or a run, whose articles are read again.")
    ],
    least: Annotated[
        int, typer.Option("--least", metavar="N", help="Leave out what stands there less often.")
    ] = 2,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help="Read so many documents. [default: all]")
    ] = None,
    published: Published = None,
    output: Output = None,
) -> int:
    """Print what was not understood, by frequency.

    Verbs behind a state that are in no table, anaphors that nothing fits, offices that are not listed.
    """
    from cnevents.io.worklist import read_worklist

    gaps, failures = read_worklist(source, least=least, limit=limit, published=check_date(published))
    with open_output(output) as stream:
        stream.write("kind\tword\tcount\tdocuments\tdoc_id\texample\n")
        for gap in gaps:
            cells = (gap.kind, gap.word, gap.count, gap.documents, gap.doc_id, gap.example)
            stream.write("\t".join(map(str, cells)) + "\n")
    for failure in failures:
        report(failure)
    return FAILED if failures else OK


def _existing(folder: Path | None) -> Path | None:
    if folder is not None and not folder.is_dir():
        raise FileError("E201", path=folder)
    return folder

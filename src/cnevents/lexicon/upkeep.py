"""Keeping the tables up: rows added to a user's folder, offices that nobody has checked for long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from cnevents.errors import InputError, ResourceError
from cnevents.lexicon.entries import split
from cnevents.lexicon.lint import lint, tables
from cnevents.resources import read_tsv


def add(folder: Path, table: str, cells: Mapping[str, str]) -> Path:
    """Add a row to `names/<table>.tsv` of a user's folder; the table is begun where there is none.

    Args:
        folder: The folder that `cnevents.load(lexicon=...)` is given.
        table: Such as "people".
        cells: Column to cell; columns that are left out stay empty.

    Raises:
        InputError: E105 for a table or column that does not exist, or a cell that holds a tab or a line end.
        ResourceError: E303 where the row has a fault; the table then stays as it was.
    """
    columns = _columns(table)
    for column, cell in cells.items():
        if column not in columns:
            raise InputError("E105", value=column, name=f"the columns of {table}", options=", ".join(columns))
        if set(cell) & set("\t\n\r"):
            raise InputError("E105", value=cell, name=column, options="text without tabs and line ends")
    path = folder / "names" / f"{table}.tsv"
    before = path.read_text(encoding="utf-8") if path.is_file() else "\t".join(columns) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    header = before.splitlines()[0].split("\t")
    path.write_text(
        before + "\t".join(cells.get(column, "") for column in header).rstrip("\t") + "\n", encoding="utf-8"
    )
    faults = [str(fault) for fault in lint(folder)]
    if faults:
        path.write_text(before, encoding="utf-8")
        raise ResourceError("E303", count=len(faults), faults="\n".join(faults))
    return path


def _columns(table: str) -> list[str]:
    """The columns of a packaged table of names."""
    names = [name.split("/")[1].removesuffix(".tsv") for name, _ in tables() if name.startswith("names/")]
    if table not in names:
        raise InputError("E105", value=table, name="table", options=", ".join(names))
    return [column for column in read_tsv(f"names/{table}.tsv")[0] if column != "_at"]


def stale(on: dt.date, checked: int = 400) -> Iterator[str]:
    """Lines of people.tsv whose office has no dates, or whose holder's end date is past.

    Args:
        on: The day to judge by.
        checked: Days after an end date during which the line is not named.

    Yields:
        `file:line name office` of each.
    """
    limit = (on - dt.timedelta(days=checked)).isoformat()
    for row in read_tsv("names/people.tsv"):
        for office in split(row["offices"]):
            name, _, dates = office.partition("@")
            end = dates.partition("..")[2]
            if not dates or (end and limit <= end <= on.isoformat()):
                yield f"{row['_at']} {row['name']} {name} {dates or 'no dates'}"

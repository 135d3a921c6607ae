"""The event table on a terminal."""

from __future__ import annotations

from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from cnevents.io.table import COLUMNS, event_cells, filled_columns
from cnevents.records import EventList

STYLES = {"when": "cyan", "type": "bold", "words": "green", "source": "dim"}
STATUS = {"negative": "red", "future": "blue", "hypothetical": "magenta"}


def print_table(stream: TextIO, heading: str, events: EventList) -> None:
    """Print events as a table as wide as the terminal."""
    console = Console(file=stream, highlight=False)
    if heading:
        console.print(Text(heading, style="bold"))
    rows = [event_cells(event) for event in events]
    if not rows:
        console.print("no events")
        return
    kept = filled_columns(rows)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for index in kept:
        table.add_column(COLUMNS[index], style=STYLES.get(COLUMNS[index]), overflow="fold")
    for row in rows:
        table.add_row(*(_cell(COLUMNS[index], row[index]) for index in kept))
    console.print(table)


def _cell(column: str, text: str) -> Text:
    # Text, not str: square brackets of the article are no markup.
    return Text(text, style=STATUS.get(text.partition(" ")[0], "") if column == "status" else "")

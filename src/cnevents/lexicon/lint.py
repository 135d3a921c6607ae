"""Checks of the language tables, and a search in them: what `cnevents lexicon` runs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from cnevents.errors import ResourceError
from cnevents.lexicon import KEY
from cnevents.resources import parse_tsv, resource
from cnevents.text.folding import fold

Row = dict[str, str]
PATTERNS = ("left", "right", "not_left", "not_right", "near", "not_near")
FORMS = frozenset({"v", "n", "vn", "va", "t", "l"})
# Tables that hold Traditional characters on purpose, and columns that no text is compared with.
UNFOLDED_TABLES = frozenset({"text/folding.tsv", "grammar/home.tsv"})
UNFOLDED_COLUMNS = frozenset({"latin", *PATTERNS})
DATE = re.compile(r"-?\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_DEGREES = re.compile(r"(-?\d{1,3}(\.\d{1,9})?)?", re.ASCII)
NUMBERS = {
    "lat": ("places.tsv", _DEGREES),
    "lon": ("places.tsv", _DEGREES),
    "level": ("one_char.tsv", re.compile("[1-5]")),
}
# Nested repetition takes exponential time: (a+)+
NESTED = re.compile(r"\([^()]*[+*][^()]*\)[+*]")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a line of a table."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


def lint(folder: Path | None = None) -> list[Fault]:
    """All faults of the packaged tables, or of a folder of the same shape.

    >>> all(fault.message for fault in lint())
    True
    """
    return [fault for name, table in tables(folder) for fault in _file(name, table.read_bytes())]


def find(word: str, folder: Path | None = None) -> Iterator[str]:
    """Each line that has `word` in a cell, alone or between bars, as `file:line` and its cells.

    >>> any(line.startswith("names/states.tsv:") for line in find("北韓"))
    True
    """
    wanted = fold(word)
    for name, table in tables(folder):
        for row in parse_tsv(table.read_text(encoding="utf-8"), name):
            place = row.pop("_at")
            if any(wanted in cell.split("|") for cell in row.values()):
                yield f"{place}\t" + "\t".join(row.values()).rstrip("\t")


def tables(folder: Path | None = None) -> Iterator[tuple[str, Traversable]]:
    """Every table as its name (names/states.tsv) and its file."""
    root: Traversable = folder if folder is not None else resource("")
    yield from _walk(root, "")


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, Traversable]]:
    for child in sorted(folder.iterdir(), key=lambda one: one.name):
        if child.is_dir() and not child.name.startswith("_"):
            yield from _walk(child, f"{prefix}{child.name}/")
        elif child.name.endswith(".tsv"):
            yield f"{prefix}{child.name}", child


def _file(name: str, data: bytes) -> Iterator[Fault]:
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        yield Fault(f"{name}:{line}", f"not UTF-8: byte 0x{data[error.start]:02x}")
        return
    yield from _table(name, content)


def _table(name: str, content: str) -> Iterator[Fault]:
    seen: dict[tuple[str, ...], str] = {}
    try:
        rows = list(parse_tsv(content, name))
    except ResourceError as error:
        yield Fault(f"{name}:{error.details['line']}", error.message.partition(": ")[2])
        return
    header = list(_header(name, rows[0])) if rows else []
    if header:
        yield from (Fault(f"{name}:1", message) for message in header)
        return
    for row in rows:
        place = row.pop("_at")
        cells = tuple(row.values())
        if cells in seen:
            yield Fault(place, f"stands already in {seen[cells]}")
        seen[cells] = place
        yield from (Fault(place, message) for check in CHECKS for message in check(name, row))


def _header(name: str, row: Row) -> Iterator[str]:
    """A user's table has columns of the packaged table of its name, that of the keys among them."""
    stem = name.rpartition("/")[2].removesuffix(".tsv")
    known = _columns().get(name if "/" in name else f"names/{name}")
    if known is None:
        return
    for column in row:
        if column not in known and column != "_at":
            yield f"{column!r} is no column of {stem}: {', '.join(known)}"
    key = KEY.get(stem, known[0])
    if key not in row:
        yield f"the column {key!r} is missing"


@cache
def _columns() -> dict[str, tuple[str, ...]]:
    """The columns of each packaged table."""
    return {
        name: tuple(next(parse_tsv(table.read_text(encoding="utf-8"), name)))[:-1] for name, table in tables()
    }


def _numbers(name: str, row: Row) -> Iterator[str]:
    for column, (table, form) in NUMBERS.items():
        cell = row.get(column, "")
        if name.endswith(table) and not form.fullmatch(cell):
            yield f"{column} {cell!r} is no number that it can be"


def _characters(name: str, row: Row) -> Iterator[str]:
    if not next(iter(row.values())):
        yield "the first cell is empty"
    for column, cell in row.items():
        if cell != cell.strip() or "\u200b" in cell or "\ufeff" in cell:
            yield f"a space around {column} {cell!r}, or a character that does not show"
        if name not in UNFOLDED_TABLES and column not in UNFOLDED_COLUMNS and fold(cell) != cell:
            yield f"{column} {cell!r} is not folded: write {fold(cell)!r}"
        if "|" in cell and column not in UNFOLDED_COLUMNS and not column.startswith("example"):
            yield from _joined(column, cell.split("|"))


def _joined(column: str, values: list[str]) -> Iterator[str]:
    if "" in values:
        yield f"an empty value between bars in {column}"
    if len(set(values)) < len(values):
        yield f"a value of {column} stands twice: {'|'.join(values)}"


def _patterns(name: str, row: Row) -> Iterator[str]:
    for column in PATTERNS:
        cell = row.get(column, "")
        try:
            re.compile(cell)
        except re.error as error:
            yield f"{column} {cell!r} is no pattern: {error}"
        if NESTED.search(cell):
            yield f"{column} {cell!r} repeats a repetition: it may take exponential time"


def _triggers(name: str, row: Row) -> Iterator[str]:
    if not name.startswith("frames/triggers_"):
        return
    if row["frame"] != "-" and row["frame"] not in _first_cells("frames/frames_"):
        yield f"the frame {row['frame']!r} is in no table of frames"
    if row["frame"] != "-" and not row["example_yes"]:
        yield f"{row['word']} has no example_yes"
    if row["form"] not in FORMS and row["frame"] != "-":
        yield f"the form {row['form']!r} is none of: {', '.join(sorted(FORMS))}"
    for column in ("example_yes", "example_no"):
        for example in filter(None, row[column].split(" || ")):
            if row["word"] not in example:
                yield f"{row['word']} is not in its {column} {example!r}"


def _frames(name: str, row: Row) -> Iterator[str]:
    if name.startswith("frames/frames_") and row["type"] not in _first_cells("ontology/types"):
        yield f"the type {row['type']!r} is not in ontology/types.tsv"


def _states(name: str, row: Row) -> Iterator[str]:
    for column in ("state", "codes"):
        for code in filter(None, row.get(column, "").split("|")):
            if re.fullmatch("[A-Z]{3}", code) and code not in _first_cells("names/states"):
                yield f"the state {code!r} is not in names/states.tsv"


def _dates(name: str, row: Row) -> Iterator[str]:
    """Dates of offices (总统@2020-01-05..2024-01-05) and of named events."""
    dates = [row.get(column, "") for column in ("date_start", "date_end")]
    for office in filter(None, row.get("offices", "").split("|")):
        begin, _, end = office.partition("@")[2].partition("..")
        dates += [begin, end]
        if begin and end and begin > end:
            yield f"the office {office!r} ends before it begins"
    for date in filter(None, dates):
        if not DATE.fullmatch(date):
            yield f"{date!r} is no date: write 2024, 2024-06 or 2024-06-19"


@cache
def _first_cells(prefix: str) -> frozenset[str]:
    """The first cells of the packaged tables whose names begin so."""
    return frozenset(
        next(iter(row.values()))
        for name, table in tables()
        if name.startswith(prefix)
        for row in parse_tsv(table.read_text(encoding="utf-8"), name)
    )


CHECKS: tuple[Callable[[str, Row], Iterable[str]], ...] = (
    _characters,
    _numbers,
    _patterns,
    _triggers,
    _frames,
    _states,
    _dates,
)

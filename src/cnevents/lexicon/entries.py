"""What the name tables hold, as entries for the automaton."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

Row = Mapping[str, str]


@dataclass(slots=True, frozen=True)
class Entry:
    """One reading of a word.

    Attributes:
        word: The word as it stands in folded text.
        role: name, short (a state's one character), body, office, prefix, nominal, block or tail (the
            last word of a longer name).
        type: PERSON, STATE, PLACE, ORGANIZATION, EVENT or DOCUMENT for names, else "".
        id: What a mention of it is called: a state's code or the usual name.
        state: ISO alpha-3 code, or "".
        sector: PLOVER sector, or "".
        kind: The finer class of the table.
        level: What a bare office stands for (state, body, self); yes or no for a body without its state;
            gated for a name that belongs to others too, whole for one that is part of other words.
        rule: file:line of the row.
    """

    word: str
    role: str
    type: str
    id: str
    state: str
    sector: str
    kind: str
    level: str
    rule: str


@dataclass(slots=True, frozen=True)
class State:
    """A row of states.tsv."""

    code: str
    name: str
    names: tuple[str, ...]
    short: tuple[str, ...]
    region: str
    capitals: tuple[str, ...]
    status: str


@dataclass(slots=True, frozen=True)
class Short:
    """A one-character form: the codes it may mean, and the words in which it means none."""

    char: str
    codes: tuple[str, ...]
    level: int
    rule: str


def split(cell: str) -> tuple[str, ...]:
    """The values of a cell.

    >>> split("北韩|北朝鲜")
    ('北韩', '北朝鲜')
    """
    return tuple(value.strip() for value in cell.split("|") if value.strip())


UNIONS = {"EUR", "UNO"}
REGIONS = {"HKG", "MAC"}
TYPES = {
    "people": "PERSON",
    "organisations": "ORGANIZATION",
    "media": "ORGANIZATION",
    "places": "PLACE",
    "named_events": "EVENT",
    "documents": "DOCUMENT",
}
DEFAULT_SECTOR = {"media": "JRN"}


def read_states(rows: Iterable[Row]) -> dict[str, State]:
    """The states by code."""
    return {
        row["code"]: State(
            row["code"],
            row["name"],
            tuple(dict.fromkeys(n for n in (row["name"], row["full"], *split(row["aliases"])) if n)),
            split(row["short"]),
            row["region"],
            split(row["capital"]),
            row["status"],
        )
        for row in rows
    }


def state_entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """Names of states, their capitals and their seats of government."""
    for row in rows:
        code, rule = row["code"], row["_at"]
        kind, sector = row["status"], "GOV" if row["status"] != "union" else "IGO"
        type_ = "ORGANIZATION" if code in UNIONS else "STATE"
        id_ = code
        if kind == "territory" and code not in REGIONS:
            type_, id_ = "PLACE", row["name"]
        names = dict.fromkeys(n for n in (row["name"], row["full"], *split(row["aliases"])) if len(n) > 1)
        for name in names:
            yield Entry(name, "name", type_, id_, code, sector, kind, "", rule)
        capitals = split(row["capital"])
        if code in UNIONS:
            continue
        for name in capitals:
            yield Entry(name, "name", "PLACE", capitals[0], code, "", "capital", "", rule)
        for name in split(row["seats"]):
            yield Entry(name, "name", "ORGANIZATION", split(row["seats"])[0], code, "GOV", "seat", "", rule)


TOWNS = {"city", "county", "district", "town", "island"}


def _level(table: str, row: Row, word: str, words: Collection[str]) -> str:
    """gated, whole or nothing, for a word of a row that has an example_no.

    Only short words have a level, towns, and those that stand in the example_no as they are;
    北海市 beside 北海 has none. The column `gate` says which it is; where it is empty people, media and
    towns need a context.
    """
    examples = row.get("example_no", "")
    if not examples or "·" in word or not (len(word) < 4 or table == "places" or word in examples):
        return ""
    if table == "places" and word[:-1] in words:
        return ""
    if row.get("gate"):
        return "" if row["gate"] == "open" else row["gate"]
    towns = table == "places" and row["kind"] in TOWNS
    return "gated" if towns or table in ("people", "media") else "whole"


def named_entries(table: str, rows: Iterable[Row]) -> Iterator[Entry]:
    """Entries of the tables that share the columns name, aliases, state, sector, kind."""
    for row in rows:
        words = dict.fromkeys((row["name"], *split(row.get("aliases", "")), *split(row.get("latin", ""))))
        sector = row.get("sector", "") or DEFAULT_SECTOR.get(table, "")
        kind = row.get("kind", "") or ("capital" if row.get("capital_of") else table)
        for word in words:
            if len(word) > 1:
                yield Entry(
                    word, "name", TYPES[table], row["name"], row.get("state", ""), sector, kind,
                    _level(table, row, word, words), row["_at"],
                )  # fmt: skip


def body_entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """Bodies of a state (外交部); `id` is the usual form of the body's word."""
    for row in rows:
        yield Entry(
            row["word"], "body", "ORGANIZATION", row["canonical"] or row["word"], "", row["sector"],
            row["kind"], row["alone"], row["_at"],
        )  # fmt: skip


def state_body_entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """Bodies of one state: as words after its name, and as names of their own."""
    for row in rows:
        for word in split(row["words"]):
            yield Entry(
                word, "body", "ORGANIZATION", row["id"], row["state"], row["sector"], "own", "no", row["_at"]
            )
        for word in split(row["alone"]):
            yield Entry(
                word, "name", "ORGANIZATION", row["id"], row["state"], row["sector"], "body", "", row["_at"]
            )


def office_entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """Offices and the words that stand before them (前, 副)."""
    for row in rows:
        role = "prefix" if row["kind"] == "prefix" else "office"
        yield Entry(
            row["word"], role, "", row["word"], "", row["sector"], row["kind"], row["level"], row["_at"]
        )


def nominal_entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """Nouns for participants without a name."""
    for row in rows:
        yield Entry(row["word"], "nominal", "", row["word"], "", row["sector"], row["kind"], "", row["_at"])


def short_entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """One-character forms, and the words in which they mean no state."""
    for row in rows:
        yield Entry(row["char"], "short", "STATE", row["char"], "", "GOV", "", row["level"], row["_at"])
        for word in split(row["not_in"]):
            yield Entry(word, "block", "", word, "", "", "", "", row["_at"])


def block_entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """Words that hold a name's characters and are no name."""
    for row in rows:
        yield Entry(row["word"], "block", "", row["word"], "", "", "", "", row["_at"])


TAIL_KINDS = (
    "org_tail",
    "event_join",
    "event_direct",
    "document_tail",
    "building",
    "place_suffix",
    "state_place",
)


def part_entries(rows: Iterable[Row]) -> Iterator[Entry]:
    """Words that close longer names (委员会, 峰会, 机场)."""
    for row in rows:
        if row["kind"] in TAIL_KINDS:
            yield Entry(row["word"], "tail", "", row["word"], "", "", row["kind"], "", row["_at"])

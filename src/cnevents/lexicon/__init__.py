"""The lexicon: every name and every word that names are made of, read from the tables once.

```python
>>> from cnevents.lexicon import load_lexicon
>>> lexicon = load_lexicon()
>>> [entry.id for entry in lexicon.lookup("北韩")]
['PRK']

```
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from cnevents.errors import ResourceError
from cnevents.lexicon.entries import (
    Entry,
    Row,
    Short,
    State,
    block_entries,
    body_entries,
    named_entries,
    nominal_entries,
    office_entries,
    part_entries,
    read_states,
    short_entries,
    split,
    state_body_entries,
    state_entries,
)
from cnevents.resources import parse_tsv, read_tsv

__all__ = ["Entry", "Lexicon", "Short", "State", "load_lexicon"]

NAMED = ("people", "organisations", "media", "places", "named_events", "documents")
OTHER: dict[str, Callable[[Iterable[Row]], Iterator[Entry]]] = {
    "states": state_entries,
    "state_bodies": state_body_entries,
    "bodies": body_entries,
    "offices": office_entries,
    "nominals": nominal_entries,
    "one_char": short_entries,
    "not_names": block_entries,
    "org_parts": part_entries,
}
PLAIN = ("surnames", "translit", "short_contexts", "org_parts")
COMPOSED = ("force", "police", "legislature", "government", "own")
KEY = {"states": "code", "state_bodies": "id", "bodies": "word", "offices": "word", "nominals": "word"}


class Lexicon:
    """All tables, with overlays of the user laid over them; everything is built on first use.

    Args:
        overlays: Folders that hold tables of the same names and columns (`people.tsv` or
            `names/people.tsv`). A row there takes the place of the packaged row with the same first cell.
    """

    def __init__(self, overlays: Sequence[Path] = ()) -> None:
        self.overlays = tuple(overlays)

    def table(self, name: str) -> list[dict[str, str]]:
        """The rows of `names/<name>.tsv`, overlays included; none where no such table is packaged."""
        try:
            rows = read_tsv(f"names/{name}.tsv")
        except ResourceError as error:
            if error.code != "E302":
                raise
            rows = []
        for folder in self.overlays:
            for path in (folder / f"{name}.tsv", folder / "names" / f"{name}.tsv"):
                if path.is_file():
                    rows = _overlay(rows, list(parse_tsv(path.read_text(encoding="utf-8"), str(path))), name)
        return rows

    @cached_property
    def entries(self) -> dict[str, tuple[Entry, ...]]:
        """All readings of each word."""
        found: dict[str, list[Entry]] = {}
        for table, read in OTHER.items():
            for entry in read(self.table(table)):
                found.setdefault(entry.word, []).append(entry)
        for table in NAMED:
            for entry in named_entries(table, self.table(table)):
                if self._composed(entry, found):
                    continue
                readings = found.setdefault(entry.word, [])
                if not any(
                    known.type == entry.type and known.role == "name" and known.id == entry.id
                    for known in readings
                ):
                    readings.append(entry)
        return {word: tuple(readings) for word, readings in found.items()}

    def _composed(self, entry: Entry, found: dict[str, list[Entry]]) -> bool:
        """Is it a state's name and more (以军, 黎南部)? Such names are read as two, not from a table."""
        word = entry.word
        if entry.type == "PLACE":
            rest = word[1:] if word[0] in self.shorts else self._after_state(word)
            return rest in self.cues["side"] or rest.startswith("控")
        if entry.type != "ORGANIZATION":
            return False
        rest = self._after_state(word)
        if rest and any(
            e.kind == "seat" or (e.sector == "JRN" and e.id == entry.id) for e in found.get(rest, ())
        ):
            return True
        return word[0] in self.shorts and any(
            e.role == "body" and (e.kind in COMPOSED or e.sector in ("MIL", "REB"))
            for e in found.get(word[1:], ())
        )

    def _after_state(self, word: str) -> str:
        """What follows a state's name at the start of `word`."""
        for size in range(min(len(word) - 1, 8), 1, -1):
            if word[:size] in self.state_words:
                return word[size:]
        return ""

    @cached_property
    def state_words(self) -> frozenset[str]:
        """All names of states."""
        return frozenset(name for state in self.states.values() for name in state.names)

    @cached_property
    def words(self) -> list[str]:
        """Every word of the automaton, in its order."""
        return list(self.entries)

    @cached_property
    def readings(self) -> list[tuple[Entry, ...]]:
        """The readings in the order of `words`."""
        return list(self.entries.values())

    @cached_property
    def automaton(self) -> Any:
        """An Aho-Corasick automaton that finds every word, overlapping ones too."""
        import ahocorasick_rs

        return ahocorasick_rs.AhoCorasick(self.words, store_patterns=False)

    @cached_property
    def states(self) -> dict[str, State]:
        """States by code."""
        return read_states(self.table("states"))

    @cached_property
    def shorts(self) -> dict[str, Short]:
        """One-character forms of states."""
        return {
            row["char"]: Short(row["char"], split(row["codes"]), int(row["level"]), row["_at"])
            for row in self.table("one_char")
        }

    @cached_property
    def short_names(self) -> frozenset[str]:
        """Names that are no states and yet have a one-character form (哈马斯)."""
        return frozenset(
            code for short in self.shorts.values() for code in short.codes if code not in self.states
        )

    @cached_property
    def contexts(self) -> dict[str, frozenset[str]]:
        """Words beside a one-character form, by kind: side, noun, verb, coverb, not."""
        return _grouped(self.table("short_contexts"), "kind", "word")

    @cached_property
    def cues(self) -> dict[str, frozenset[str]]:
        """Words that decide beside a name, by kind."""
        return _grouped(self.table("cues"), "kind", "word")

    @cached_property
    def org_parts(self) -> dict[str, frozenset[str]]:
        """Words that names of organisations, places and events are made of, by kind."""
        return _grouped(self.table("org_parts"), "kind", "word")

    @cached_property
    def surnames(self) -> dict[str, frozenset[str]]:
        """Surnames by class (zh, ja, ko, vi)."""
        found: dict[str, set[str]] = {}
        for row in self.table("surnames"):
            for kind in split(row["class"]):
                found.setdefault(kind, set()).add(row["surname"])
        return {kind: frozenset(names) for kind, names in found.items()}

    @cached_property
    def translit(self) -> dict[str, frozenset[str]]:
        """Characters that write foreign names, by class (strong, weak)."""
        return {row["class"]: frozenset(row["characters"]) for row in self.table("translit")}

    @cached_property
    def positions(self) -> dict[str, dict[str, tuple[float, float]]]:
        """Latitude and longitude of places: name → state's code → degrees."""
        found: dict[str, dict[str, tuple[float, float]]] = {}
        for row in self.table("places"):
            if row["lat"] and row["lon"]:
                here = found.setdefault(row["name"], {})
                here.setdefault(row["state"], (float(row["lat"]), float(row["lon"])))
        return found

    @cached_property
    def own_bodies(self) -> dict[tuple[str, str], Entry]:
        """Bodies that one state calls otherwise: (code, words after its name) → entry."""
        return {
            (entry.state, entry.word): entry
            for readings in self.readings
            for entry in readings
            if entry.role == "body" and entry.state
        }

    def lookup(self, word: str) -> tuple[Entry, ...]:
        """The readings of `word`; none if no table has it."""
        return self.entries.get(word, ())


def _grouped(rows: Iterable[Row], key: str, value: str) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row[key], set()).add(row[value])
    return {kind: frozenset(words) for kind, words in found.items()}


def _overlay(rows: list[dict[str, str]], over: list[dict[str, str]], table: str) -> list[dict[str, str]]:
    key = KEY.get(table) or next(iter(over[0]), "") if over else ""
    replaced = {row[key] for row in over}
    columns = dict.fromkeys(rows[0], "") if rows else {}
    over = [{**columns, **row} for row in over]
    return [row for row in rows if row[key] not in replaced] + over if over else rows


@lru_cache(maxsize=8)
def _load(overlays: tuple[Path, ...]) -> Lexicon:
    if overlays:
        from cnevents.lexicon.lint import lint

        faults = [f"{folder / fault.place}: {fault.message}" for folder in overlays for fault in lint(folder)]
        if faults:
            raise ResourceError("E303", count=len(faults), faults="\n".join(faults))
    return Lexicon(overlays)


def load_lexicon(overlays: Sequence[Path] = ()) -> Lexicon:
    """The lexicon with these overlays; the same object for the same overlays.

    Raises:
        ResourceError: E303 with every fault of the overlays, as file:line and what is wrong.
    """
    return _load(tuple(Path(folder) for folder in overlays))

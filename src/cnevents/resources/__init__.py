"""The language of cnevents as data: tables (TSV) and rules (YAML), read on first use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from cnevents.errors import ResourceError


def resource(name: str) -> Traversable:
    """The file of a resource such as ``"names/states.tsv"``."""
    return files(__name__).joinpath(*name.split("/"))


def parse_tsv(lines: str, name: str) -> Iterator[dict[str, str]]:
    """Rows of a table: the header's names to cells, `_at` being the place as file:line.

    A row may leave out empty cells at its end. Raises ResourceError (E301) for a row with more
    cells than the header has.
    """
    header: list[str] = []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        if len(cells) > len(header):
            raise ResourceError("E301", file=name, line=number, found=len(cells), expected=len(header))
        row = dict.fromkeys(header, "")
        row.update(zip(header, cells, strict=False))
        row["_at"] = f"{name}:{number}"
        yield row


def read_tsv(name: str) -> list[dict[str, str]]:
    """All rows of the packaged table `name`; raises ResourceError (E302) where there is none."""
    try:
        return list(parse_tsv(resource(name).read_text(encoding="utf-8"), name))
    except FileNotFoundError as error:
        raise ResourceError("E302", file=name) from error


@cache
def read_yaml(name: str) -> Any:
    """The content of the packaged YAML file `name`, loaded safely."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(resource(name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506
    except FileNotFoundError as error:
        raise ResourceError("E302", file=name) from error

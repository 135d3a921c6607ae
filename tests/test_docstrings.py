"""Everything that a reader of the code may call says what it does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

SOURCE = ROOT / "src" / "cnevents"
FILES = sorted(SOURCE.rglob("*.py"))
LINES_OF_A_FILE = 400
LINES_OF_A_FUNCTION = 50
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def definitions(path: Path) -> Iterator[Definition]:
    """The classes and functions of a file, also those inside of others."""
    return (one for one in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(one, Definition))


def is_public(one: Definition) -> bool:
    """Has it a name without an underscore, and is it no mere form of another (`@overload`)?"""
    marks = {mark.id for mark in one.decorator_list if isinstance(mark, ast.Name)}
    return not one.name.startswith("_") and "overload" not in marks


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_file_is_documented_and_short(path: Path) -> None:
    undocumented = [one.name for one in definitions(path) if is_public(one) and not ast.get_docstring(one)]
    long = [
        one.name
        for one in definitions(path)
        if not isinstance(one, ast.ClassDef) and one.end_lineno - one.lineno >= LINES_OF_A_FUNCTION
    ]
    lines = len(path.read_text("utf-8").splitlines())
    assert (undocumented, long) == ([], [])
    assert lines <= LINES_OF_A_FILE

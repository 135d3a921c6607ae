"""docs/limits.md names what fails today, and every type."""

from __future__ import annotations

import re
from typing import get_args

import pytest
from limits_table import PAGE, failing, phenomena, put, titles

from cnevents.records import EventType

TEXT = PAGE.read_text(encoding="utf-8")


def test_what_is_known_to_fail_is_what_the_tests_know() -> None:
    assert put(TEXT, "phenomena", phenomena()) == TEXT, "run  make docs"


def test_every_failing_case_stands_on_the_page() -> None:
    assert [case for case in sorted(failing()) if f"{case} " not in TEXT] == []


def test_all_items_of_the_checklist_have_a_title() -> None:
    assert sorted(titles()) == list(range(1, 38))


@pytest.mark.parametrize("name", get_args(EventType))
def test_every_type_has_its_figures(name: str) -> None:
    row = re.search(rf"^\| {name} \|(.+)\|$", TEXT, re.MULTILINE)
    assert row, "run  python benchmarks/limits.py"
    assert [cell for cell in row[1].split("|") if not re.fullmatch(r" (\d+|1\.00|\.\d\d|) ?", cell)] == []

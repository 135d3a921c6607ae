"""What the pages say is what happens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT
from doc_blocks import PAGES, agrees, blocks, commands, refreshed, run_command, run_python

from cnevents.io.schema import RECORDS, json_schema

NAMES = [str(page.relative_to(ROOT)) for page in PAGES]
COMMANDS = [
    pytest.param(command, output, id=f"{page.name}: {command}")
    for page in PAGES
    for block in blocks(page, "console")
    for command, output in commands(block)
]


@pytest.mark.parametrize("name", NAMES)
def test_python_blocks_run(name: str) -> None:
    assert run_python(ROOT / name).failed == 0


@pytest.mark.parametrize(("command", "expected"), COMMANDS)
def test_commands_print_what_the_page_says(command: str, expected: str) -> None:
    printed = run_command(command)
    assert agrees(expected, printed), printed


def test_what_is_shortened_is_kept_while_it_fits_and_named_when_it_does_not() -> None:
    fits = "```console\n$ cnevents lexicon find 聲援\nframes/...\n...\n```"
    other = "```console\n$ cnevents lexicon find 聲援\nnowhere/...\n```"
    assert refreshed(fits) == (fits, [])
    assert refreshed(other) == (other, ["cnevents lexicon find 聲援"])


def test_help_is_renewed_though_it_has_dots_of_its_own() -> None:
    shown, stale = refreshed("```console\n$ cnevents --help\nUsage: cnevents ...\n```")
    assert "Write records as PLOVER, POLECAT, CAMEO or ACLED-like..." in shown
    assert stale == []


@pytest.mark.parametrize("name", NAMES)
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_index_lists_every_page() -> None:
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in (ROOT / "docs").glob("*.md") if f"({page.name})" not in index] == [
        "index.md"
    ]


@pytest.mark.parametrize("name", sorted(RECORDS))
def test_published_schema_is_the_one_that_is_printed(name: str) -> None:
    published = Path(ROOT, "docs", "schema", f"{name}.json").read_text(encoding="utf-8")
    assert published == json_schema(name) + "\n"


@pytest.mark.parametrize(
    "name", ["Makefile", "README.md", "CHANGELOG.md", "CONTRIBUTING.md", "pyproject.toml"]
)
def test_nothing_names_a_place_of_one_machine(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"/(?:home|root|work|tmp)/\S+", text) == []

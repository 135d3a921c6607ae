"""The site of the pages: what goes into it and, in `make site`, what has come out."""

from __future__ import annotations

import importlib.util
import inspect
import os
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
import yaml
from conftest import ROOT

import cnevents
from cnevents import backends, service, viz

SITE = Path(os.environ["CNEVENTS_SITE"]).resolve() if "CNEVENTS_SITE" in os.environ else None
built = pytest.mark.skipif(SITE is None, reason="the site is made and looked at by  make site")
FOLDER = ROOT / "docs" / "site"
API = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
OFFERED = {
    **{f"cnevents.{name}": getattr(cnevents, name) for name in cnevents.__all__},
    **{f"cnevents.viz.{name}": getattr(viz, name) for name in viz.__all__},
    **{f"cnevents.service.{name}": getattr(service, name) for name in service.__all__},
}
NOT_DEFINED_BY_THEMSELVES = {"cnevents.backends", "cnevents.viz", "cnevents.__version__"}


@cache
def part(name: str) -> ModuleType:
    """A file of docs/site, which is no package."""
    spec = importlib.util.spec_from_file_location(f"site_{name}", FOLDER / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def configuration() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((FOLDER / "mkdocs.yml").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("name", sorted(OFFERED))
def test_what_is_offered_is_on_the_page_of_the_api(name: str) -> None:
    wanted = name if name in NOT_DEFINED_BY_THEMSELVES else f"::: {name}\n"
    assert wanted in API
    assert name == "cnevents.__version__" or inspect.getdoc(OFFERED[name])


@pytest.mark.parametrize("name", backends.__all__)
def test_each_backend_is_on_the_page_of_the_api(name: str) -> None:
    assert f"::: cnevents.backends.{name}.extract\n" in API


def test_what_stands_there_is_offered() -> None:
    for name in re.findall(r"^::: (\S+)$", API, re.MULTILINE):
        home, _, attribute = name.rpartition(".")
        spec = importlib.util.find_spec(home)
        assert spec is not None, name
        text = Path(str(spec.origin)).read_text(encoding="utf-8")
        assert re.search(rf"\b{attribute}\b", text), name


def test_every_page_is_in_the_menu() -> None:
    listed = re.findall(r"[\w/]+\.md", str(configuration()["nav"]))
    pages = {path.name for path in (ROOT / "docs").glob("*.md")}
    made = {page for page in part("hooks").OUTSIDE.values() if page not in part("hooks").UNLISTED}
    assert sorted(listed) == sorted({*pages, *made, "schema/index.md"})


def test_every_file_outside_is_there() -> None:
    assert [path for path in part("hooks").OUTSIDE if not (ROOT / path).is_file()] == []


@pytest.mark.parametrize(
    ("text", "page", "source", "expected"),
    [
        ("[a](../README.md#install)", "names.md", "docs/names.md", "[a](overview.md#install)"),
        ("[a](docs/dates.md)", "overview.md", "README.md", "[a](dates.md)"),
        ("[a](../../docs/events.md)", "models/events.md", "models/events/README.md", "[a](../events.md)"),
        ("[a](schema/)", "records.md", "docs/records.md", "[a](schema/index.md)"),
        ("```\n[a](../README.md)\n```", "names.md", "docs/names.md", "```\n[a](../README.md)\n```"),
        ("[a](https://x.org/README.md)", "names.md", "docs/names.md", "[a](https://x.org/README.md)"),
        ("[a](gone.md)", "overview.md", "README.md", "[a](gone.md)"),
    ],
)
def test_links_are_led_to_the_pages(text: str, page: str, source: str, expected: str) -> None:
    assert part("hooks").relinked(text, page, source) == expected


def test_a_notebook_becomes_a_page() -> None:
    page = part("hooks").notebook("# %% [markdown]\n# # One\n#\n# two\n\n# %%\n1 + 1\n")
    assert page == "# One\n\ntwo\n\n```py\n1 + 1\n```\n"


def test_examples_of_docstrings_become_blocks() -> None:
    text = "Adds.\n\n>>> 1 + 1\n2\n\nMore."
    assert part("docstrings").fenced(text) == "Adds.\n\n```python\n>>> 1 + 1\n2\n```\n\nMore."
    assert part("docstrings").fenced("```\n>>> 1\n```") == "```\n>>> 1\n```"


def test_each_field_of_a_docstring_gets_a_line() -> None:
    text = (
        "Text: as it is.\n\nArgs:\n    a, b: Numbers. c: A word,\n        long.\n\nRaises:\n    E: x, y: z."
    )
    assert list(part("docstrings").expanded(text)) == [
        "Text: as it is.", "", "Args:", "    a: Numbers.", "    b: Numbers.", "    c: A word, long.", "",
        "Raises:", "    E: x, y: z.", "",
    ]  # fmt: skip


class Parsed(HTMLParser):
    """The addresses and anchors of a page.

    Attributes:
        links: What the reader may click on. resources: What the browser fetches by itself.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.resources: list[str] = []
        self.anchors: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in the addresses of a tag."""
        given = {name: value or "" for name, value in attrs}
        self.anchors.add(given.get("id", ""))
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif "src" in given or (tag == "link" and given.get("rel") not in ("canonical", "next", "prev")):
            self.resources.append(given.get("src") or given.get("href", ""))


@cache
def parsed(path: Path) -> Parsed:
    return Parsed(path.read_text(encoding="utf-8"))


def pages() -> list[Path]:
    assert SITE is not None
    return [path for path in sorted(SITE.rglob("*.html")) if path.name != "404.html"]


def leads_nowhere(page: Path, link: str) -> bool:
    """Has the site no such file, or the file no such anchor?"""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return False
    target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not target.is_file():
        return True
    wanted = unquote(parts.fragment)
    return bool(wanted) and target.suffix == ".html" and wanted not in parsed(target).anchors | {"__top"}


@built
def test_every_link_of_the_site_leads_somewhere() -> None:
    faults = [
        (page.name, link) for page in pages() for link in parsed(page).links if leads_nowhere(page, link)
    ]
    assert len(pages()) > 40
    assert faults == []


@built
def test_the_site_fetches_nothing_from_elsewhere() -> None:
    assert SITE is not None
    fetched = [(page, one) for page in pages() for one in parsed(page).resources]
    assert [(page.name, one) for page, one in fetched if urlsplit(one).netloc] == []
    assert [(page.name, one) for page, one in fetched if leads_nowhere(page, one)] == []
    styles = "\n".join(path.read_text(encoding="utf-8") for path in SITE.rglob("*.css"))
    assert re.findall(r"(?:url\(|@import)\s*[\"']?https?:[^)\"']+", styles) == []


@built
def test_every_name_of_the_api_has_its_place() -> None:
    assert SITE is not None
    anchors = parsed(SITE / "api.html").anchors
    assert [name for name in re.findall(r"^::: (\S+)$", API, re.MULTILINE) if name not in anchors] == []
    assert "cnevents.Extractor.extract" in anchors

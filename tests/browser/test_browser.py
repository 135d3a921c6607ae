"""What is shown, opened in Chromium, clicked and measured; pictures are kept in build/screenshots."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser_pages import Browser, contrast, fonts, launched, luminance
from conftest import SAMPLES

import cnevents
from cnevents import Document, EventList, viz

if TYPE_CHECKING:
    from cnevents.viz import Picture

EVIL = "<script>window.hit=1</script><img src=x onerror=window.hit=1>\"'"
CARD = "one => getComputedStyle(one, '::after').content"
# Of a line a point on it, of everything else its middle.
ON_MARK = """path => {
  const box = path.getBoundingClientRect();
  const line = path.parentElement.classList.contains("mark-line");
  if (!line) return [box.x + box.width / 2, box.y + box.height / 2];
  const at = path.getPointAtLength(path.getTotalLength() / 2);
  const on = new DOMPoint(at.x, at.y).matrixTransform(path.getScreenCTM());
  return [on.x, on.y];
}"""
SYMBOLS = "svg.marks g.mark-symbol.role-mark >> nth=-1 >> path"
MARKS = {
    "timeline": SYMBOLS,
    "network": "svg.marks g.mark-line.role-mark path",
    "map": SYMBOLS,
    "heatmap": "svg.marks g.mark-rect.role-mark path",
}
PICTURES = {
    "timeline": viz.timeline, "network": viz.network, "map": viz.map, "heatmap": viz.heatmap,
}  # fmt: skip


def notebook(content: str, dark: bool = False) -> str:
    """A cell's output in a page of the notebook's colours."""
    colours = "background:#111;color:#ddd" if dark else "background:#fff;color:#111"
    return f'<!DOCTYPE html><meta charset="utf-8"><body style="{colours};font-family:sans-serif">{content}'


def named(documents: list[Document], name: str) -> Document:
    return next(one for one in documents if one.doc_id == name)


chromium = pytest.fixture(launched, scope="module")


@pytest.fixture
def browser(chromium: Any, tmp_path: Path) -> Iterator[Browser]:
    made = Browser(chromium, tmp_path)
    yield made
    for context in made.contexts:
        context.close()


@pytest.fixture(scope="session")
def documents() -> list[cnevents.Document]:
    """The samples, read."""
    extractor = cnevents.load()
    return [
        extractor.extract(
            path.read_text(encoding="utf-8"),
            published=json.loads(path.with_suffix(".gold.json").read_text(encoding="utf-8"))["published"],
            doc_id=path.stem,
        )
        for path in sorted(SAMPLES.glob("*.txt"))
    ]


@pytest.mark.parametrize("name", ["visit", "resignation"])
@pytest.mark.parametrize("dark", [False, True])
def test_notebook_output(name: str, dark: bool, documents: list[Document], browser: Browser) -> None:
    document = named(documents, name)
    html = EventList(document.events, [document])._repr_html_()
    opened = browser.open(f"notebook-{name}-{'dark' if dark else 'light'}", notebook(html, dark), dark=dark)
    page = opened.page
    assert page.locator(".text mark.trigger").count() >= len(
        {event.trigger.start for event in document.events}
    )
    assert page.locator("table.events tbody tr").count() == len(document.events)
    marked = page.locator(".text .m").first
    marked.hover()
    assert "id: " in marked.evaluate(CARD)
    opened.shot()
    text, table = page.locator(".texts").bounding_box(), page.locator(".records").bounding_box()
    assert text["x"] + text["width"] <= table["x"]
    assert text["y"] == table["y"]
    assert min(contrast(page, one) for one in (".text", "mark.state", "mark.trigger", "td.when")) >= 4.5
    assert opened.faults == []


def test_table_is_sorted_by_a_click(documents: list[Document], browser: Browser) -> None:
    opened = browser.open("notebook-sorted", notebook(named(documents, "roundup")._repr_html_()))
    head = opened.page.locator("th", has_text="type")
    types = opened.page.locator("tbody td:nth-child(2)")
    head.get_by_role("button").click()
    up = types.all_inner_texts()
    assert (head.get_attribute("aria-sort"), up) == ("ascending", sorted(up))
    head.get_by_role("button").click()
    assert (head.get_attribute("aria-sort"), types.all_inner_texts()) == (
        "descending",
        sorted(up, reverse=True),
    )
    assert opened.faults == []


def test_row_lights_its_words(documents: list[Document], browser: Browser) -> None:
    opened = browser.open("notebook-lit", notebook(named(documents, "visit")._repr_html_()))
    opened.page.locator("tbody tr").first.hover()
    assert opened.page.locator("mark.lit").all_inner_texts() == ["抵达"]
    opened.shot()


def test_notebook_without_scripts(documents: list[Document], browser: Browser) -> None:
    html = notebook(named(documents, "resignation")._repr_html_())
    opened = browser.open("notebook-plain", html, scripts=False)
    assert opened.page.locator("th").all_inner_texts()[:3] == ["when", "type", "who"]
    assert opened.page.locator(".text").bounding_box()["height"] > 50
    assert opened.page.locator("tbody tr").first.is_visible()
    opened.shot()


def test_event_card(documents: list[Document], browser: Browser) -> None:
    opened = browser.open("notebook-event", notebook(named(documents, "visit").events[0]._repr_html_()))
    assert not opened.page.get_by_text("triggers_consult.tsv").is_visible()
    opened.page.get_by_text("evidence").click()
    assert opened.page.get_by_text("triggers_consult.tsv").is_visible()
    opened.shot()
    assert opened.faults == []


def test_nothing_of_an_article_is_executed(documents: list[Document], browser: Browser) -> None:
    read = named(documents, "visit")
    evil = Document.model_validate(
        {**read.model_dump(), "text": read.text + EVIL, "doc_id": EVIL, "entities": ()}
    )
    pages = {
        "notebook": notebook(evil._repr_html_()),
        "report": viz.report(evil, title=EVIL),
        "frame": notebook(viz.timeline(evil)._repr_html_()),
    }
    for name, html in pages.items():
        opened = browser.open(f"evil-{name}", html)
        assert opened.page.evaluate("window.hit") is None
        assert opened.faults == []


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("dark", [False, True])
def test_picture(name: str, dark: bool, documents: list[Document], browser: Browser) -> None:
    draw: Callable[..., Picture] = PICTURES[name]
    opened = browser.open(f"{name}-{'dark' if dark else 'light'}", draw(documents).to_html(), dark=dark)
    page = opened.page
    marks = page.locator(MARKS[name])
    assert marks.count() > 5
    page.mouse.move(*marks.first.evaluate(ON_MARK))
    tip = page.locator("#vg-tooltip-element.visible")
    tip.wait_for()
    assert re.search(r"[\u4e00-\u9fff]", tip.inner_text())
    assert "undefined" not in tip.inner_text()
    opened.shot()
    assert opened.faults == []


@pytest.mark.parametrize("dark", [False, True])
def test_the_strongest_of_a_heatmap_stands_out(
    dark: bool, documents: list[Document], browser: Browser
) -> None:
    page = browser.open(f"strong-{dark}", viz.heatmap(documents).to_html(), dark=dark).page
    cells = page.locator(MARKS["heatmap"])
    colours = cells.evaluate_all("all => all.map(one => getComputedStyle(one).fill)")
    counts = [re.search(r"events: (\d+)", one)[1] for one in _labels(cells)]
    light = {count: luminance(_rgb(colour)) for count, colour in zip(counts, colours, strict=True)}
    assert (light["3"] > light["1"]) is dark


def _labels(cells: Any) -> list[str]:
    return cells.evaluate_all("all => all.map(one => one.getAttribute('aria-label'))")


def _rgb(colour: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", colour)]


@pytest.mark.parametrize("name", PICTURES)
def test_picture_in_a_notebook(name: str, documents: list[Document], browser: Browser) -> None:
    opened = browser.open(f"frame-{name}", notebook(PICTURES[name](documents)._repr_html_()))
    frame = opened.page.frame_locator("iframe")
    frame.locator("[data-drawn=yes] svg.marks").wait_for()
    inner = frame.locator("html").evaluate("one => [one.scrollHeight, one.clientHeight]")
    assert inner[0] <= inner[1]
    opened.shot()
    assert opened.faults == []


def test_both_scripts_have_their_characters(documents: list[Document], browser: Browser) -> None:
    for name, form in (("visit", "SC"), ("resignation", "TC")):
        opened = browser.open(f"script-{name}", notebook(named(documents, name)._repr_html_()))
        assert {font for font in fonts(opened.page, ".text mark.state") if "CJK" in font} == {
            f"Noto Sans CJK {form}"
        }


@pytest.mark.parametrize("dark", [False, True])
def test_report(dark: bool, documents: list[Document], browser: Browser) -> None:
    html = viz.report(documents, title="十二篇文章 / 十二篇報導")
    opened = browser.open(f"report-{'dark' if dark else 'light'}", html, dark=dark)
    page = opened.page
    assert page.locator("[data-drawn=yes] svg.marks").count() == 3
    assert page.locator("table.bars tr").count() > 5
    assert page.locator("td.sentence mark.trigger").count() == page.locator("table.events tbody tr").count()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert min(contrast(page, one) for one in ("h1", "figcaption", "td.sentence", "td.sentence mark")) >= 4.5
    page.get_by_role("button", name="who", exact=True).click()
    assert page.locator("th[aria-sort]").inner_text() == "who"
    opened.shot()
    assert opened.faults == []


def test_report_without_scripts(documents: list[Document], browser: Browser) -> None:
    opened = browser.open("report-plain", viz.report(documents), scripts=False)
    assert opened.page.locator("table.bars tr").first.is_visible()
    assert opened.page.locator("td.sentence").first.is_visible()

"""The page of the service in Chromium: pasted into, clicked, measured; pictures go to build/screenshots."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from browser_pages import fonts, launched, shot, watched_page
from conftest import ROOT, SAMPLES

sys.path.insert(0, str(ROOT / "tests" / "service"))
from service_running import Service

TOKEN = "correct-horse-battery"
SIMPLIFIED = "韩国外长周二访问河内，😀同越南外长举行会谈。美国3月1日对伊朗实施制裁。"
TRADITIONAL = "（中央社首爾15日電）北韓今天試射飛彈。南韓總統譴責北韓，並召開緊急會議。"
EVIL = "<script>window.hit=1</script>韩国外长周二访问河内。<img src=x onerror=window.hit=1>\"'&lt;b&gt;"
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with Service("--workers", "1") as running:
        yield running


chromium = pytest.fixture(launched, scope="module")


@pytest.fixture
def opened(chromium: Any) -> Iterator[Open]:
    """Opens the page of a service; at the end nothing may have gone wrong in it but what the test expects."""
    contexts, faults = [], []

    @contextmanager
    def open_page(
        service: Service, *, dark: bool = False, width: int = 1200, expected: int = 0
    ) -> Iterator[Any]:
        home = f"http://127.0.0.1:{service.port}/"
        page = watched_page(
            chromium, faults, lambda url: url.startswith((home, "data:")), dark=dark, width=width
        )
        contexts.append(page.context)
        page.goto(home)
        yield page
        assert faults[expected:] == []

    yield open_page
    for context in contexts:
        context.close()


def paste(page: Any, text: str, published: str = "2025-03-05") -> None:
    page.fill("#text", text)
    page.fill("#published", published)
    page.click("#read")


@pytest.mark.parametrize(
    ("name", "text", "published", "frames"),
    [
        ("simplified", SIMPLIFIED, "2025-03-05", ["visit", "talks", "sanction"]),
        ("traditional", TRADITIONAL, "2025-03-15", ["missile_test", "condemn"]),
    ],
)
@pytest.mark.parametrize("dark", [False, True])
def test_an_article_is_marked(
    service: Service, opened: Open, name: str, text: str, published: str, frames: list[str], dark: bool
) -> None:
    with opened(service, dark=dark) as page:
        paste(page, text, published)
        page.wait_for_selector("#events tbody tr")
        assert page.locator("#article").text_content() == text
        types = page.locator("#events tbody td:nth-child(2)").all_text_contents()
        assert [frame for frame in frames if frame not in " ".join(types)] == []
        assert page.locator("#article .trigger").count() >= len(frames)
        assert page.locator("#article .STATE").count() >= 2
        assert page.locator("#article .DATE").count() >= 1
        assert page.locator("#timeline circle").count() == len(
            [one for one in page.locator("#events tbody td:first-child").all_text_contents() if one]
        )
        assert [font for font in fonts(page, "#article .STATE") if "CJK" not in font] == []
        page.locator("#events tbody tr").first.click()
        shot(page, f"service-{name}-{'dark' if dark else 'light'}")


def test_a_row_shows_its_words_and_reasons(service: Service, opened: Open) -> None:
    with opened(service) as page:
        paste(page, SIMPLIFIED)
        page.locator("#events tbody tr", has_text="sanction").click()
        assert page.locator("#article .chosen").all_text_contents() == ["美国", "3月1日", "伊朗", "制裁"]
        assert "frames/triggers_sanction.tsv" in page.locator("#reasons").text_content()
        assert page.locator("#timeline circle.chosen").count() == 1
        page.locator("#article .trigger", has_text="会谈").click()
        assert page.locator("#article .chosen").all_text_contents() == [
            "外长",
            "周二",
            "河内",
            "外长",
            "会谈",
        ]
        assert "talks" in page.locator("#events tbody tr.chosen").text_content()
        page.locator("#timeline circle.conflict").first.click()
        assert "sanction" in page.locator("#events tbody tr.chosen").text_content()


def test_the_table_is_sorted_by_a_click_and_by_the_keyboard(service: Service, opened: Open) -> None:
    with opened(service) as page:
        paste(page, SIMPLIFIED)
        days = page.locator("#events tbody td:first-child")
        page.click("#events th button >> nth=0")
        assert days.all_text_contents() == ["2025-03-01", "2025-03-04", "2025-03-04"]
        page.locator("#events th button").first.press("Enter")
        assert days.all_text_contents() == ["2025-03-04", "2025-03-04", "2025-03-01"]
        assert page.locator("#events th").first.get_attribute("aria-sort") == "descending"
        page.locator("#events tbody tr").last.press("Enter")
        assert "SANCTION" in page.locator("#reasons").text_content()


def test_markup_in_the_article_is_text(service: Service, opened: Open) -> None:
    with opened(service) as page:
        paste(page, EVIL)
        page.locator("#events tbody tr").first.click()
        assert page.locator("#article").text_content() == EVIL
        assert page.locator("#found script, #found img, #found b").count() == 0
        assert page.evaluate("window.hit") is None


def test_the_policy_stops_what_the_page_does_not_do_itself(service: Service, opened: Open) -> None:
    """The browser tells of what it refused: the script, the string made markup, the request elsewhere."""
    with opened(service, expected=10) as page:
        refused = page.evaluate("""async () => {
            const seen = [];
            const script = document.createElement("script");
            try { script.textContent = "window.hit=1"; } catch { seen.push("script"); }
            document.body.append(script);
            try { document.body.innerHTML = "<b>x</b>"; } catch { seen.push("markup"); }
            try { await fetch("http://127.0.0.2:1/"); } catch { seen.push("fetch"); }
            return seen;
        }""")
        assert refused == ["script", "markup", "fetch"]
        assert page.evaluate("window.hit") is None


def test_a_refusal_is_shown(service: Service, opened: Open) -> None:
    with opened(service, expected=1) as page:  # the browser notes each answer that is no success
        paste(page, "The president arrived in Hanoi.")
        page.wait_for_selector("#status.wrong")
        assert page.locator("#status").text_content().startswith("E106: ")
        assert page.locator("#found").is_hidden()
        paste(page, SIMPLIFIED)
        page.wait_for_selector("#events tbody tr")
        assert page.locator("#status.wrong").count() == 0


def test_the_page_asks_for_the_token(opened: Open) -> None:
    with (
        Service("--workers", "0", "--token-env", "SECRET", SECRET=TOKEN) as guarded,
        opened(guarded, expected=1) as page,
    ):
        assert page.locator("#token").is_hidden()
        paste(page, SIMPLIFIED)
        page.wait_for_selector("#token:visible")
        page.fill("#token", TOKEN)
        page.click("#read")
        page.wait_for_selector("#events tbody tr")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.txt")), ids=lambda path: path.stem)
def test_every_sample_on_a_narrow_screen(service: Service, opened: Open, path: Any) -> None:
    text = path.read_text(encoding="utf-8").strip()
    with opened(service, width=400) as page:
        paste(page, text)
        page.wait_for_selector("#events tbody tr")
        assert page.locator("#article").text_content() == text
        assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_example_of_the_page(service: Service, opened: Open) -> None:
    with opened(service) as page:
        page.click("#example")
        page.wait_for_selector("#events tbody tr")
        assert "老撾" in page.locator("#article").text_content()
        shot(page, "service-example")

"""The site of the pages in Chromium: opened from a server of this machine, searched, looked at."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_pages import contrast, launched, shot, watched_page

SITE = Path(os.environ["CNEVENTS_SITE"]).resolve() if "CNEVENTS_SITE" in os.environ else None
pytestmark = pytest.mark.skipif(SITE is None, reason="the site is opened by  make test-browser")

chromium = pytest.fixture(launched, scope="module")


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A server that says nothing."""

    def log_message(self, format: str, *arguments: Any) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    """Where the site is served."""
    serve = functools.partial(Quiet, directory=str(SITE))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("name", ["index", "quickstart", "frames", "api", "limits", "notebooks/article"])
def test_page(name: str, dark: bool, home: str, chromium: Any) -> None:
    faults: list[str] = []
    page = watched_page(chromium, faults, lambda url: url.startswith((home, "data:")), dark=dark)
    page.goto(f"{home}{name}.html", wait_until="networkidle")
    assert page.locator("article h1").is_visible()
    shot(page, f"site-{name.replace('/', '-')}-{'dark' if dark else 'light'}", whole=False)
    assert contrast(page, "article p") >= 4.5
    page.context.close()
    assert faults == []


def test_a_chinese_word_is_found(home: str, chromium: Any) -> None:
    faults: list[str] = []
    page = watched_page(chromium, faults, lambda url: url.startswith((home, "data:")))
    page.goto(f"{home}index.html", wait_until="networkidle")
    page.get_by_role("textbox", name="Search").first.click()
    page.keyboard.type("示威")
    page.keyboard.press("End")  # what an input method ends with: the search waits for a key
    found = page.locator(".md-search-result__item").first
    found.wait_for(timeout=20_000)
    shot(page, "site-search", whole=False)
    assert page.locator(".md-search-result__link").count() >= 1
    page.context.close()
    assert faults == []

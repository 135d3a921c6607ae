"""Pages opened in a headless Chromium, and what is measured on them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

SHOTS = ROOT / "build" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def launched() -> Iterator[Any]:
    """The browser itself; skipped where it or its driver is missing, but not in `make test-browser`.

    Each module makes a fixture of its own of it: the driver's loop runs until the fixture ends, and no two
    of them, nor a test with `asyncio.run`, go together.
    """
    reason = "playwright is not installed: these tests run in  make test-browser"
    playwright = pytest.importorskip("playwright.sync_api", reason=reason)
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed: on Debian  apt install chromium fonts-noto-cjk")
    # Chromium refuses its sandbox to root, whom containers run tests as.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with playwright.sync_playwright() as driver:
        yield driver.chromium.launch(executable_path=CHROMIUM, args=arguments)


def watched_page(
    chromium: Any,
    faults: list[str],
    is_own: Callable[[str], bool],
    *,
    dark: bool = False,
    width: int = 1200,
    scripts: bool = True,
) -> Any:
    """A new page whose console errors, exceptions and requests that are not `is_own` go into `faults`."""
    page = chromium.new_context(
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
        viewport={"width": width, "height": 900},
    ).new_page()
    page.on("console", lambda one: faults.append(one.text) if one.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda one: None if is_own(one.url) else faults.append(f"request to {one.url}"))
    return page


def shot(page: Any, name: str, *, whole: bool = True) -> None:
    """Keep a picture of the whole page, or of what the window shows."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=whole)


@dataclass
class Opened:
    """A page in the browser, and what went wrong in it.

    Attributes:
        page: Playwright's page.
        faults: Errors of the console, exceptions, and requests that leave the file.
    """

    page: Any
    name: str
    faults: list[str] = field(default_factory=list)

    def shot(self, part: str = "") -> None:
        """Keep a picture of the whole page."""
        shot(self.page, f"{self.name}{part}")


class Browser:
    """Opens HTML texts as files."""

    def __init__(self, chromium: Any, folder: Path) -> None:
        self.chromium = chromium
        self.folder = folder
        self.contexts: list[Any] = []

    def open(self, name: str, html: str, *, dark: bool = False, scripts: bool = True) -> Opened:
        """Open a page and wait until its pictures are drawn."""
        path = self.folder / f"{name}.html"
        path.write_text(html, encoding="utf-8")
        faults: list[str] = []
        page = watched_page(self.chromium, faults, lambda url: _inside(url, path), dark=dark, scripts=scripts)
        self.contexts.append(page.context)
        opened = Opened(page, name, faults)
        opened.page.goto(path.as_uri())
        if scripts:
            drawn = "[...document.querySelectorAll('[data-picture]')].every(one => one.dataset.drawn)"
            opened.page.wait_for_function(drawn, timeout=20_000)
        return opened


def _inside(url: str, path: Path) -> bool:
    return url == path.as_uri() or url.startswith(("data:", "blob:", "about:"))


def fonts(page: Any, selector: str) -> set[str]:
    """The fonts that the characters of an element were really drawn with: one without them draws boxes."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    found = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in found if font["glyphCount"] > 0}


def contrast(page: Any, selector: str) -> float:
    """Of an element's text with what lies behind it, after WCAG; 4.5 is enough to read."""
    script = """one => {
      const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
      const behind = [];
      for (let at = one; at; at = at.parentElement) behind.unshift(getComputedStyle(at).backgroundColor);
      const paint = colours => {
        for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
      };
      const ground = paint(["#fff", ...behind]);
      return [ground, paint([getComputedStyle(one).color])];
    }"""
    ground, ink = page.locator(selector).first.evaluate(script)
    light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: list[int]) -> float:
    """Relative luminance of a colour, 0 to 1."""
    parts = (value / 255 for value in colour)
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

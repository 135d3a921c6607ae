"""Pages opened in a headless Chromium, and what is measured on them."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conftest import ROOT

SHOTS = ROOT / "build" / "screenshots"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


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
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{self.name}{part}.png", full_page=True)


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
        context = self.chromium.new_context(
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            viewport={"width": 1200, "height": 900},
        )
        self.contexts.append(context)
        opened = Opened(context.new_page(), name)
        opened.page.on("console", lambda one: opened.faults.append(one.text) if one.type == "error" else None)
        opened.page.on("pageerror", lambda error: opened.faults.append(str(error)))
        opened.page.on("request", lambda one: opened.faults.extend(_outside(one.url, path)))
        opened.page.goto(path.as_uri())
        if scripts:
            drawn = "[...document.querySelectorAll('[data-picture]')].every(one => one.dataset.drawn)"
            opened.page.wait_for_function(drawn, timeout=20_000)
        return opened


def _outside(url: str, path: Path) -> list[str]:
    inside = url == path.as_uri() or url.startswith(("data:", "blob:", "about:"))
    return [] if inside else [f"request to {url}"]


def fonts(opened: Any, selector: str) -> set[str]:
    """The fonts that the characters of an element were really drawn with."""
    session = opened.page.context.new_cdp_session(opened.page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    found = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return {font["familyName"] for font in found if font["glyphCount"] > 0}


def contrast(opened: Any, selector: str) -> float:
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
    ground, ink = opened.page.locator(selector).first.evaluate(script)
    light, dark = sorted((luminance(ground), luminance(ink)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: list[int]) -> float:
    parts = (value / 255 for value in colour)
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

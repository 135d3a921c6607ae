"""A picture: shows itself in a notebook, saves itself as one HTML file, PNG or SVG."""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from cnevents.errors import FileError, InputError, UsageError
from cnevents.io.optional import need
from cnevents.viz.colours import CJK
from cnevents.viz.pages import VEGA_LITE, figure, page

SUFFIXES = (".html", ".png", ".svg", ".json")
FRAME = 90  # pixels that a notebook gives to the caption and the edge
_GLYPH = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    '<text x="2" y="30" font-size="30" font-family="{font}">{glyph}</text></svg>'
)


class Picture:
    """A drawing of events.

    Attributes:
        chart: The altair chart, to be changed or put beside others.
        title: What it shows.
        note: What could not be shown and why, or "".

    >>> import cnevents
    >>> picture = cnevents.viz.timeline([])
    >>> picture, picture.note
    (<Picture: timeline of 0 events>, 'There is no event to show.')
    """

    def __init__(self, chart: Any, title: str, note: str = "", height: int = 400) -> None:
        """Made by the functions of `cnevents.viz`; `height` is that of the drawing in pixels."""
        self.chart = chart
        self.title = title
        self.note = note
        self.height = height

    def __repr__(self) -> str:
        return f"<Picture: {self.title}>"

    def spec(self) -> dict[str, Any]:
        """The drawing as a Vega-Lite specification, its data inside."""
        found: dict[str, Any] = self.chart.to_dict()
        return found

    def to_html(self) -> str:
        """A page that holds everything: it opens without a network, and nothing in it is fetched."""
        return page(self.title, figure("picture", self.note), {"picture": self.spec()})

    def to_svg(self) -> str:
        """The drawing as SVG; its text is drawn with the fonts of whoever looks at it."""
        svg: str = need("vl_convert", "viz").vegalite_to_svg(self._still(), vl_version=VEGA_LITE)
        return svg

    def to_png(self, scale: float = 2.0) -> bytes:
        """The drawing as PNG.

        Args:
            scale: Pixels of the file for one of the drawing.

        Raises:
            UsageError: E431 where this machine has no font with Chinese characters.
        """
        if not has_chinese_font():
            raise UsageError("E431")
        png: bytes = need("vl_convert", "viz").vegalite_to_png(
            self._still(), vl_version=VEGA_LITE, scale=scale
        )
        return png

    def _still(self) -> dict[str, Any]:
        return {**self.spec(), "background": "white", "padding": 12}

    def save(self, path: str | Path) -> Path:
        """Write the picture; the ending of the name says how: .html, .png, .svg or .json (Vega-Lite).

        Raises:
            InputError: E105 for another ending.
            FileError: E205 where the file cannot be written.
            UsageError: E431 for a PNG where there is no font with Chinese characters.
        """
        import json

        target = Path(path)
        suffix = target.suffix.lower()
        if suffix == ".html":
            data = self.to_html().encode("utf-8")
        elif suffix == ".png":
            data = self.to_png()
        elif suffix == ".svg":
            data = self.to_svg().encode("utf-8")
        elif suffix == ".json":
            data = json.dumps(self.spec(), ensure_ascii=False, indent=1).encode("utf-8")
        else:
            raise InputError("E105", value=target.name, name="the file's ending", options=", ".join(SUFFIXES))
        try:
            target.write_bytes(data)
        except OSError as error:
            raise FileError("E205", path=target, reason=error.strerror or str(error)) from error
        return target

    def _repr_html_(self) -> str:
        """A frame of its own: scripts in it cannot reach the notebook, and the notebook's cannot break it."""
        return (
            f'<iframe title="{escape(self.title)}" sandbox="allow-scripts allow-downloads" '
            f'style="width:100%;height:{self.height + FRAME}px;border:0" '
            f'srcdoc="{escape(self.to_html())}"></iframe>'
        )


@cache
def has_chinese_font() -> bool:
    """Can this machine draw Chinese? Without a font two different characters give the same empty box."""
    convert = need("vl_convert", "viz").svg_to_png
    one, other = (convert(_GLYPH.format(font=CJK, glyph=glyph)) for glyph in "国龙")
    return bool(one != other)


def need_altair() -> Any:
    """The altair module; raises UsageError (E401) where the extra is not installed."""
    need("vl_convert", "viz")
    return need("altair", "viz")


def dressed(chart: Any) -> Any:
    """The chart in our style: fonts that have Chinese, no frame, quiet grid, transparent ground."""
    return chart.configure(
        font=CJK,
        background="transparent",
        view={"stroke": None},
        axis={"labelFontSize": 12, "titleFontSize": 12, "grid": True, "gridOpacity": 0.35, "domain": False},
        legend={
            "labelFontSize": 12, "titleFontSize": 12, "orient": "top", "symbolType": "circle",
            "symbolOpacity": 1,  # else that of the faintest layer
        },
        title={"fontSize": 14, "anchor": "start", "fontWeight": "normal", "offset": 12},
    )  # fmt: skip


def empty(title: str, note: str) -> Picture:
    """A picture that says why there is nothing on it."""
    alt = need_altair()
    data = alt.Data(values=[{"text": note}])
    chart = alt.Chart(data, width=480, height=60).mark_text(fontSize=14, opacity=0.7).encode(text="text:N")
    return Picture(dressed(chart), title, note, height=60)


def check_choice(name: str, value: object, options: tuple[str, ...]) -> None:
    """Raise InputError (E105) for a value that is none of the options."""
    if value not in options:
        raise InputError("E105", value=value, name=name, options=", ".join(options))


def check_count(name: str, value: object) -> None:
    """Raise InputError (E105) for what is no whole number of at least one."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InputError("E105", value=value, name=name, options="1, 2, 3, …")

"""Whole HTML pages without outside resources: the drawing program, the data and the style lie inside.

A content security policy in each page lets no script run but ours, which it names by hash, and lets
nothing be fetched: what an article holds stays text, even where a browser is tricked.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from cnevents.io.jsonl import whole
from cnevents.io.optional import need
from cnevents.resources import resource

VEGA_LITE = "6.4"  # what altair 6.3 writes; vl-convert carries the program that draws it


@cache
def vega_program() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script, taken from vl-convert; raises UsageError (E401)."""
    bundle: str = need("vl_convert", "viz").javascript_bundle(vl_version=VEGA_LITE)
    return bundle.replace("</script", "<\\/script")


@cache
def asset(name: str) -> str:
    """A style sheet or script of ours."""
    return resource(f"viz/{name}").read_text(encoding="utf-8")


def as_json(value: object) -> str:
    """JSON that may stand in a `<script>`: no character of it can end the element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def figure(name: str, caption: str = "") -> str:
    """The place of a picture in a page; its specification is handed to `page` under `name`."""
    words = f"<figcaption>{escape(caption)}</figcaption>" if caption else ""
    return f'<figure><div class="picture" data-picture="{escape(name)}"></div>{words}</figure>'


def page(title: str, body: str, specs: Mapping[str, Any] | None = None, scripts: Sequence[str] = ()) -> str:
    """A self-contained page.

    Args:
        title: Plain text.
        body: HTML; whoever makes it escapes what comes from a text.
        specs: Vega-Lite specifications by the name of their `figure`.
        scripts: Further scripts of ours (never of a text).
    """
    programs = [vega_program(), asset("pictures.js"), *scripts] if specs else list(scripts)
    data = "".join(
        f'<script type="application/json" data-spec="{escape(name)}">{as_json(spec)}</script>'
        for name, spec in (specs or {}).items()
    )
    code = "".join(f'<script type="module">{program}</script>' for program in programs)
    return whole(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(programs)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escape(title)}</title>\n<style>{asset('page.css')}{asset('notebook.css')}</style>\n"
        f"</head>\n<body>\n{body}\n{data}\n{code}\n</body>\n</html>\n"
    )


def _policy(programs: Sequence[str]) -> str:
    hashes = (
        base64.b64encode(hashlib.sha256(whole(one).encode("utf-8")).digest()).decode() for one in programs
    )
    allowed = " ".join(f"'sha256-{one}'" for one in hashes) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )

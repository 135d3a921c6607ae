"""What docs/limits.md says is known to fail, from tests/phenomena; `make docs` writes it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "limits.md"
FOLDER = ROOT / "tests" / "phenomena"
NAMES = {"Hans": "Simplified", "Hant": "Traditional"}
HEAD = """\
{failing} of {all} sentences of the [checklist](../tests/phenomena/README.md) are read wrongly today, {hans}
of them in Simplified, {hant} in Traditional characters. A sentence that is read wrongly stands here with its
id. Read rightly in all their sentences: {right}.

| item | wrong | read wrongly, at least in part |
|---|---|---|
"""


def titles() -> dict[int, str]:
    """What each item of the checklist is, from the table of its README."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    rows = [line.split("|")[2] for line in text.splitlines() if line.startswith("| `cases_")]
    pairs = [re.fullmatch(r"(\d+) (.+)", part.strip()) for row in rows for part in row.split("·")]
    return {int(pair[1]): pair[2] for pair in pairs if pair}


def cases() -> list[dict[str, str]]:
    """All cases as they stand in the files."""
    files = sorted(FOLDER.glob("cases*.yaml"))
    return [case for path in files for case in yaml.safe_load(path.read_text(encoding="utf-8"))]


def failing() -> set[str]:
    """The ids of known_failures.txt."""
    lines = (FOLDER / "known_failures.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and not line.startswith("#")}


def phenomena() -> str:
    """The text between the marks."""
    known, wrong = cases(), failing()
    bad = [case for case in known if case["id"] in wrong]
    items = {item: [case for case in known if case["item"] == item] for item in sorted(titles())}
    rows = []
    right = []
    for item, those in items.items():
        fail = [case for case in those if case["id"] in wrong]
        if not fail:
            right.append(titles()[item])
            continue
        shown = "<br>".join(f"{case['id']} {' '.join(str(case['text']).split())}" for case in fail)
        rows.append(f"| {item} {titles()[item]} | {len(fail)} of {len(those)} | {shown} |\n")
    counts = {script: sum(case["script"] == script for case in bad) for script in NAMES}
    head = HEAD.format(
        failing=len(bad), all=len(known), hans=counts["Hans"], hant=counts["Hant"], right="; ".join(right)
    )
    return head + "".join(rows)


def put(page: str, name: str, text: str) -> str:
    """The page with the text between the marks of this name.

    >>> put("a <!-- x --> old <!-- end x --> b", "x", "new")
    'a <!-- x -->\\nnew<!-- end x --> b'
    """
    begin, end = f"<!-- {name} -->", f"<!-- end {name} -->"
    before, _, rest = page.partition(begin)
    _, _, after = rest.partition(end)
    return f"{before}{begin}\n{text}{end}{after}"


def refresh() -> None:
    """Write the part anew."""
    PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), "phenomena", phenomena()), encoding="utf-8")


if __name__ == "__main__":
    refresh()
    sys.stdout.write(f"{PAGE.name}\n")

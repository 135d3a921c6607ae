"""Docstrings as they are read in the code, made into what mkdocstrings shows well."""

from __future__ import annotations

import re
from collections.abc import Iterator

FENCE = "```"
FIELDS = re.compile(r"^( *)(\*{0,2}\w+(?:, \*{0,2}\w+)*): (.+)$")
NEXT_FIELD = re.compile(r"(?<=\.) (?=[a-z_]+(?:, [a-z_]+)*: [A-Z0-9])")
SECTION = re.compile(r"^(Args|Attributes):$")


def fenced(text: str) -> str:
    """The text with each run of examples in a block of its own, which Markdown would take for quotations.

    One that has fences already stays as it is.
    """
    if FENCE in text:
        return text
    return re.sub(r"(?:^>>> .*\n?(?:^(?!\s*$).*\n?)*)", _block, text, flags=re.MULTILINE)


def _block(match: re.Match[str]) -> str:
    return f"{FENCE}python\n{match[0].rstrip()}\n{FENCE}\n"


def expanded(text: str) -> Iterator[str]:
    """The lines of a docstring; where fields share a line or a description, each gets its own."""
    entry = ""
    inside = False
    for line in [*text.splitlines(), ""]:
        if inside and line.startswith("        ") and entry:
            entry += f" {line.strip()}"
            continue
        if entry:
            yield from _fields(entry)
            entry = ""
        inside = bool(SECTION.match(line)) or (inside and line.startswith("    "))
        if inside and FIELDS.match(line):
            entry = line
        else:
            yield line


def _fields(entry: str) -> Iterator[str]:
    indent = entry[: len(entry) - len(entry.lstrip())]
    for part in NEXT_FIELD.split(entry.strip()):
        match = FIELDS.match(part)
        names, said = (match[2], match[3]) if match else ("", part)
        yield from (f"{indent}{name}: {said}" for name in names.split(", "))

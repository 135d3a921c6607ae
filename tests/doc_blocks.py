"""The blocks of code in README.md and docs/: found, run and, with `make docs`, refreshed with the schemas.

A ```python block is a doctest; the blocks of one page share their names. A ```console block holds lines
`$ cnevents ...`, each followed by what it prints on both streams; "..." stands for anything.
Blocks in another language (sh, json, text) are not run.
"""

from __future__ import annotations

import atexit
import contextlib
import doctest
import io
import os
import re
import shlex
import shutil
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from frame_table import PAGE as FRAMES
from frame_table import frame_page
from limits_table import refresh as refresh_limits

from cnevents.cli import main
from cnevents.io.schema import RECORDS, json_schema

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
BLOCK = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def blocks(page: Path, language: str) -> list[str]:
    """The contents of the blocks of one language, in order."""
    return [text for kind, text in BLOCK.findall(page.read_text(encoding="utf-8")) if kind == language]


def run_python(page: Path) -> doctest.TestResults:
    """Run the ```python blocks of a page as one doctest."""
    test = doctest.DocTestParser().get_doctest(
        "\n".join(blocks(page, "python")), {}, page.name, str(page), lineno=None
    )
    return doctest.DocTestRunner(optionflags=FLAGS).run(test)


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The command lines of a ```console block, each with what stands below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


@cache
def workplace() -> Path:
    """A folder that looks like the root of the project and where commands may write."""
    folder = Path(tempfile.mkdtemp(prefix="cnevents-docs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for path in ROOT.iterdir():
        (folder / path.name).symlink_to(path)
    return folder


def run_command(command: str) -> str:
    """What a command line prints, run from what looks like the root of the project."""
    printed = io.StringIO()
    before = Path.cwd()
    os.chdir(workplace())
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            main(shlex.split(command)[1:])
    finally:
        os.chdir(before)
    return printed.getvalue()


def agrees(expected: str, printed: str) -> bool:
    """Is this what the page says? Ends of lines and blank lines at the end do not count."""
    return doctest.OutputChecker().check_output(_trimmed(expected), _trimmed(printed), doctest.ELLIPSIS)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.rstrip().splitlines()) + "\n"


def refreshed(page: str) -> tuple[str, list[str]]:
    """The page with the output of each command as it is now, and the commands that a person must look at.

    Those are outputs shortened with "..." that no longer fit: they stay as they are. In a help page "..." is
    what typer prints, so that is renewed like any other.
    """
    stale: list[str] = []

    def output_of(command: str, shown: str) -> str:
        printed = _trimmed(run_command(command))
        if "..." not in shown or command.endswith("--help"):
            return printed
        if not agrees(shown, printed):
            stale.append(command)
        return shown

    def renew(match: re.Match[str]) -> str:
        if match[1] != "console":
            return match[0]
        parts = [f"$ {command}\n{output_of(command, shown)}" for command, shown in commands(match[2])]
        return f"```console\n{''.join(parts)}```"

    return BLOCK.sub(renew, page), stale


def refresh_all() -> int:
    """Write all pages and schemas anew; gives the number of blocks that a person must look at."""
    FRAMES.write_text(frame_page(), encoding="utf-8")
    refresh_limits()
    faults = 0
    for path in PAGES:
        text, stale = refreshed(path.read_text(encoding="utf-8"))
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
        for command in stale:
            sys.stdout.write(f"  no longer fits, change it by hand: $ {command}\n")
        faults += len(stale)
    for record in RECORDS:
        (ROOT / "docs" / "schema" / f"{record}.json").write_text(json_schema(record) + "\n", encoding="utf-8")
    return faults


if __name__ == "__main__":
    sys.exit(min(refresh_all(), 1))

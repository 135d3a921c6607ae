"""What the commands share: streams, messages, files."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from cnevents.errors import CneventsError, FileError
from cnevents.io.jsonl import whole
from cnevents.records import Failure

OK, FAILED, WRONG_USE = 0, 1, 2
STDIN = "-"


def utf8_streams() -> None:
    """Write UTF-8 whatever the locale says: our output is Chinese, and JSON is UTF-8 by definition."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def show_error(error: CneventsError, status: int) -> int:
    """Print an error with its code and hint on standard error; gives back `status`."""
    sys.stderr.write(f"error {error.code}: {whole(error.message)}\n  {whole(error.hint)}\n")
    return status


def report(failure: Failure) -> None:
    """Print the record of a document that failed, as one JSON line on standard error."""
    sys.stderr.write(failure.model_dump_json() + "\n")


def check_readable(path: str) -> None:
    """Raise FileError: E201 where there is no such file, E206 where it is no file or may not be read."""
    if path == STDIN:
        return
    try:
        mode = Path(path).stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileError("E206", path=path, reason="it is a folder")
        with Path(path).open("rb"):
            pass
    except FileError:
        raise
    except (FileNotFoundError, NotADirectoryError) as error:
        raise FileError("E201", path=path) from error
    except (OSError, ValueError) as error:
        raise FileError("E206", path=path, reason=getattr(error, "strerror", None) or str(error)) from error


@contextmanager
def open_input(path: str) -> Iterator[BinaryIO]:
    """The bytes of a file, or of standard input for "-"."""
    if path == STDIN:
        yield sys.stdin.buffer
    else:
        with Path(path).open("rb") as stream:
            yield stream


@contextmanager
def open_output(path: Path | None) -> Iterator[TextIO]:
    """A text stream to write to: the file, or standard output for None. Raises FileError (E205)."""
    if path is None:
        yield sys.stdout
        return
    try:
        stream = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise FileError("E205", path=path, reason=error.strerror) from error
    try:
        with stream:
            yield stream
    except OSError as error:  # a full disk shows when the file is flushed, and names no file
        error.filename = error.filename or str(path)
        raise

"""Files that are there whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from cnevents.errors import RunError

BLOCK = 1 << 20
TEMPORARY = ".tmp"


def write_whole(path: Path, parts: Iterable[bytes]) -> None:
    """Write beside the file, flush to the disk, then rename: whoever dies in between leaves the old state.

    Raises RunError (E504) where there is no room, or no right to write.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(beside, "wb") as stream:
            for part in parts:
                stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(beside, path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise RunError("E504", path=path, reason=error.strerror or str(error)) from error


def _sync_folder(folder: Path) -> None:
    """The new name is safe only when its folder is on the disk too; Windows has no such call."""
    if os.name == "posix":
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def remove_temporary(folder: Path) -> None:
    """Remove what processes that died have left half written."""
    for path in folder.rglob(f".*{TEMPORARY}"):
        path.unlink(missing_ok=True)


def read_blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a block at a time; none where there is no file."""
    if path.is_file():
        with open(path, "rb") as stream:
            yield from iter(lambda: stream.read(BLOCK), b"")


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[bool]:
    """Hold a file for this process; gives False where another one holds it.

    The system lets go of it when the process ends, however that is. Where files cannot be held (Windows, some
    network folders) everyone gets True.
    """
    try:
        import fcntl
    except ImportError:
        yield True
        return
    with open(path, "rb") as stream:
        free = True
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            free = False
        except OSError:
            pass
        yield free


def file_digest(path: str | Path) -> str:
    """The SHA-256 of a file's bytes; raises OSError."""
    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_digest(folder: Path, pattern: str) -> str:
    """One SHA-256 over names and bytes of the files below a folder, but for what Python compiled."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and path.parent.name != "__pycache__":
            digest.update(f"{path.relative_to(folder).as_posix()}\0{file_digest(path)}\n".encode())
    return digest.hexdigest()

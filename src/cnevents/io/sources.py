"""Corpora: files, folders and patterns of names, read as one stream of documents in a fixed order.

```python
>>> from cnevents.io.sources import Corpus, find_inputs
>>> inputs = find_inputs(["docs/examples/*.jsonl"])
>>> [one.kind for one in inputs]
['jsonl']
>>> [type(item).__name__ for item in Corpus(inputs)]
['Item', 'Failure', 'Item']

```
"""

from __future__ import annotations

import glob
import gzip
import io
import lzma
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from cnevents.errors import FileError
from cnevents.io.jsonl import Fields, Item, failure, read_jsonl, read_text, whole
from cnevents.io.optional import need
from cnevents.io.tabular import read_csv, read_parquet
from cnevents.records import Failure

KINDS = {
    ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".parquet": "parquet",
    ".txt": "text",
}  # fmt: skip
PACKINGS = {".gz": "gz", ".xz": "xz", ".zst": "zst"}
# What readers raise on a file that was cut off or overwritten; pyarrow's own errors are of the first two.
DAMAGE = (OSError, ValueError, EOFError, lzma.LZMAError, zlib.error)
Reader = Callable[[BinaryIO, str, Fields], Iterator[Item | Failure]]


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read.

    Attributes:
        name: As the caller named it; ids of documents without one are made of it.
        path: The absolute path. kind: A value of `KINDS`. packing: A value of `PACKINGS`, or "".
        size: In bytes, as it lies on the disk.
    """

    name: str
    path: str
    kind: str
    packing: str
    size: int


def find_inputs(sources: Iterable[str | Path] | str | Path) -> list[Input]:
    """The files that are meant, each once: files as given, patterns and folders in the order of names.

    Of a folder all files below it count whose names end in one of `KINDS`, packed or not.

    Raises:
        FileError: E201 for a name or pattern without a file, E206 for a file that may not be read,
            E210 for a file of another kind.
    """
    if isinstance(sources, str | os.PathLike):
        sources = [sources]
    paths = [path for source in sources for path in _paths(os.fspath(source))]
    return [_input(path) for path in dict.fromkeys(paths)]


def _paths(source: str) -> list[str]:
    if os.path.isdir(source):
        return _inside(source)
    if os.path.exists(source):
        return [source]
    found = sorted(glob.glob(source, recursive=True))
    if not found:
        raise FileError("E201", path=source)
    return [path for one in found for path in (_inside(one) if os.path.isdir(one) else [one])]


def _inside(folder: str) -> list[str]:
    found: list[str] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found.extend(os.path.join(root, name) for name in names if name[0] != "." and _kind(name))
    if not found:
        raise FileError("E201", path=os.path.join(folder, "*.jsonl"))
    return sorted(found)


def _kind(name: str) -> tuple[str, str] | None:
    stem, suffix = os.path.splitext(name)
    packing = PACKINGS.get(suffix.lower(), "")
    kind = KINDS.get((os.path.splitext(stem)[1] if packing else suffix).lower())
    return (kind, packing) if kind and not (packing and kind == "parquet") else None


def _input(path: str) -> Input:
    kind = _kind(path)
    if kind is None:
        raise FileError("E210", path=path)
    try:
        with open(path, "rb") as stream:
            size = os.fstat(stream.fileno()).st_size
    except OSError as error:
        raise FileError("E206", path=path, reason=error.strerror) from error
    return Input(whole(path), os.path.abspath(path), *kind, size)


class Corpus:
    """The documents of some inputs, one after the other; only what is being read is held in memory.

    Attributes:
        size: Bytes of all inputs.
    """

    def __init__(self, inputs: Iterable[Input], fields: Fields | None = None) -> None:
        """Name the inputs and the fields that hold text, day and id."""
        self.inputs = tuple(inputs)
        self.fields = fields or Fields()
        self.size = sum(one.size for one in self.inputs)
        self._before = 0
        self._stream: BinaryIO | None = None

    @property
    def position(self) -> int:
        """Bytes of the inputs that are behind us."""
        reading = self._stream is not None and not self._stream.closed
        return self._before + (cast(BinaryIO, self._stream).tell() if reading else 0)

    def __iter__(self) -> Iterator[Item | Failure]:
        """Each document, or a failure in its place; a damaged file gives one failure (E209) at its end."""
        self._before = 0
        for one in self.inputs:
            count = 0
            try:
                with open(one.path, "rb") as self._stream:
                    for item in _read(self._stream, one, self.fields):
                        yield item
                        count += 1
            except DAMAGE as error:
                reason = str(error) or type(error).__name__
                yield failure(FileError("E209", path=one.name, count=count, reason=whole(reason)), one.name)
            self._stream = None
            self._before += one.size


def _read(stream: BinaryIO, one: Input, fields: Fields) -> Iterator[Item | Failure]:
    if one.kind == "parquet":
        yield from read_parquet(stream, one.name, fields)
        return
    with _unpacked(stream, one.packing) as plain:
        if one.kind == "text":
            yield read_text(plain.read(), one.name, one.name)
        elif one.kind == "jsonl":
            yield from read_jsonl(plain, one.name, fields)
        else:
            yield from read_csv(plain, one.name, fields, "\t" if one.kind == "tsv" else ",")


def _unpacked(stream: BinaryIO, packing: str) -> BinaryIO:
    if packing == "gz":
        return cast(BinaryIO, gzip.open(stream))
    if packing == "xz":
        return cast(BinaryIO, lzma.open(stream))
    if packing == "zst":
        # pyarrow is there for the results anyway, so zstd needs no package of its own.
        arrow = need("pyarrow", "parquet")
        return cast(BinaryIO, io.BufferedReader(arrow.CompressedInputStream(stream, "zstd")))
    return stream

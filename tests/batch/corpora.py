"""Small corpora for the tests of runs, and what a run has written."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from conftest import SAMPLES

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
RECORDS = ("events", "entities", "dates", "documents", "records", "failures")


def articles(count: int) -> list[dict[str, Any]]:
    """Articles made of the samples, each with an id of its own."""
    return [
        {"doc_id": f"d{number}", "published": "2025-03-04", "text": f"{TEXTS[number % 12]}\n第{number}篇。"}
        for number in range(count)
    ]


def write_jsonl(path: Path, rows: list[dict[str, Any]]) -> Path:
    """The rows as JSON Lines, packed as the name says."""
    data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
    pack = {".gz": gzip.compress, ".xz": lzma.compress, ".zst": zstd}.get(path.suffix, bytes)
    path.write_bytes(pack(data))
    return path


def zstd(data: bytes) -> bytes:
    """The data in two zstd frames, as `zstd -c a b` or an appending writer leaves them."""
    half = len(data) // 2
    return b"".join(pa.compress(piece, "zstd", asbytes=True) for piece in (data[:half], data[half:]))


def write_csv(path: Path, rows: list[dict[str, Any]], delimiter: str = ",") -> Path:
    """The rows as CSV with a header."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def write_parquet(path: Path, rows: list[dict[str, Any]]) -> Path:
    """The rows as Parquet."""
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def written(run: Path) -> dict[str, bytes]:
    """All files of records of a run, by their path in it."""
    found = {path.name: path for path in [run / "failures.jsonl"] if path.exists()}
    found |= {
        path.relative_to(run).as_posix(): path for kind in RECORDS for path in (run / kind).glob("part-*")
    }
    return {name: path.read_bytes() for name, path in sorted(found.items())}

"""Articles in Arrow for the tests of the backends, some of which fail; no package but pyarrow is needed."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from cnevents.backends.worker import Plan

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
COLUMNS = {"text": "body", "doc_id": "id", "published": "day"}
RECORDS = ("events", "entities", "dates", "documents", "all")


@cache
def articles() -> Any:
    """Thirty rows: the samples again and again, one of them empty, one without Chinese, one without text."""
    texts: list[str | None] = [path.read_text(encoding="utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    bodies = [f"{texts[number % 12]}\n第{number}篇。" for number in range(30)]
    rows = [{"id": number, "body": body, "day": dt.date(2025, 3, 4)} for number, body in enumerate(bodies)]
    rows[4]["body"], rows[13]["body"], rows[20]["body"] = "", "Nothing Chinese in here.", None
    rows[7]["day"] = None
    kinds = [("id", pa.int64()), ("body", pa.string()), ("day", pa.date32()), ("other", pa.float64())]
    return pa.Table.from_pylist(rows, schema=pa.schema(kinds))


@cache
def expected(records: str) -> list[dict[str, Any]]:
    """What one worker gives for all rows at once."""
    worker = Plan(**COLUMNS, records=records).build()
    return worker(articles().combine_chunks().to_batches()[0]).to_pylist()

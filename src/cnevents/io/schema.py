"""The published JSON Schema of each record."""

from __future__ import annotations

import json

from cnevents import records
from cnevents.errors import InputError
from cnevents.merging.happening import Happening
from cnevents.merging.stories import Story

RECORDS: dict[str, type[records.Record]] = {
    "event": records.Event,
    "document": records.Document,
    "entity": records.Entity,
    "date": records.DateMention,
    "article": records.Article,
    "failure": records.Failure,
    "happening": Happening,
    "story": Story,
}
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(name: str) -> str:
    """The JSON Schema of the record `name`, as indented JSON.

    Raises InputError (E105) where `RECORDS` has no such name.
    """
    if name not in RECORDS:
        raise InputError("E105", value=name, name="RECORD", options=", ".join(RECORDS))
    schema = RECORDS[name].model_json_schema(mode="serialization")
    return json.dumps({"$schema": DIALECT, **schema}, ensure_ascii=False, indent=2)

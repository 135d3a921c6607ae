"""A worklist of a file of articles, or of the articles that a run has read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cnevents.api import Extractor, load
from cnevents.checks import check_date
from cnevents.errors import CneventsError, InputError
from cnevents.io.jsonl import Fields, Item, failure
from cnevents.io.sources import Corpus, find_inputs
from cnevents.lexicon.worklist import Gap, Worklist
from cnevents.records import Failure


def read_worklist(
    path: str | Path, *, least: int = 2, limit: int | None = None, published: dt.date | None = None
) -> tuple[list[Gap], list[Failure]]:
    """What was not understood in articles, and the documents that could not be read.

    Args:
        path: A file or folder of articles, or a run: its inputs are read again, with its fields.
        least: Leave out what stands there less often. limit: Read so many documents; None reads all.
        published: The day of documents without one.

    Raises:
        FileError: E201, E210. RunError: E501. InputError: E105 for a number below 1.
    """
    for name, value in (("least", least), ("limit", limit)):
        if value is not None and value < 1:
            raise InputError("E105", value=value, name=name, options="1 or more")
    extractor, work, failures = load(), Worklist(), []
    for item in islice(_items(Path(path)), limit):
        found = item if isinstance(item, Failure) else _add(extractor, work, item, published)
        if found is not None:
            failures.append(found)
    return work.gaps(least), failures


def _items(path: Path) -> Iterator[Item | Failure]:
    if not (path / "manifest.json").is_file():
        yield from Corpus(find_inputs([path]))
        return
    from cnevents.batch.manifest import inputs_of, read_manifest

    manifest, inputs = read_manifest(path)
    fields = {name: tuple(names) for name, names in manifest["configuration"]["fields"].items()}
    yield from Corpus(inputs_of(inputs), Fields(**fields))


def _add(extractor: Extractor, work: Worklist, item: Item, day: dt.date | None) -> Failure | None:
    try:
        published = check_date(item.published) or day
        work.add(extractor.analyse(item.text, published=published, doc_id=item.doc_id))
    except CneventsError as error:
        return failure(error, item.source, item.line, item.doc_id)
    return None

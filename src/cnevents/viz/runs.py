"""The folder of a run (`cnevents batch`) as something to look at."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from cnevents.records import Document, Failure

if TYPE_CHECKING:
    from cnevents.batch.results import Run


def texts_of(run: Run, wanted: Collection[str | None]) -> list[Document]:
    """The texts of some documents of a run, read again from its input where that still is.

    A run keeps no texts. A file that has moved gives none, and one that has changed is noticed later:
    the words of an event are then not where they should be.
    """
    from cnevents.batch.manifest import inputs_of
    from cnevents.io.jsonl import Fields
    from cnevents.io.sources import Corpus

    names = run.manifest["configuration"]["fields"]
    inputs = [one for one in inputs_of(run.inputs) if Path(one.path).is_file()]
    left, found = set(wanted), []
    for item in Corpus(inputs, Fields(**{name: tuple(value) for name, value in names.items()})):
        if not left:
            break
        if not isinstance(item, Failure) and item.doc_id in left:
            found.append(Document(doc_id=item.doc_id, text=item.text))
            left.discard(item.doc_id)
    return found

"""The folder of a run (`cnevents batch`) as something to look at."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from cnevents.records import Document

MANIFEST = "manifest.json"  # what makes a folder a run


def is_run(path: str | Path) -> bool:
    """Is this the folder of a run, and can this installation read runs?"""
    return (Path(path) / MANIFEST).is_file() and find_spec("cnevents.batch") is not None


def open_run(path: str | Path) -> Any:
    """The run; raises RunError (E501) for one that is damaged."""
    return import_module("cnevents.batch.results").read_run(path)


def texts_of(run: Any, wanted: Collection[str | None]) -> list[Document]:
    """The texts of some documents of a run, read again from its input where that still is.

    A run keeps no texts. A file that has moved gives none, and one that has changed is noticed later:
    the words of an event are then not where they should be.
    """
    manifest, sources = import_module("cnevents.batch.manifest"), import_module("cnevents.io.sources")
    fields = {name: tuple(names) for name, names in run.manifest["configuration"]["fields"].items()}
    corpus = sources.Corpus(manifest.inputs_of(run.inputs), sources.Fields(**fields))
    left, found = set(wanted), []
    for item in corpus if left else ():
        if item.doc_id in left and hasattr(item, "text"):
            found.append(Document(doc_id=item.doc_id, text=item.text))
            left.discard(item.doc_id)
        if not left:
            break
    return found

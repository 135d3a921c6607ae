"""How the command line chooses what reads a text: the options, and the extractor that they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from cnevents.api import Extractor
    from cnevents.integrations.hanlp.model import Source

Segmenter = Annotated[
    str, typer.Option("--segmenter", metavar="NAME", help="jieba, character, spacy, hanlp.")
]
Tagger = Annotated[str, typer.Option("--tagger", metavar="NAME", help="default, none, hanlp, a folder.")]
Hanlp = Annotated[
    list[str] | None,
    typer.Option(
        "--hanlp", metavar="MODEL", help="Folder or name of a HanLP model; or TASK=MODEL, repeated."
    ),
]

PublishedField = Annotated[
    str | None, typer.Option(metavar="NAME", help="Field of the day. [default: published, date]")
]
IdField = Annotated[str | None, typer.Option(metavar="NAME", help="Field of the id. [default: doc_id, id]")]


def ready_extractor(
    segmenter: str = "jieba", tagger: str = "default", hanlp: list[str] | None = None
) -> Extractor:
    """An extractor whose stages are built: a broken installation is one error, not one a document.

    Raises:
        CneventsError: E105 or E421 for options that do not fit, E3xx and E42x for what cannot be loaded.
    """
    import cnevents

    extractor = cnevents.load(
        segmenter=segmenter,
        tagger=None if tagger == "none" else tagger,
        hanlp=hanlp_source(hanlp or []),
    )
    _ = extractor.pipeline
    return extractor


def hanlp_source(values: list[str]) -> Source | None:
    """What `load(hanlp=...)` takes for the values of --hanlp; raises InputError (E105) for several models.

    >>> hanlp_source(["models/mtl"]), hanlp_source(["tok=a", "ner=b"])
    ('models/mtl', {'tok': 'a', 'ner': 'b'})
    """
    from cnevents.errors import InputError
    from cnevents.integrations.hanlp.document import TASKS

    parts = [value.partition("=") for value in values]
    if parts and all(task in TASKS and path for task, _, path in parts):
        return {task: path for task, _, path in parts}
    if len(values) > 1:
        options = "one model, or one for each of " + ", ".join(f"{task}=" for task in TASKS)
        raise InputError("E105", value=" ".join(values), name="--hanlp", options=options)
    return values[0] if values else None

"""`cnevents evaluate`: run the extractor on gold and print precision, recall and F1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cnevents.cli.console import FAILED, OK, check_readable, open_output, report
from cnevents.cli.readers import Hanlp, Segmenter, Tagger, ready_extractor
from cnevents.evaluation import GoldDocument, Prediction, Report, predict, read_gold, render, score
from cnevents.io.jsonl import Item, read_item
from cnevents.records import Failure

if TYPE_CHECKING:
    from cnevents.api import Extractor


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="Gold documents, one a line.")],
    predictions: Annotated[
        Path | None, typer.Option(metavar="OUT.jsonl", help="Write what was found, in the scored form.")
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="Print every single mistake first.")] = False,
    by_type: Annotated[bool, typer.Option("--by-type", help="Add typed events by type.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")] = False,
    segmenter: Segmenter = "jieba",
    tagger: Tagger = "default",
    hanlp: Hanlp = None,
) -> int:
    """Run the extractor on gold documents and score what it finds."""
    check_readable(str(gold))
    documents = {document.doc_id: document for document in read_gold(gold)}
    extractor = ready_extractor(segmenter, tagger, hanlp)
    found: dict[str, Prediction] = {}
    status = OK
    for document in documents.values():
        result = _read(extractor, document, str(gold))
        if isinstance(result, Failure):
            report(result)
            status = FAILED
        else:
            found[document.doc_id] = result
    if predictions is not None:
        with open_output(predictions) as stream:
            stream.writelines(one.model_dump_json() + "\n" for one in found.values())
    _print(score(documents, found), errors, by_type, as_json)
    return status


def _read(extractor: Extractor, document: GoldDocument, source: str) -> Prediction | Failure:
    item = Item(document.text, source, document.doc_id, document.published)
    result = read_item(extractor, item, None)
    return result if isinstance(result, Failure) else predict(result, document.doc_id)


def _print(figures: Report, errors: bool, by_type: bool, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(figures.as_dict(), ensure_ascii=False, indent=1))
        return
    for mistake in figures.mistakes if errors else ():
        typer.echo(str(mistake))
    typer.echo(render(figures, by_type=by_type))

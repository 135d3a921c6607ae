"""`cnevents explain`: why each record says what it says."""

from __future__ import annotations

from typing import Annotated

import typer

from cnevents.cli.console import OK, STDIN, check_readable, open_input, open_output
from cnevents.cli.extract import Output, Published, check_date
from cnevents.cli.readers import Hanlp, Segmenter, Tagger, ready_extractor
from cnevents.errors import FileError
from cnevents.io.jsonl import read_text, whole
from cnevents.records import Failure


def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text file; '-' is stdin.")],
    published: Published = None,
    output: Output = None,
    missed: Annotated[
        bool,
        typer.Option(
            "--missed", help="The sentences with an actor and a known word that gave no record, and why."
        ),
    ] = False,
    segmenter: Segmenter = "jieba",
    tagger: Tagger = "default",
    hanlp: Hanlp = None,
) -> int:
    """Print the rule, the cue and the words behind every field of every record."""
    import cnevents

    check_readable(file)
    day = check_date(published)
    with open_input(file) as stream:
        item = read_text(stream.read(), "standard input" if file == STDIN else whole(file))
    if isinstance(item, Failure):
        raise FileError("E204", path=item.source, reason=item.message.rpartition(": ")[2])
    extractor = ready_extractor(segmenter, tagger, hanlp)
    explanation = cnevents.explain(item.text, published=day, missed=missed, extractor=extractor)
    with open_output(output) as target:
        target.write(f"{explanation}\n")
    return OK

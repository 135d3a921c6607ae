"""`cnevents batch|status|failed|resume`: runs over corpora."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cnevents.cli.console import FAILED, OK
from cnevents.cli.extract import Published
from cnevents.cli.readers import IdField, PublishedField

if TYPE_CHECKING:
    from cnevents.batch.results import Run, Status

RunFolder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.")]
Workers = Annotated[
    int | None, typer.Option("--workers", "-w", metavar="N", help="Processes. [default: one a core]")
]
OnError = Annotated[
    str, typer.Option("--on-error", metavar="record|raise", help="End at the first failure with 'raise'.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Do not tell how far it is.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the figures as JSON.")]


def batch(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders and patterns of names.")
    ],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="RUN", help="The folder to write.")],
    workers: Workers = None,
    published: Published = None,
    text_field: Annotated[
        str | None, typer.Option(metavar="NAME", help="Field of the text. [default: text]")
    ] = None,
    published_field: PublishedField = None,
    id_field: IdField = None,
    lexicon: Annotated[
        list[str] | None, typer.Option(metavar="FOLDER", help="Your own tables; may be repeated.")
    ] = None,
    min_confidence: Annotated[
        float | None, typer.Option(metavar="SHARE", help="Leave out events below it, 0 to 1.")
    ] = None,
    shard_documents: Annotated[
        int, typer.Option(metavar="N", help="Documents that are written together.")
    ] = 1000,
    on_error: OnError = "record",
    fresh: Annotated[bool, typer.Option("--no-resume", help="Refuse to continue a run.")] = False,
    quiet: Quiet = False,
) -> int:
    """Read a corpus into a run, with several processes.

    Made again, the call goes on where it was stopped.
    """
    from cnevents.batch.run import run_batch

    run = run_batch(
        sources,
        output=output,
        workers=workers,
        resume=not fresh,
        on_error=on_error,  # type: ignore[arg-type]
        progress=not quiet,
        text=text_field,
        doc_id=id_field,
        published=published_field,
        day=published,
        shard_documents=shard_documents,
        lexicon=lexicon or (),
        min_confidence=min_confidence,
    )
    return _show(run, run.status())


def resume(
    run: RunFolder, workers: Workers = None, on_error: OnError = "record", quiet: Quiet = False
) -> int:
    """Go on with a run that was stopped."""
    from cnevents.batch.run import resume_run

    done = resume_run(run, workers=workers, on_error=on_error, progress=not quiet)  # type: ignore[arg-type]
    return _show(done, done.status())


def status(
    run: RunFolder,
    verify: Annotated[
        bool, typer.Option("--verify", help="Read all files to see if they are whole.")
    ] = False,
    as_json: AsJson = False,
) -> int:
    """Print how far a run is.

    Exit status 1 means that it is not at its end or has damaged files.
    """
    from cnevents.batch.results import read_run

    opened = read_run(run)
    found = opened.status(hashes=verify)
    if as_json:
        typer.echo(json.dumps(asdict(found)))
    else:
        _show(opened, found)
    return OK if found.finished and not found.damaged else FAILED


def failed(
    run: RunFolder,
    counts: Annotated[bool, typer.Option("--counts", help="Print how many failed with each code.")] = False,
) -> int:
    """Print the documents of a run that failed.

    One JSON object a line.
    """
    from cnevents.batch.results import read_run

    opened = read_run(run)
    if counts:
        for code, count in opened.failure_counts().items():
            typer.echo(f"{code} {count:,}")
    else:
        for one in opened.failures():
            typer.echo(one.model_dump_json())
    return OK


def _show(run: Run, found: Status) -> int:
    state = "finished" if found.finished else f"not finished; go on with: cnevents resume {run.path}"
    lines = [f"{run.path}: {state}"]
    if found.damaged:
        lines.append(f"{found.damaged} damaged shards; read them again with: cnevents resume {run.path}")
    figures = {
        "shards": found.shards,
        "documents": found.documents,
        "failed": found.failures,
        "characters": found.characters,
        "events": found.events,
        "entities": found.entities,
        "dates": found.dates,
    }
    lines.extend(f"  {name:10} {value:>14,}" for name, value in figures.items())
    typer.echo("\n".join(lines))
    return FAILED if found.failures else OK

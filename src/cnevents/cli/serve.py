"""`cnevents serve`: the service."""

from __future__ import annotations

import os
import string
from pathlib import Path
from typing import Annotated

import typer

from cnevents.cli.console import OK
from cnevents.errors import ServiceError

SHORTEST = 8
VISIBLE = set(string.printable) - set(string.whitespace)


def serve(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Where to listen; 0.0.0.0 lets other machines in.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(metavar="N", help="0 takes any that is free.")] = 8000,
    workers: Annotated[
        int | None,
        typer.Option(metavar="N", help="Processes that read; 0: one thread, little memory. [default: cores]"),
    ] = None,
    queue: Annotated[int, typer.Option(metavar="N", help="Requests that may wait; more get 503.")] = 64,
    time_limit: Annotated[
        float, typer.Option(metavar="SECONDS", help="From a request's arrival to its answer.")
    ] = 15.0,
    receive_limit: Annotated[
        float, typer.Option(metavar="SECONDS", help="In which a request must have arrived.")
    ] = 10.0,
    max_body: Annotated[int, typer.Option(metavar="BYTES", help="Of one request.")] = 1 << 20,
    max_articles: Annotated[int, typer.Option(metavar="N", help="Of one request.")] = 100,
    token_env: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Ask for the token that this environment variable holds."),
    ] = None,
    lexicon: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="Tables of your own; may be repeated.")
    ] = None,
) -> int:
    """Answer over HTTP: /extract, /dates, /explain, and a page at /."""
    from cnevents.io.optional import need

    for module in ("uvicorn", "httptools", "fastapi", "prometheus_client"):
        need(module, "serve")
    from cnevents.service.server import serve as run
    from cnevents.service.settings import Settings, cores

    settings = Settings(
        workers=cores() if workers is None else workers,
        queue=queue,
        time_limit=time_limit,
        receive_limit=receive_limit,
        max_body=max_body,
        max_articles=max_articles,
        token=None if token_env is None else read_token(token_env),
        options={"lexicon": tuple(lexicon)} if lexicon else {},
    )
    run(settings, host, port)
    return OK


def read_token(name: str) -> str:
    """The token in an environment variable; raises ServiceError (E612) where it is none or too short."""
    token = os.environ.get(name)
    if token is None:
        raise ServiceError("E612", name=name, reason="it is not set")
    if len(token) < SHORTEST or not VISIBLE.issuperset(token):
        raise ServiceError("E612", name=name, reason="it is too short, or has other characters")
    return token

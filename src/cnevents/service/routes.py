"""The paths."""

from __future__ import annotations

import json
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response

from cnevents import __version__
from cnevents.errors import InputError, ServiceError
from cnevents.io.schema import RECORDS, json_schema
from cnevents.records import SCHEMA_VERSION
from cnevents.service import models
from cnevents.service.metrics import CONTENT_TYPE
from cnevents.service.notes import note_of
from cnevents.service.page import page
from cnevents.service.problems import JSON, refusal
from cnevents.service.readers import Readers
from cnevents.service.reading import Article, Job

public = APIRouter()
guarded = APIRouter(
    responses={401: {"model": models.Problem, "description": "the token is missing or wrong"}}
)

_REFUSED = {
    400: "the body is not JSON",
    408: "the request did not arrive in time",
    413: "the body, a text or a list is too long",
    415: "the body is not application/json",
    422: "a text, date or field cannot be used",
    500: "a defect of ours",
    503: "the service is busy; see Retry-After",
    504: "reading took too long",
}
READING: dict[int | str, dict[str, Any]] = {
    status: {"model": models.Problem, "description": text} for status, text in _REFUSED.items()
}


@public.get("/", response_class=HTMLResponse, include_in_schema=False)
async def root() -> Response:
    """A page on which an article is pasted and seen marked."""
    html, policy = page()
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})


@public.get("/health", responses={503: {"model": models.Health, "description": "it cannot read"}})
async def health(request: Request) -> models.Health:
    """Can it read?"""
    readers: Readers = request.app.state.readers
    found = models.Health(
        status="ok" if readers.running else "unready", readers=readers.settings.readers, busy=readers.busy
    )
    if found.status != "ok":
        return Response(found.model_dump_json(), 503, media_type=JSON)  # type: ignore[return-value]
    return found


@guarded.post("/extract", response_model=models.Read, responses=READING)
async def extract(
    request: Request,
    body: Annotated[models.OneOrMany, Body(openapi_examples=models.EXTRACT_EXAMPLES)],
) -> Response:
    """Entities, dates and events of one article, or of a list of them.

    A list is answered by a list: a document for each article, or a failure where it cannot be read.
    """
    many = isinstance(body, list)
    bodies = body if isinstance(body, list) else [body]
    limit = request.app.state.settings.max_articles
    if len(bodies) > limit:
        raise ServiceError("E609", found=len(bodies), limit=limit)
    articles = tuple(Article(one.text, one.published, one.doc_id) for one in bodies)
    return await _read(request, Job("extract", articles, many=many))


@guarded.post("/dates", response_model=models.Dates, responses=READING)
async def dates(
    request: Request, body: Annotated[models.DatesBody, Body(openapi_examples=models.DATES_EXAMPLES)]
) -> Response:
    """The time expressions of a text with the intervals that they mean."""
    article = Article(body.text, body.published)
    return await _read(request, Job("dates", (article,), region=body.region))


@guarded.post("/explain", response_model=models.Reasons, responses=READING)
async def explain(
    request: Request, body: Annotated[models.ExplainBody, Body(openapi_examples=models.EXPLAIN_EXAMPLES)]
) -> Response:
    """Why each record says what it says."""
    article = Article(body.text, body.published)
    return await _read(request, Job("explain", (article,), missed=body.missed))


@guarded.get("/schema", response_model=dict[str, Any])
async def schemas() -> Response:
    """The JSON Schema of every record, by its name."""
    return Response(_schemas(), media_type=JSON)


@guarded.get(
    "/schema/{record}",
    responses={404: {"model": models.Problem, "description": "no such record"}},
    response_model=dict[str, Any],
)
async def schema(record: Annotated[str, Path(json_schema_extra={"enum": list(RECORDS)})]) -> Response:
    """The JSON Schema of a record: event, document, entity, date, article or failure."""
    try:
        return Response(json_schema(record), media_type=JSON)
    except InputError as error:
        return refusal(error, 404)


@guarded.get("/version")
async def version() -> models.Version:
    """What runs here."""
    return models.Version(cnevents=__version__, schema_version=SCHEMA_VERSION)


@guarded.get("/metrics", response_class=PlainTextResponse)
async def metrics(request: Request) -> Response:
    """Counters for Prometheus."""
    return Response(request.app.state.metrics.text(), headers={"Content-Type": CONTENT_TYPE})


async def _read(request: Request, job: Job) -> Response:
    """Have a job read, and note what it was, without a word of it."""
    note = note_of(request.scope)
    note.articles = len(job.articles)
    answer = await request.app.state.readers.read(job)
    note.chars, note.failed = answer.chars, len(answer.failed)
    many_failed = answer.failed if job.many else ()  # a failure of one is counted with its answer
    request.app.state.metrics.read(request.url.path, len(job.articles), answer.chars, many_failed)
    if answer.error is not None:
        note.code = answer.error.code
        return refusal(answer.error)
    return Response(answer.body, media_type=JSON)


@cache
def _schemas() -> bytes:
    return json.dumps({name: json.loads(json_schema(name)) for name in RECORDS}, ensure_ascii=False).encode()

"""The application: paths, what each of them does, and the layers around them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from fastapi.security import HTTPBearer
from starlette.exceptions import HTTPException

from cnevents import __version__
from cnevents.errors import CneventsError, ServiceError
from cnevents.service import routes
from cnevents.service.limits import Gate
from cnevents.service.metrics import Metrics
from cnevents.service.notes import note_of
from cnevents.service.observe import Observe
from cnevents.service.problems import headers_of, problem, status_of, unfit
from cnevents.service.readers import Readers
from cnevents.service.settings import Settings

DESCRIPTION = (
    "Chinese news into typed records: people, states, organisations, places, dates and political events."
)


def build_app(settings: Settings) -> FastAPI:
    """The application with its own readers and counters."""
    readers = Readers(settings)
    metrics = Metrics(readers)
    guarded: list[Any] = [Security(HTTPBearer(auto_error=False))] if settings.token else []
    app = FastAPI(
        title="cnevents",
        version=__version__,
        description=DESCRIPTION,
        # Those pages would fetch their scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings, app.state.readers, app.state.metrics = settings, readers, metrics
    app.include_router(routes.public)
    app.include_router(routes.guarded, dependencies=guarded)
    app.add_exception_handler(CneventsError, _refused)
    app.add_exception_handler(RequestValidationError, _unfit)
    app.add_exception_handler(HTTPException, _no_path)
    app.add_middleware(Gate, settings=settings, readers=readers)
    app.add_middleware(Observe, settings=settings, metrics=metrics)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    await app.state.readers.start()
    try:
        yield
    finally:
        await app.state.readers.stop()


async def _refused(request: Request, error: Exception) -> Response:
    if not isinstance(error, CneventsError):
        raise error
    note_of(request.scope).code = error.code
    return Response(problem(error), status_of(error), headers_of(error), "application/json")


async def _unfit(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    return await _refused(request, unfit(error.errors()))


async def _no_path(request: Request, error: Exception) -> Response:
    """What the framework refuses: an unknown path, a wrong method, a body that its parser gives up on."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 400:
        return await _refused(request, ServiceError("E601", reason="it cannot be parsed as UTF-8 JSON"))
    answer = await _refused(request, ServiceError("E607", method=request.method))
    answer.status_code = error.status_code
    answer.headers.update(error.headers or {})
    return answer

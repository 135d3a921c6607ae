"""The service: cnevents over HTTP (`cnevents serve`; extra `serve`).

`create_app` gives an ASGI application for a server of your own:

>>> from cnevents.service import Settings, create_app
>>> app = create_app(Settings(workers=0))
>>> sorted(app.openapi()["paths"])
['/dates', '/explain', '/extract', '/health', '/metrics', '/schema', '/schema/{record}', '/version']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cnevents.service.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

__all__ = ["Settings", "create_app"]


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application; its readers start with it and end with it.

    Raises UsageError (E401) where FastAPI or prometheus_client is not installed.
    """
    from cnevents.io.optional import need

    for module in ("fastapi", "prometheus_client"):
        need(module, "serve")
    from cnevents.service.app import build_app

    return build_app(settings or Settings())


def __dir__() -> list[str]:
    return __all__


def __getattr__(name: str) -> Any:
    raise AttributeError(f"module 'cnevents.service' has no attribute {name!r}")

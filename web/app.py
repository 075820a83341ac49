"""The application: middleware, routes, error pages. Built by a function, so that tests build their own."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from web import error_pages, rendering
from web.routes import admin, applicants, cases, clocks, definitions, demo, entrance, inbox, notices, tasks
from web.security import SecurityMiddleware

GZIP_FROM_BYTES = 1000


def create_app() -> FastAPI:
    """Return the web application.

    Raises:
        AssetsMissing: the browser's assets are not built.
    """
    rendering.asset("app.js")
    app = FastAPI(title="Bangfu", docs_url=None, redoc_url=None, openapi_url=None)
    error_pages.install(app)
    for module in (entrance, inbox, tasks, applicants, cases, clocks, notices, definitions, admin, demo):
        app.include_router(module.router)
    app.mount("/static", StaticFiles(directory=rendering.DIST), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=GZIP_FROM_BYTES)
    # Added last, so it is the outermost: its headers stand on every answer, errors included.
    app.add_middleware(SecurityMiddleware)
    return app

"""The only place with HTTP codes for refusals: classes → codes, sentences → pages. Each error has a number that the log has too."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from kit.errors import AppError, Conflict, FieldErrors, Invalid, NotAllowed, NotFound
from kit.i18n import Text, using_language
from unions.errors import LoginRefused, TooManyAttempts
from web.edge import AddressUnknown, LoginNeeded, wants_fragment
from web.rendering import render
from web.security import BodyTooLarge, language_of

log = logging.getLogger("bangfu.web")

CODES: Mapping[type[AppError], int] = {
    BodyTooLarge: 413,
    LoginNeeded: 401,
    TooManyAttempts: 429,
    LoginRefused: 401,
    FieldErrors: 422,
    NotFound: 404,
    NotAllowed: 403,
    Conflict: 409,
    Invalid: 422,
    AppError: 400,
}
"""The first entry that the error is an instance of gives the code."""

TITLES: Mapping[int, Text] = {
    400: Text("This could not be done"),
    401: Text("Please log in"),
    403: Text("This is not yours to do"),
    404: Text("Not found, or not yours to see"),
    405: Text("This could not be done"),
    409: Text("This could not be done"),
    413: Text("Too large"),
    422: Text("Something needs attention"),
    429: Text("Too many attempts"),
    500: Text("Something went wrong on our side"),
}


def install(app: FastAPI) -> None:
    """Let the application answer every refusal and failure with a page or a part of one."""
    app.add_exception_handler(AppError, _refused)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _failed)


def code_of(error: AppError) -> int:
    """Return the HTTP code of a refusal."""
    return next(code for kind, code in CODES.items() if isinstance(error, kind))


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)
    with using_language(language_of(request.headers)):
        if isinstance(error, LoginNeeded) and request.method == "GET":
            return _to_login(request)
        code, number = code_of(error), _number()
        log.info("%s refused %s %s: %s", number, request.method, _route(request), type(error).__name__)
        faults = error.errors if isinstance(error, FieldErrors) else {}
        return _answer(request, code, error.text, number, faults)


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    with using_language(language_of(request.headers)):
        code, number = error.status_code, _number()
        log.info("%s http %s %s %s", number, code, request.method, _route(request))
        sentence = AddressUnknown().text if code == 404 else UNREADABLE  # noqa: PLR2004
        return _answer(request, code, sentence, number, {})


UNREADABLE = Text(
    "Expected a request that this page understands, but it was not. Go back, reload the page and try again."
)
BROKEN = Text(
    "Expected this to work, but it did not, and it is not your fault. Nothing was saved. Try again; if it happens again, tell your administrator the number below."
)


def _failed(request: Request, error: Exception) -> Response:
    with using_language(language_of(request.headers)):
        number = _number()
        log.error("%s failed %s %s", number, request.method, _route(request), exc_info=error)
        return _answer(request, 500, BROKEN, number, {})


def _answer(request: Request, code: int, sentence: Text, number: str, faults: Mapping[str, Text]) -> Response:
    context: dict[str, Any] = {
        "code": code,
        "title": TITLES.get(code, TITLES[400]).render(),
        "sentence": sentence.render(),
        "number": number,
        "faults": faults,
        "general": [],
    }
    template = "partials/faults.html" if wants_fragment(request) else "error.html"
    return render(template, context, code)


def _to_login(request: Request) -> Response:
    # Only our own path goes into the address: it holds numbers of tasks and cases, nothing personal.
    address = f"/login?next={request.url.path}"
    if wants_fragment(request):
        return Response(status_code=401, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def _route(request: Request) -> str:
    # The pattern, not the address: what people put into addresses stays out of the log.
    route = request.scope.get("route")
    return getattr(route, "path", "-")


def _number() -> str:
    return secrets.token_hex(4).upper()

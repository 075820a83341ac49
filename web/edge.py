"""The edge: who is asking, in which session, inside the one transaction of the request.

A route opens ``reading(request)`` for a page or ``command(request, form)`` for an act; both know the officer, and the
second has checked the form's token before anything is done.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from kit import db
from kit.db import Session
from kit.errors import AppError, NotFound
from unions import sessions
from unions.records import Actor
from web import frame, tokens
from web.rendering import render

SESSION_COOKIE = "bangfu_session"
MAX_FILES = 60
MAX_FIELDS = 3000
MAX_TEXT_BYTES = 3 * 1024 * 1024


class LoginNeeded(AppError):
    """Expected you to be logged in, but your session has ended. Log in again; what you entered on an open page is still there."""


class AddressUnknown(NotFound):
    """Expected to find a page here, but there is none. Go back to your to-do list."""


@dataclass(frozen=True)
class Visit:
    """One request of one officer, inside its transaction."""

    request: Request
    session: Session
    actor: Actor
    token: str

    @property
    def csrf(self) -> str:
        """The token that a form must bring back, under a fresh mask."""
        return tokens.mask(sessions.csrf_token(self.token))

    def page(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """Return a page in the frame of this officer; rendered now, inside the transaction."""
        made = frame.frame(self.session, self.actor, self.request, self.csrf)
        return render(template, {"frame": made, "actor": self.actor, **context}, status)

    def fragment(self, template: str, status: int = 200, **context: Any) -> HTMLResponse:
        """Return a part of a page."""
        return render(template, {"csrf": self.csrf, "actor": self.actor, **context}, status)


@contextmanager
def reading(request: Request, *, unattended: bool = False) -> Iterator[Visit]:
    """Open a read-only view for a logged-in officer and note that the session is in use.

    An ``unattended`` request, which a page sends by itself, keeps no session alive.

    Raises:
        LoginNeeded: there is no session, or it has ended.
    """
    with db.reading() as session:
        visit = _visit(request, session)
        live = sessions.find(session, visit.token)
        yield visit
    if live is not None and live.slide_due and not unattended:
        with db.transaction() as session:
            sessions.slide(session, visit.token)


@contextmanager
def command(request: Request, form: FormData) -> Iterator[Visit]:
    """Open the one transaction of an act, once the form's token is checked.

    Raises:
        LoginNeeded: there is no session, or it has ended.
        FormExpired: the form's token is not this session's.
    """
    with db.transaction() as session:
        visit = _visit(request, session)
        check_token(form, visit.token)
        sessions.slide(session, visit.token)
        yield visit


@contextmanager
def recorded(request: Request) -> Iterator[Visit]:
    """Open a transaction for a look that leaves a trace and changes nothing else, so it needs no form.

    Raises:
        LoginNeeded: there is no session, or it has ended.
    """
    with db.transaction() as session:
        yield _visit(request, session)


def check_token(form: FormData, token: str) -> None:
    """Refuse a form that does not come from a page of this session.

    Raises:
        FormExpired: its token is missing or another one.
    """
    sessions.check_csrf(token, tokens.unmask(text(form, "csrf_token")))


def _visit(request: Request, session: Session) -> Visit:
    token = request.cookies.get(SESSION_COOKIE, "")
    actor = sessions.resolve(session, token) if token else None
    if actor is None:
        raise LoginNeeded
    return Visit(request, session, actor, token)


async def sent_form(request: Request) -> FormData:
    """Return what the browser sent, within bounds; read here because handlers are synchronous."""
    return await request.form(max_files=MAX_FILES, max_fields=MAX_FIELDS, max_part_size=MAX_TEXT_BYTES)


Sent = Annotated[FormData, Depends(sent_form)]


def text(form: FormData, name: str) -> str:
    """Return one plain value of a form; empty when it is missing or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def number(value: str) -> uuid.UUID:
    """Return the UUID in an address.

    Raises:
        AddressUnknown: it is none.
    """
    try:
        return uuid.UUID(value)
    except ValueError:
        raise AddressUnknown from None


def wants_fragment(request: Request) -> bool:
    """Say whether htmx asks, which shows a part of a page."""
    return request.headers.get("hx-request") == "true"


def go(request: Request, address: str) -> Response:
    """Send the browser to another page after an act, by htmx or plainly."""
    if wants_fragment(request):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, status_code=303)


def safe_next(address: str) -> str:
    """Return a path of our own to go to after the log-in; anything else becomes the inbox."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and "\n" not in address
    return address if inside and not address.startswith(("/login", "/logout")) else "/inbox"


def params(request: Request, *names: str) -> Mapping[str, str]:
    """Return the named query parameters, empty where missing."""
    return {name: request.query_params.get(name, "") for name in names}


def moved(address: str) -> Response:
    """Send the browser on to a page."""
    return RedirectResponse(address, status_code=303)

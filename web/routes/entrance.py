"""Log-in, log-out, language, health."""

from __future__ import annotations

import secrets
from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from kit import db
from kit.i18n import LANGUAGES, Text
from kit.settings import get_settings
from unions import queries as unions
from unions import sessions
from unions.errors import LoginRefused
from web import edge, error_pages, tokens
from web.rendering import render
from web.security import LANGUAGE_COOKIE

router = APIRouter()

DEMO_LOGINS = (
    ("xf-clerk", Text("Grassroots clerk")),
    ("xf-visitor1", Text("Grassroots visitor")),
    ("xf-committee1", Text("Grassroots committee member")),
    ("xf-chair", Text("Grassroots chair")),
    ("qx-clerk", Text("County clerk")),
    ("qx-reviewer", Text("County reviewer")),
    ("qx-approver", Text("County approver")),
    ("qx-inspector", Text("County inspector")),
    ("qy-inspector", Text("City inspector")),
    ("gs-inspector", Text("Provincial inspector")),
    ("gs-admin", Text("Provincial administrator")),
)
A_YEAR = int(timedelta(days=365).total_seconds())


@router.get("/healthz")
def health() -> JSONResponse:
    """Say whether the web reaches its database; nothing else is asked."""
    db.ping()
    return JSONResponse({"status": "ok"})


@router.get("/")
def home() -> Response:
    """Go to the to-do list."""
    return RedirectResponse("/inbox", status_code=303)


@router.get("/login")
def login_page(request: Request) -> Response:
    """Show the log-in page."""
    return _login_page(request, "", 200)


@router.post("/login")
def log_in(request: Request, form: edge.Sent) -> Response:
    """Begin a session and go where the officer wanted to go."""
    edge.check_token(form, request.cookies.get(edge.SESSION_COOKIE, ""))
    address = request.client.host if request.client else ""
    with db.transaction() as session:
        result = sessions.log_in(session, edge.text(form, "login"), edge.text(form, "password"), address)
        if not isinstance(result, LoginRefused):
            # Whoever logs in over a session that is still alive ends it.
            sessions.log_out(session, request.cookies.get(edge.SESSION_COOKIE, ""))
        language = "" if isinstance(result, LoginRefused) else unions.get_officer(session, result.officer_id).language
    if isinstance(result, LoginRefused):
        return _login_page(request, result.message(), error_pages.code_of(result), edge.text(form, "login"))
    answer = RedirectResponse(edge.safe_next(edge.text(form, "next")), status_code=303)
    keep(answer, edge.SESSION_COOKIE, result.token)
    if LANGUAGE_COOKIE not in request.cookies and language in LANGUAGES:
        keep(answer, LANGUAGE_COOKIE, language, A_YEAR)
    return answer


@router.post("/logout")
def log_out(request: Request, form: edge.Sent) -> Response:
    """End the session, in the database too."""
    with edge.command(request, form) as visit:
        sessions.log_out(visit.session, visit.token)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(edge.SESSION_COOKIE)
    # Whatever the browser still holds of this session's pages goes too.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@router.post("/language")
def change_language(request: Request, form: edge.Sent) -> Response:
    """Show all pages in another language from now on; an officer's choice is remembered."""
    token = request.cookies.get(edge.SESSION_COOKIE, "")
    edge.check_token(form, token)
    language = edge.text(form, "language")
    back = edge.text(form, "back")
    answer = RedirectResponse("/login" if back == "/login" else edge.safe_next(back), status_code=303)
    if language in LANGUAGES:
        with db.transaction() as session:
            actor = sessions.resolve(session, token)
            if actor is not None:
                sessions.set_language(session, actor.officer_id, language)
        keep(answer, LANGUAGE_COOKIE, language, A_YEAR)
    return answer


@router.get("/session/token")
def fresh_token(request: Request) -> Response:
    """Return a fresh form token, for a page that outlived its session; another site cannot read the answer."""
    with edge.reading(request) as visit:
        return JSONResponse({"csrf_token": visit.csrf})


def keep(answer: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Set a cookie that scripts and other sites do not get."""
    answer.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="lax", secure=get_settings().secure_cookies, path="/"
    )


def _login_page(request: Request, fault: str, status: int, login: str = "") -> Response:
    # The form's token needs a secret in a cookie before there is a session: a random one, which the log-in replaces.
    token = request.cookies.get(edge.SESSION_COOKIE) or secrets.token_urlsafe(32)
    settings = get_settings()
    context = {
        "csrf": tokens.mask(sessions.csrf_token(token)),
        "fault": fault,
        "login": login,
        "next": edge.safe_next(request.query_params.get("next", "")),
        "demo_logins": DEMO_LOGINS if settings.demo else [],
    }
    answer = render("login.html", context, status)
    keep(answer, edge.SESSION_COOKIE, token)
    return answer

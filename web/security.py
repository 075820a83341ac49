"""What every answer and every request must satisfy: headers, a size, an origin. Plain ASGI, so that nothing is buffered."""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.errors import AppError
from kit.i18n import DEFAULT_LANGUAGE, LANGUAGES, Text, using_language
from kit.settings import get_settings

MAX_BODY_BYTES = 96 * 1024 * 1024
LANGUAGE_COOKIE = "bangfu_language"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers would then send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Built assets carry their content's hash in their name.
KEPT = "public, max-age=31536000, immutable"
NOT_KEPT = "no-store"


class BodyTooLarge(AppError):
    """Expected all files together to have at most 96 MB, but they have more. Make them smaller or send fewer."""


class SecurityMiddleware:
    """Set the headers of every answer, refuse foreign origins and bodies that are too large."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        with using_language(language_of(headers)):
            if scope["method"] not in SAFE_METHODS and not same_origin(headers):
                await _refuse(scope, receive, _sealing(scope, send), 403, FOREIGN_ORIGIN.render())
                return
            if int(headers.get("content-length") or 0) > MAX_BODY_BYTES:
                await _refuse(scope, receive, _sealing(scope, send), 413, BodyTooLarge().message())
                return
            await self.app(scope, _counting(receive), _sealing(scope, send))


FOREIGN_ORIGIN = Text(
    "Expected the request to come from a page of Bangfu, but it came from elsewhere. Open Bangfu and try again."
)


def language_of(headers: Headers) -> str:
    """Return the language that the browser's cookie asks for, Chinese when it asks for none."""
    language = cookies(headers).get(LANGUAGE_COOKIE, DEFAULT_LANGUAGE)
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def cookies(headers: Headers) -> Mapping[str, str]:
    """Return the request's cookies; a malformed header is no cookies."""
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(headers.get("cookie", "")).items()}
    except CookieError:
        return {}


def same_origin(headers: Headers) -> bool:
    """Say whether an unsafe request comes from our own pages, as far as its headers tell.

    A browser sends Origin with every POST and Sec-Fetch-Site since 2020; a client that sends neither is no browser
    and is stopped by the token of the form.
    """
    if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    own = {headers.get("host", ""), urlsplit(get_settings().public_url).netloc}
    try:
        return urlsplit(origin).netloc in own
    except ValueError:
        return False  # no browser writes an address that cannot be read


def _counting(receive: Receive) -> Receive:
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY_BYTES:
            raise BodyTooLarge
        return message

    return counted


def _sealing(scope: Scope, send: Send) -> Send:
    async def sealed(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers[name] = value
            if get_settings().secure_cookies:
                headers["Strict-Transport-Security"] = "max-age=31536000"
            hashed = scope["path"].startswith("/static/") and "-" in scope["path"] and message["status"] == 200  # noqa: PLR2004
            # Pages hold personal data: neither a browser on a shared desk nor a proxy keeps them.
            headers["Cache-Control"] = KEPT if hashed else NOT_KEPT
        await send(message)

    return sealed


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    await PlainTextResponse(text, status_code=status)(scope, receive, send)

"""The demonstration's mail server: takes every mail by SMTP, keeps it under ``var/mail`` and lists it on a small page.

For the demonstration and for tests only; it delivers nothing to anybody. ``python -m cli.mail_sink``.
"""

from __future__ import annotations

import email
import html
import logging
import signal
import threading
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession

from cli.language import from_environment
from kit.db import new_id
from kit.i18n import get_language, gettext, using_language
from kit.settings import get_settings

SHOWN = 200
PAGE = """<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><style>
body {{ font: 16px/1.5 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
article {{ border: 1px solid #ccd; border-radius: 6px; padding: 1rem; margin: 1rem 0 }} pre {{ white-space: pre-wrap }}
small {{ color: #556 }}</style></head><body><h1>{title}</h1>{mails}</body></html>"""


class Sink:
    """aiosmtpd's handler: writes each mail to a file of its own, in order of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:  # noqa: ARG002, N802
        """Keep one mail; the answer is SMTP's."""
        fresh = self.folder / f"{new_id().hex}.part"
        fresh.write_bytes(envelope.original_content or b"")
        # Seen whole or not at all, also by a reader that looks right now.
        fresh.rename(fresh.with_suffix(".eml"))
        return "250 OK"


def mails(folder: Path) -> list[EmailMessage]:
    """Return the mails kept in ``folder``, oldest first."""
    return [_parse(path) for path in sorted(folder.glob("*.eml"))]


def _parse(path: Path) -> EmailMessage:
    message = email.message_from_bytes(path.read_bytes(), policy=SMTP_POLICY)
    assert isinstance(message, EmailMessage)
    return message


def start_smtp(host: str, port: int, folder: Path) -> Controller:
    """Start taking mail on ``host:port``; the caller stops the controller."""
    controller = Controller(Sink(folder), hostname=host, port=port, enable_SMTPUTF8=True)
    controller.start()
    return controller


def page(folder: Path, language: str) -> str:
    """Return the page that lists the newest mails, newest first."""
    newest = [_parse(path) for path in sorted(folder.glob("*.eml"), reverse=True)[:SHOWN]]
    with using_language(language):
        shown = "".join(_article(mail) for mail in newest) or f"<p>{html.escape(gettext('No mail yet.'))}</p>"
        return PAGE.format(
            language="zh-CN" if language == "zh" else "en",
            title=html.escape(gettext("Mails of the demonstration")),
            mails=shown,
        )


def _article(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    text = str(body.get_content()) if body is not None else ""
    head = " · ".join(html.escape(str(mail.get(name, ""))) for name in ("To", "Date", "Message-ID"))
    return f"<article><h3>{html.escape(str(mail['Subject']))}</h3><small>{head}</small><pre>{html.escape(text)}</pre></article>"


def http_server(host: str, port: int, folder: Path) -> ThreadingHTTPServer:
    """Return a server for the page, in the language of now; the caller runs it."""
    language = get_language()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if urlsplit(self.path).path != "/":
                self.send_error(404)
                return
            body = page(folder, language).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Log nothing: a page that lists mails has nothing to say about its readers."""

    return ThreadingHTTPServer((host, port), Page)


def main() -> None:
    """Take mail and show it until SIGTERM or Ctrl-C."""
    logging.basicConfig(level=logging.WARNING)
    from_environment()
    settings = get_settings()
    folder = settings.var_dir / "mail"
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    smtp = start_smtp(settings.web_host, settings.smtp_port, folder)
    pages = http_server(settings.web_host, settings.sink_port, folder)
    thread = threading.Thread(target=pages.serve_forever, daemon=True)
    thread.start()
    ended.wait()
    pages.shutdown()
    pages.server_close()
    smtp.stop()


if __name__ == "__main__":
    main()

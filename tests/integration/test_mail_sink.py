"""The demonstration's mail server takes real mail and shows it on its page, escaped and newest first."""

from __future__ import annotations

import smtplib
import threading
from email.message import EmailMessage
from pathlib import Path

import httpx

from cli import mail_sink
from kit.i18n import using_language
from tests.support.ports import free_port


def send(port: int, subject: str, body: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "bangfu@localhost", "officer@demo.invalid", subject
    mail.set_content(body)
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.send_message(mail)


def test_mails_are_kept_and_listed(tmp_path: Path) -> None:
    port, page_port = free_port(), free_port()
    server = mail_sink.start_smtp("127.0.0.1", port, tmp_path)
    with using_language("en"):
        pages = mail_sink.http_server("127.0.0.1", page_port, tmp_path)
    thread = threading.Thread(target=pages.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{page_port}/"
        assert "No mail yet." in httpx.get(address, trust_env=False).text
        send(port, "待办：审核", "first <script>alert(1)</script>")
        send(port, "second", "later")
        page = httpx.get(address, trust_env=False).text
        assert page.index("second") < page.index("待办：审核")
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
        assert httpx.get(address + "other", trust_env=False).status_code == 404
    finally:
        pages.shutdown()
        pages.server_close()
        thread.join()
        server.stop()
    assert [mail["Subject"] for mail in mail_sink.mails(tmp_path)] == ["待办：审核", "second"]

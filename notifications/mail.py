"""E-mail by SMTP: RFC-correct UTF-8, and a Message-ID that is the same however often a mail is sent."""

from __future__ import annotations

import smtplib
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from kit import clock
from kit.i18n import Text
from kit.settings import get_settings
from notifications.render import Rendered

TIMEOUT_SECONDS = 10.0


@dataclass(frozen=True)
class Mail:
    """One mail to one officer, with the receipt that it settles."""

    receipt_id: uuid.UUID
    event_id: uuid.UUID
    officer_id: uuid.UUID
    to_name: str
    to_address: str
    language: str
    content: Rendered


def message_id(event_id: uuid.UUID, officer_id: uuid.UUID) -> str:
    """Return the Message-ID of an event for an officer; mail programs show a repeated one once."""
    domain = get_settings().mail_from.rpartition("@")[2] or "localhost"
    return f"<{uuid.uuid5(event_id, str(officer_id))}@{domain}>"


def compose(mail: Mail) -> EmailMessage:
    """Return the message as it goes over the wire."""
    sender = get_settings().mail_from
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(Text("Bangfu").render(mail.language), addr_spec=sender)
    message["To"] = Address(mail.to_name, addr_spec=mail.to_address)
    message["Subject"] = Text("[Bangfu] {subject}", {"subject": mail.content.subject}).render(mail.language)
    message["Date"] = clock.real_now()
    message["Message-ID"] = message_id(mail.event_id, mail.officer_id)
    # Neither an absent officer's answering machine nor a list shall answer.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.content.body, charset="utf-8", cte="base64")
    # After the content: setting it removes every Content- header.
    message["Content-Language"] = "zh-CN" if mail.language == "zh" else "en"
    return message


@contextmanager
def connection() -> Iterator[smtplib.SMTP]:
    """Open a connection to the mail server of the settings."""
    settings = get_settings()
    with smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=TIMEOUT_SECONDS) as smtp:
        yield smtp

"""Tells officers of an event: the notice in the application and the mail, each once however often it is delivered.

The receipts are written before a mail leaves and settled after the server took it, in transactions of their own;
nothing is sent inside a transaction.
"""

from __future__ import annotations

import logging
import smtplib
import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from kit import clock
from kit.db import Session, new_id, transaction
from kit.i18n import LANGUAGES
from kit.outbox import OutboxEvent
from kit.settings import get_settings
from notifications import mail as mails
from notifications.errors import MailNotSent
from notifications.mail import Mail
from notifications.models import Notice, Receipt
from notifications.recipients import Told, find
from notifications.render import Rendered, render
from notifications.rules import Channel, Rule, rules_for
from unions.records import OfficerRecord

log = logging.getLogger(__name__)

# Well inside the minute for which the relay holds an event: a slow server must not make two relays send at once.
SEND_SECONDS = 40.0


def deliver(event: OutboxEvent) -> None:
    """Tell everybody whom the rules name; safe to repeat after any kill.

    Raises:
        MailNotSent: the mail server did not take every mail; those that it took are not sent again.
    """
    with transaction() as session:
        to_send = plan(session, event)
    if to_send:
        send(to_send)


@dataclass(frozen=True)
class _Telling:
    """One delivery of an event, with the receipts that stand already, by officer and channel."""

    session: Session
    event: OutboxEvent
    receipts: dict[tuple[uuid.UUID, str], Receipt]


def plan(session: Session, event: OutboxEvent) -> tuple[Mail, ...]:
    """Write notices and receipts for an event and return the mails that are still to be sent."""
    rows = session.scalars(select(Receipt).where(Receipt.event_id == event.id))
    telling = _Telling(session, event, {(row.officer_id, row.channel): row for row in rows})
    found: dict[uuid.UUID, Mail] = {}
    for rule in rules_for(event.event):
        told = find(session, rule, event.payload)
        if not told.officers:
            log.warning("nobody to tell", extra={"fields": {"event": event.event, "audience": rule.audience.value}})
            continue
        messages = _messages(rule, told)
        for officer in told.officers:
            if Channel.NOTICE in rule.channels:
                _notice(telling, rule, told, officer, messages)
            if Channel.MAIL in rule.channels and officer.email:
                receipt = _receipt(telling, officer, Channel.MAIL)
                if receipt.state == "SENDING":
                    found[receipt.id] = _mail(receipt, officer, messages)
    for receipt in telling.receipts.values():
        if receipt.state == "SENDING" and receipt.id not in found:
            receipt.state = "DROPPED"
    return tuple(found.values())


def send(to_send: Iterable[Mail]) -> None:
    """Send mails over one connection and settle the receipt of each as soon as the server took it.

    Raises:
        MailNotSent: some were not taken.
    """
    left = list(to_send)
    count, reason, until = len(left), "", time.monotonic() + SEND_SECONDS
    refused: list[Mail] = []
    try:
        with mails.connection() as smtp:
            while left and time.monotonic() < until:
                try:
                    smtp.send_message(mails.compose(left[0]))
                except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPSenderRefused) as error:
                    # Only this mail is refused; the others need not wait for it.
                    reason = _reason(error)
                    refused.append(left.pop(0))
                    continue
                _settle(left.pop(0))
    except (OSError, smtplib.SMTPException) as error:
        reason = _reason(error)
    if left or refused:
        raise MailNotSent(count=count, left=len(left) + len(refused), reason=reason or "the time was up")


def _reason(error: Exception) -> str:
    # The server's answer may quote the address: only its kind and code are kept.
    code = getattr(error, "smtp_code", "") or getattr(error, "errno", "") or ""
    return f"{type(error).__name__} {code}".strip()


def _settle(sent: Mail) -> None:
    with transaction() as session:
        receipt = session.get_one(Receipt, sent.receipt_id)
        receipt.state, receipt.sent_at = "SENT", clock.real_now()


def _messages(rule: Rule, told: Told) -> Mapping[str, Rendered]:
    link = get_settings().public_url.rstrip("/") + told.path
    return {language: render(rule.template, language, told.values(language, link)) for language in LANGUAGES}


def _receipt(telling: _Telling, officer: OfficerRecord, channel: Channel) -> Receipt:
    key = (officer.officer_id, channel.value)
    if key not in telling.receipts:
        telling.receipts[key] = Receipt(
            id=new_id(), event_id=telling.event.id, officer_id=officer.officer_id, channel=channel.value,
            state="SENDING", created_at=clock.real_now(),
        )  # fmt: skip
        telling.session.add(telling.receipts[key])
    return telling.receipts[key]


def _notice(
    telling: _Telling, rule: Rule, told: Told, officer: OfficerRecord, messages: Mapping[str, Rendered]
) -> None:
    receipt = _receipt(telling, officer, Channel.NOTICE)
    if receipt.state == "SENT":
        return
    receipt.state, receipt.sent_at = "SENT", clock.real_now()
    telling.session.add(
        Notice(
            id=new_id(), event_id=telling.event.id, officer_id=officer.officer_id, event=rule.event,
            text_zh=messages["zh"].subject, text_en=messages["en"].subject, path=told.path, created_at=clock.now(),
        )
    )  # fmt: skip


def _mail(receipt: Receipt, officer: OfficerRecord, messages: Mapping[str, Rendered]) -> Mail:
    language = officer.language if officer.language in messages else "zh"
    assert officer.email
    return Mail(
        receipt_id=receipt.id, event_id=receipt.event_id, officer_id=officer.officer_id, to_name=officer.name,
        to_address=officer.email, language=language, content=messages[language],
    )  # fmt: skip

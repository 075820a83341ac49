"""The worker's relay is killed while a mail is on the wire: nothing is lost, nothing in the database is done twice."""

from __future__ import annotations

import asyncio
import signal
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as SmtpSession
from sqlalchemy import func, select, update

from cli.mail_sink import Sink, mails
from kit import clock, db, outbox
from kit.outbox import OutboxRow
from notifications.models import Notice, Receipt
from tests.support import mailing, offices
from tests.support.ports import free_port
from tests.support.processes import eventually, running
from unions.roles import Role

EVENTS = 5


class Holding(Sink):
    """Takes mails, but holds back its answer while ``held`` is set: the moment at which a sender may be killed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.held = threading.Event()
        self.waiting = threading.Event()

    async def handle_DATA(self, server: SMTP, session: SmtpSession, envelope: Envelope) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        if self.held.is_set():
            self.waiting.set()
            while self.held.is_set():  # noqa: ASYNC110 - set from the test's thread
                await asyncio.sleep(0.02)
        return answer


@contextmanager
def mail_server(handler: Holding) -> Iterator[int]:
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def open_tasks() -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        mailing.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        for _ in range(EVENTS):
            item = mailing.work_item(session, tree, subject_id=uuid.uuid4())
            outbox.enqueue(session, "TaskOpened", {"work_item_id": str(item)})


def let_claims_run_out() -> None:
    with db.transaction() as session:
        past = clock.real_now() - timedelta(seconds=1)
        session.execute(update(OutboxRow).where(OutboxRow.done_at.is_(None)).values(available_at=past))


def count(column: object, *conditions: object) -> int:
    with db.reading() as session:
        statement = select(func.count()).select_from(column).where(*conditions)  # type: ignore[arg-type]
        return session.scalar(statement) or 0


def all_done() -> bool:
    return count(OutboxRow, OutboxRow.done_at.is_(None)) == 0


def test_a_worker_killed_while_a_mail_is_on_the_wire_loses_nothing_and_repeats_nothing_inside(
    database: str, tmp_path: Path
) -> None:
    assert database
    open_tasks()
    handler, log = Holding(tmp_path / "mail"), tmp_path / "worker.log"
    handler.held.set()
    with mail_server(handler) as port:
        env = {"BANGFU_SMTP_PORT": str(port), "BANGFU_SWEEP_SECONDS": "0.1"}
        with running("-m", "worker", log=log, env=env) as worker:
            assert handler.waiting.wait(60), log.read_text()
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        assert count(OutboxRow, OutboxRow.done_at.is_not(None)) == 0
        assert count(Receipt, Receipt.state == "SENDING") == 1, "the receipt stood before the mail left"
        handler.held.clear()
        let_claims_run_out()
        with running("-m", "worker", log=log, env=env) as worker:
            assert eventually(all_done), log.read_text()
            # Delivered once more as if the finishing had been lost: the receipts make it a no-op.
            with db.transaction() as session:
                session.execute(update(OutboxRow).values(done_at=None, available_at=clock.real_now()))
            assert eventually(all_done), log.read_text()
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(30) == 0, "a polite request ends it in order"
    sent = Counter(mail["Message-ID"] for mail in mails(tmp_path / "mail"))
    assert len(sent) == EVENTS, "every officer was told of every task"
    assert sorted(sent.values()) == [1] * (EVENTS - 1) + [2], (
        "only the mail in hand was sent again, under its old number"
    )
    assert count(Notice) == EVENTS
    assert count(Receipt, Receipt.state == "SENT") == 2 * EVENTS


def test_two_workers_at_once_send_every_mail_once(database: str, tmp_path: Path) -> None:
    assert database
    open_tasks()
    handler = Holding(tmp_path / "mail")
    with mail_server(handler) as port:
        env = {"BANGFU_SMTP_PORT": str(port), "BANGFU_SWEEP_SECONDS": "0.1"}
        with (
            running("-m", "worker", log=tmp_path / "one.log", env=env),
            running("-m", "worker", log=tmp_path / "two.log", env=env),
        ):
            assert eventually(all_done), (tmp_path / "one.log").read_text()
    assert sorted(Counter(mail["Message-ID"] for mail in mails(tmp_path / "mail")).values()) == [1] * EVENTS
    assert count(Notice) == EVENTS


@pytest.mark.usefixtures("database")
def test_the_workers_log_holds_no_address(tmp_path: Path) -> None:
    open_tasks()
    log = tmp_path / "worker.log"
    env = {"BANGFU_SMTP_PORT": str(free_port()), "BANGFU_SWEEP_SECONDS": "0.1"}
    with running("-m", "worker", log=log, env=env):
        assert eventually(lambda: log.exists() and "event failed" in log.read_text()), log.read_text()
    assert "example.org" not in log.read_text()
    assert "MailNotSent" in log.read_text()

"""A real SMTP server that keeps what it is sent, and officers with addresses."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from cli import mail_sink
from kit import settings
from kit.db import Session
from tasks import facts as tasks
from tasks.records import NewWorkItem, RoutingFacts, SubjectFacts
from tests.support.offices import FROM, ON, Offices
from tests.support.ports import free_port
from unions import facts, queries
from unions.commands import NewOfficer, NewPost
from unions.records import Actor
from unions.roles import Role

AT = datetime(2018, 11, 5, 1, tzinfo=UTC)


@contextmanager
def smtp_server(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Run a mail server, make it the one of the settings, and yield the folder in which it keeps mails."""
    port = free_port()
    patch.setenv("BANGFU_SMTP_PORT", str(port))
    settings.forget()
    server = mail_sink.start_smtp("127.0.0.1", port, folder)
    try:
        yield folder
    finally:
        server.stop()
        settings.forget()


def kept(folder: Path) -> list[EmailMessage]:
    """Return the mails that the server was sent, oldest first."""
    return mail_sink.mails(folder)


def officer(session: Session, login: str, *posts: tuple[uuid.UUID, Role], language: str = "zh") -> Actor:
    """Register an officer with an address and posts."""
    new = NewOfficer(login, f"{login} 同志", f"{login}@example.org", language)
    made = facts.register_officer(session, new, by="test")
    for unit_id, role in posts:
        facts.appoint(session, NewPost(made.officer_id, unit_id, role, FROM), by="test")
    return queries.actor_for(session, made.officer_id, ON)


def work_item(
    session: Session,
    tree: Offices,
    *,
    unit: str = "county",
    role: Role = Role.REVIEWER,
    subject_id: uuid.UUID | None = None,
    excluded: dict[uuid.UUID, str] | None = None,
) -> uuid.UUID:
    """Open a work item of a case at a unit of the tree."""
    routing = RoutingFacts(
        tree[unit],
        f"{unit} union",
        tree["province"],
        tree["city"],
        tree["county"],
        "county",
        role.value,
        excluded or {},
    )
    new = NewWorkItem(
        process="intake", instance_id=uuid.uuid4(), key="review#1", step="review", label_zh="审核", label_en="Review",
        form="review", subject=SubjectFacts("case", subject_id or uuid.uuid4(), "SL-621002-2018-000001", "李*"),
        routing=routing, due_at=AT, provisional=False,
    )  # fmt: skip
    return tasks.open_work_item(session, new, AT)

"""What stops a case without a word shows in the reconciliation, whichever row was damaged."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import delete, update

from cli import journey
from kit import clock, db
from kit.db import Session
from tasks.models import WorkItem
from tests.support import cases, deeds
from workflows.instances import queries
from workflows.instances.models import Incident, MessageWait, ProcessInstance, Timer
from workflows.instances.reconcile import Fault, Mismatch, unreconciled
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.context import ServiceContext
from workflows.services.table import SERVICES

pytestmark = pytest.mark.usefixtures("province")


class Undone(Exception):
    """Undoes the damage."""


def found() -> tuple[Mismatch, ...]:
    with db.reading() as session:
        return unreconciled(session)


def found_after(damage: Callable[[Session], object]) -> list[tuple[str, str, Fault]]:
    """Return what is found when ``damage`` is done, and undo it."""
    seen: list[tuple[str, str, Fault]] = []
    with suppress(Undone), db.transaction() as session:
        damage(session)
        seen += [(entry.kind, entry.key.split("#")[0], entry.fault) for entry in unreconciled(session)]
        raise Undone
    return seen


def cancelled(session: Session) -> None:
    now = clock.now()
    session.execute(update(WorkItem).where(WorkItem.step == "supplement").values(state="CANCELLED", done_at=now))


def test_a_damaged_row_of_any_kind_is_noticed() -> None:
    case_id = cases.case_at("accept")
    cases.do(case_id, "accept", "incomplete", missing=["HUKOU"])
    assert found() == ()
    assert found_after(cancelled) == [("task", "supplement", Fault.MISSING)]
    closed = update(Timer).values(state="CANCELLED", due_at=None)
    assert found_after(lambda session: session.execute(closed)) == [("timer", "lapse", Fault.MISSING)]
    assert found_after(lambda session: session.execute(update(Timer).values(key="lapse#99"))) == [
        ("timer", "lapse", Fault.MISSING),
        ("timer", "lapse", Fault.ORPHAN),
    ]
    ((kind, _, fault),) = found_after(lambda session: session.execute(delete(MessageWait)))
    assert (kind, fault) == ("message", Fault.MISSING)
    unreadable = update(ProcessInstance).values(snapshot=b"damaged")
    assert found_after(lambda session: session.execute(unreadable)) == [("", "", Fault.UNREADABLE)]
    assert found() == (), "all damage was undone"


def test_what_is_open_on_an_ended_process_is_noticed() -> None:
    case_id = cases.case_at("accept")
    ended = update(ProcessInstance).values(state="COMPLETED", ended_at=clock.now())
    assert ("task", "accept", Fault.ORPHAN) in found_after(lambda session: session.execute(ended))
    deeds.withdraw(case_id)
    assert found() == ()
    running = update(ProcessInstance).values(state="RUNNING", ended_at=None)
    assert found_after(lambda session: session.execute(running)) == [("", "", Fault.IDLE)]


def _broken(_session: Session, _context: ServiceContext) -> Mapping[str, Any]:
    message = "the rules are away"
    raise RuntimeError(message)


def _accept_with_broken_rules(case_id: uuid.UUID) -> None:
    item = cases.item_of(case_id, "accept")
    given = journey.story(item)
    with db.transaction() as session:
        command = CompleteTask(item.id, journey.actor(given.login), given.outcome, given.opinion, given.values, "r")
        complete_task(session, command, {**SERVICES, "decide:scope": _broken})


def test_a_failed_service_is_in_order_while_its_incident_is_open() -> None:
    case_id = cases.case_at("accept")
    _accept_with_broken_rules(case_id)
    assert found() == ()
    resolved = update(Incident).values(state="RESOLVED", resolved_at=clock.now(), resolved_by="nobody")
    assert found_after(lambda session: session.execute(resolved)) == [("incident", "decide_scope", Fault.MISSING)]


def test_the_incident_of_a_case_that_is_withdrawn_is_over() -> None:
    case_id = cases.case_at("accept")
    _accept_with_broken_rules(case_id)
    deeds.withdraw(case_id)
    assert found() == ()
    with db.reading() as session:
        assert queries.incidents(session) == ()
        ((incident),) = queries.incidents(session, only_open=False)
    assert (incident.state, incident.resolved_by) == ("RESOLVED", "system")


def test_every_difference_reads_as_a_sentence_in_both_languages() -> None:
    for fault in Fault:
        entry = Mismatch(uuid.uuid4(), "timer", "lapse#3", fault, "ValueError")
        assert "{" not in entry.text.render("en") + entry.text.render("zh")
        assert entry.text.render("zh") != entry.text.render("en")

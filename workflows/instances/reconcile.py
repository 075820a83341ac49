"""Compare what each instance waits for with the rows that let it go on: a case that nobody and nothing moves shows here.

Every command writes the snapshot and these rows in one transaction, so a difference means damage from outside or a
fault of ours. It is reported, never repaired here.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Select, select

from kit.db import Session
from kit.i18n import Text
from tasks import queries as worklist
from workflows.engine import step as engine
from workflows.instances.models import Incident, MessageWait, ProcessInstance, Timer
from workflows.instances.queries import load_definition

BATCH = 200


class Fault(StrEnum):
    """What is wrong; each value is the sentence that says so."""

    MISSING = (
        "Expected {row} of {key}, for which the process waits, but there is none: nothing will move the process on."
    )
    ORPHAN = "Expected the process to wait for {key}, but only {row} of it is open: acting on it will be refused."
    IDLE = "Expected the running process to wait for something, but it waits for nothing."
    UNREADABLE = "Expected a snapshot that can be read, but it cannot: {cause}."


ROWS: Mapping[str, str] = {
    "task": "a work item",
    "timer": "a timer",
    "message": "a message wait",
    "incident": "an incident",
}
"""What people call the rows, by the kind of wait. A service or decision that waits has failed: it has an incident."""

_ROW_OF: Mapping[str, str] = {"service": "incident", "decision": "incident"}

Waits = set[tuple[str, str]]
"""Pairs of the kind of row and the engine's key."""


@dataclass(frozen=True, order=True)
class Mismatch:
    """One difference: of which instance, of which wait (``kind`` is a key of ``ROWS``; both may be empty), and what."""

    instance_id: uuid.UUID
    kind: str
    key: str
    fault: Fault
    cause: str = ""

    @property
    def text(self) -> Text:
        """The difference as a sentence in the reader's language."""
        row = Text(ROWS[self.kind]) if self.kind else ""
        return Text(self.fault.value, {"row": row, "key": self.key, "cause": self.cause})


def unreconciled(session: Session) -> tuple[Mismatch, ...]:
    """Return every difference between the instances' waits and the open rows; empty when all is in order.

    Call it in ``db.reading()``: it needs one view of all tables. It restores every running instance, about a
    millisecond each, so it is for the operator's page and the tests, not for a command.
    """
    rows = _open_rows(session)
    found: list[Mismatch] = []
    instances = session.execute(
        select(ProcessInstance.id, ProcessInstance.definition_hash, ProcessInstance.snapshot)
        .where(ProcessInstance.state == "RUNNING")
        .execution_options(yield_per=BATCH)
    )
    for instance_id, definition_hash, snapshot in instances:
        found += _of_running(session, instance_id, definition_hash, bytes(snapshot), rows.pop(instance_id, set()))
    # What is left belongs to instances that have ended, or to none.
    for instance_id, orphans in rows.items():
        found += _orphans(instance_id, orphans)
    return tuple(sorted(found))


def _of_running(
    session: Session, instance_id: uuid.UUID, definition_hash: str, snapshot: bytes, rows: Waits
) -> Iterator[Mismatch]:
    try:
        waits = engine.waits(load_definition(session, definition_hash), snapshot)
    except Exception as error:  # noqa: BLE001  (whatever a damaged snapshot raises, the other instances are still looked at)
        yield Mismatch(instance_id, "", "", Fault.UNREADABLE, type(error).__name__)
        return
    if not waits:
        yield Mismatch(instance_id, "", "", Fault.IDLE)
    wanted = {(_ROW_OF.get(wait.kind, wait.kind), wait.key) for wait in waits}
    for kind, key in wanted - rows:
        yield Mismatch(instance_id, kind, key, Fault.MISSING)
    yield from _orphans(instance_id, rows - wanted)


def _orphans(instance_id: uuid.UUID, rows: Waits) -> Iterator[Mismatch]:
    for kind, key in rows:
        yield Mismatch(instance_id, kind, key, Fault.ORPHAN)


def _open_rows(session: Session) -> dict[uuid.UUID, Waits]:
    found: dict[uuid.UUID, Waits] = {}
    for instance_id, key in worklist.live_keys(session):
        found.setdefault(instance_id, set()).add(("task", key))
    statements: Mapping[str, Select[uuid.UUID, str]] = {
        # A paused timer stands still on purpose: somebody said why, and lets it go on.
        "timer": select(Timer.instance_id, Timer.key).where(Timer.state.in_(("OPEN", "PAUSED"))),
        "message": select(MessageWait.instance_id, MessageWait.key),
        "incident": select(Incident.instance_id, Incident.key).where(Incident.state == "OPEN"),
    }
    for kind, statement in statements.items():
        for instance_id, key in session.execute(statement):
            found.setdefault(instance_id, set()).add((kind, key))
    return found

"""Somebody objects (异议) during publicity: the clock stops until the county has looked into it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kit import audit, clock, outbox
from kit.db import Session
from relief.evidence import facts as evidence
from relief.evidence.objections import NewObjection
from relief.intake import permissions
from unions.records import Actor
from workflows.instances import queries
from workflows.operations import receipts
from workflows.operations.context import Services
from workflows.operations.correlate_message import correlate_message, lock_running

MESSAGE = "objection"


@dataclass(frozen=True)
class RaiseObjection:
    """An officer records an objection that reached the union."""

    case_id: uuid.UUID
    actor: Actor
    objection: NewObjection
    request_id: str = ""


def raise_objection(session: Session, command: RaiseObjection, services: Services) -> uuid.UUID:
    """Record an objection and send the case to the county; a further one joins the handling under way.

    Raises:
        NotAllowed, InstanceEnded, NothingIsPosted: not this officer's case, or nothing is posted.
    """
    permissions.visible_case(session, command.actor, command.case_id)
    instance = lock_running(session, "case", command.case_id)
    before = receipts.answered(session, command.request_id, "raise_objection", command.actor.officer_id)
    if before is not None:
        return uuid.UUID(before["objection"])
    at = clock.now()
    objection_id = evidence.raise_objection(session, command.case_id, command.objection, command.actor, at)
    audit.append(
        session, actor=str(command.actor.officer_id), action="raise_objection", subject=command.case_id,
        payload={"objection": str(objection_id)},
    )  # fmt: skip
    outbox.enqueue(session, "ObjectionRaised", {"subject_id": str(command.case_id), "objection_id": str(objection_id)})
    if queries.waits_for_message(session, instance.id, MESSAGE):
        correlate_message(session, instance, MESSAGE, {}, services)
    answer = {"objection": str(objection_id)}
    receipts.keep(session, command.request_id, "raise_objection", command.actor.officer_id, answer)
    return objection_id

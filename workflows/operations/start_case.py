"""Take an application in and start its process."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kit import audit, clock
from kit.db import Session
from relief.intake import facts as intake
from relief.intake.registration import Registration
from unions.records import Actor
from workflows.instances import facts, queries
from workflows.operations import progress, receipts
from workflows.operations.context import Services

PROCESS = "intake"


@dataclass(frozen=True)
class StartCase:
    """A clerk registers an application; the newest published intake process takes it from there."""

    registration: Registration
    actor: Actor
    request_id: str = ""


def start_case(session: Session, command: StartCase, services: Services) -> uuid.UUID:
    """Register an application, start its process and return the case's id; the same request again starts nothing.

    Raises:
        The refusals of ``relief.intake`` (duplicate, no consent, not your unit …), DefinitionNotFound.
    """
    before = receipts.answered(session, command.request_id, "start_case", command.actor.officer_id)
    if before is not None:
        return uuid.UUID(before["case"])
    at = clock.now()
    definition = queries.current_definition(session, PROCESS)
    case_id = intake.register(session, command.registration, command.actor, at)
    audit.append(
        session, actor=str(command.actor.officer_id), action="start_case", subject=case_id,
        payload={"definition": definition.hash, "channel": str(command.registration.channel)},
    )  # fmt: skip
    instance = facts.create_instance(session, definition.hash, PROCESS, "case", case_id, at)
    progress.take_first_step(session, instance, {}, services)
    receipts.keep(session, command.request_id, "start_case", command.actor.officer_id, {"case": str(case_id)})
    return case_id

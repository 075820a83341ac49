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
from workflows.operations import progress
from workflows.operations.context import Services

PROCESS = "intake"


@dataclass(frozen=True)
class StartCase:
    """A clerk registers an application; the newest published intake process takes it from there."""

    registration: Registration
    actor: Actor


def start_case(session: Session, command: StartCase, services: Services) -> uuid.UUID:
    """Register an application, start its process and return the case's id.

    Raises:
        The refusals of ``relief.intake`` (duplicate, no consent, not your unit …), DefinitionNotFound.
    """
    at = clock.now()
    definition = queries.current_definition(session, PROCESS)
    case_id = intake.register(session, command.registration, command.actor, at)
    audit.append(
        session, actor=str(command.actor.officer_id), action="start_case", subject=case_id,
        payload={"definition": definition.hash, "channel": str(command.registration.channel)},
    )  # fmt: skip
    instance = facts.create_instance(session, definition.hash, PROCESS, "case", case_id, at)
    progress.take_first_step(session, instance, {}, services)
    return case_id

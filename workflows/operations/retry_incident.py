"""Retry a failed service: by an operator, when its cause is gone."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.exc import OperationalError

from kit import audit, clock, db
from kit.db import Session
from unions.records import Actor
from workflows.engine.step import CompleteService
from workflows.instances import facts, queries
from workflows.instances.errors import IncidentNotFound
from workflows.operations import progress
from workflows.operations.context import ServiceContext, Services
from workflows.operations.permissions import check_may_operate
from workflows.operations.subjects import SUBJECTS, in_sight


@dataclass(frozen=True)
class RetryIncident:
    """An operator retries the failed service of one instance."""

    incident_id: uuid.UUID
    actor: Actor


def retry_incident(session: Session, command: RetryIncident, services: Services) -> bool:
    """Run the failed service again; return whether it went well. A new failure counts on the same incident.

    Raises:
        NotAnOperator: the actor is no administrator.
        IncidentNotFound: there is none, or it lies outside the actor's part of the tree.
        IncidentResolved, InstanceEnded: there is nothing to retry.
    """
    check_may_operate(command.actor)
    record = queries.incident(session, command.incident_id)
    if not in_sight(session, command.actor, record.subject_kind, record.subject_id):
        raise IncidentNotFound
    instance = queries.locked_instance(session, record.instance_id)
    incident = facts.locked_incident(session, command.incident_id)
    progress.check_running(instance)
    at = clock.now()
    audit.append(
        session, actor=str(command.actor.officer_id), action="retry_incident", subject=instance.subject_id,
        payload={"key": incident.key, "service": incident.service},
    )  # fmt: skip
    call = progress.waiting_call(session, instance, incident.key)
    subject = SUBJECTS[instance.subject_kind].facts(session, instance.subject_id)
    context = ServiceContext(instance.id, call.key, call.element_id, subject, call.variables, at)
    try:
        with db.savepoint(session):
            result = progress.handler_of(services, incident.service)(session, context)
            facts.resolve_incident(session, instance.id, incident.key, str(command.actor.officer_id), at)
            progress.advance(session, instance, CompleteService(incident.key, result), services)
    except OperationalError:
        raise  # the database is gone or busy: the whole command fails and is tried again
    except Exception as error:  # noqa: BLE001  (the same rule as at the first try: stop only this instance)
        progress.record_failure(session, instance, call, error, at)
        return False
    return True

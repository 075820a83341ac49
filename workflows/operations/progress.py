"""One step of an instance, and the steps that follow from its services, in the command's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.exc import OperationalError

from kit import audit, clock, db, outbox
from kit.db import Session
from kit.errors import AppError
from kit.i18n import Text, datetime_text
from workflows.engine import step as engine
from workflows.engine.definition import Definition
from workflows.engine.step import CompleteService, ServiceCall, Step, Trigger
from workflows.instances import facts, queries
from workflows.instances.apply import OpenedWork, Surroundings, apply_step
from workflows.instances.errors import InstanceEnded, NothingWaits
from workflows.instances.models import ProcessInstance
from workflows.operations.context import SYSTEM, ServiceContext, ServiceHandler, Services
from workflows.operations.subjects import SUBJECTS

ROUNDS = 100
UNEXPECTED = "An unexpected {kind} stopped the service."


class ServiceUnknown(AppError):
    """Expected a handler for the service "{service}", but this installation has none. Upgrade it or publish a diagram without this service."""


class EndlessServices(AppError):
    """Expected the services of this process to come to an end, but after {rounds} of them it still asks for more."""


def check_running(instance: ProcessInstance) -> None:
    """Refuse to move an instance that has ended.

    Raises:
        InstanceEnded: it has.
    """
    if instance.ended_at is not None:
        raise InstanceEnded(when=datetime_text(instance.ended_at))


def take_first_step(
    session: Session, instance: ProcessInstance, variables: Mapping[str, Any], services: Services
) -> tuple[OpenedWork, ...]:
    """Take an instance's first step."""
    definition = queries.load_definition(session, instance.definition_hash)
    at = clock.now()
    return _run(session, instance, definition, engine.start(definition, variables, at), services, at)


def advance(
    session: Session, instance: ProcessInstance, trigger: Trigger, services: Services
) -> tuple[OpenedWork, ...]:
    """Let ``trigger`` move a locked instance, run the services that it reaches, and write everything.

    A failing service stops only this instance: what it did is undone, an incident says why, and a retry goes on.
    """
    check_running(instance)
    definition = queries.load_definition(session, instance.definition_hash)
    at = clock.now()
    return _run(session, instance, definition, engine.advance(definition, instance.snapshot, trigger, at), services, at)


def _run(
    session: Session, instance: ProcessInstance, definition: Definition, step: Step, services: Services, at: datetime
) -> tuple[OpenedWork, ...]:
    around = _surroundings(session, instance, at)
    opened = list(apply_step(session, instance, definition, step, around))
    waiting = list(step.services)
    for _ in range(ROUNDS):
        if not waiting or step.completed:
            break
        call = waiting.pop(0)
        result = _serve(session, instance, call, services, around)
        if result is None:
            continue
        step = engine.advance(definition, instance.snapshot, CompleteService(call.key, result), at)
        opened += apply_step(session, instance, definition, step, around)
        closed = {entry.key for entry in step.closed}
        waiting = [other for other in waiting if other.key not in closed] + list(step.services)
    else:
        raise EndlessServices(rounds=ROUNDS)
    _tell(session, instance, opened)
    return tuple(opened)


def _surroundings(session: Session, instance: ProcessInstance, at: datetime) -> Surroundings:
    subject = SUBJECTS[instance.subject_kind]
    subject_id = instance.subject_id
    return Surroundings(
        subject=subject.facts(session, subject_id),
        route=lambda element: subject.route(session, subject_id, element),
        span=lambda deadline: subject.span(session, subject_id, deadline),
        at=at,
    )


def _serve(
    session: Session, instance: ProcessInstance, call: ServiceCall, services: Services, around: Surroundings
) -> Mapping[str, Any] | None:
    name = service_name(call)
    context = ServiceContext(instance.id, call.key, call.element_id, around.subject, call.variables, around.at)
    try:
        with db.savepoint(session):
            result = handler_of(services, name)(session, context)
    except OperationalError:
        # The database itself is gone or busy: the whole command fails and is tried again, no incident is written.
        raise
    except Exception as error:  # noqa: BLE001  (whatever a handler raises must stop only this instance)
        record_failure(session, instance, call, error, around.at)
        return None
    audit.append(
        session, actor=SYSTEM, action=f"service:{name}", subject=instance.subject_id, payload={"key": call.key}
    )
    return result


def service_name(call: ServiceCall) -> str:
    """Return the name under which a call's handler is looked up."""
    return f"decide:{call.name}" if call.kind == "decision" else call.name


def handler_of(services: Services, name: str) -> ServiceHandler:
    """Return the handler of a service.

    Raises:
        ServiceUnknown: this installation has none.
    """
    handler = services.get(name)
    if handler is None:
        raise ServiceUnknown(service=name)
    return handler


def waiting_call(session: Session, instance: ProcessInstance, key: str) -> ServiceCall:
    """Return the service call with this key for which the instance waits, from its snapshot.

    Raises:
        NothingWaits: the process went another way meanwhile.
    """
    definition = queries.load_definition(session, instance.definition_hash)
    for call in engine.service_calls(definition, instance.snapshot):
        if call.key == key:
            return call
    raise NothingWaits(name=key)


def record_failure(
    session: Session, instance: ProcessInstance, call: ServiceCall, error: Exception, at: datetime
) -> None:
    """Open or renew the incident of a failed call, and tell the operators."""
    kind, name = type(error).__name__, service_name(call)
    # The text of an error that is not ours may quote a value; only its class is kept.
    cause = error.text if isinstance(error, AppError) else Text(UNEXPECTED, {"kind": kind})
    incident = facts.open_incident(session, instance.id, call.key, call.element_id, name, cause, kind, at)
    audit.append(
        session, actor=SYSTEM, action="incident", subject=instance.subject_id, payload={"key": call.key, "kind": kind}
    )
    outbox.enqueue(
        session, "IncidentRaised",
        {"incident_id": str(incident), "subject_id": str(instance.subject_id), "service": name, "kind": kind},
    )  # fmt: skip


def _tell(session: Session, instance: ProcessInstance, opened: list[OpenedWork]) -> None:
    for work in opened:
        routing = work.item.routing
        outbox.enqueue(
            session, "TaskOpened",
            {
                "work_item_id": work.item_id, "subject_id": str(instance.subject_id), "subject_no": work.item.subject.no,
                "step": work.item.step, "label_zh": work.item.label_zh, "label_en": work.item.label_en,
                "unit_id": str(routing.unit_id), "role": routing.role, "due_at": work.item.due_at.isoformat(),
                "excluded": [str(officer) for officer in routing.excluded],
            },
            key=f"TaskOpened:{work.item_id}",
        )  # fmt: skip
    if instance.ended_at is not None:
        outbox.enqueue(
            session, "ProcessEnded",
            {"instance_id": str(instance.id), "subject_kind": instance.subject_kind,
             "subject_id": str(instance.subject_id), "ended_in": instance.ended_in},
            key=f"ProcessEnded:{instance.id}",
        )  # fmt: skip

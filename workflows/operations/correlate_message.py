"""Deliver a message to the running instance of a subject."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from kit.db import Session
from kit.i18n import Text
from workflows.engine.step import DeliverMessage
from workflows.instances import queries
from workflows.instances.apply import OpenedWork
from workflows.instances.errors import InstanceNotFound, NothingWaits
from workflows.instances.models import ProcessInstance
from workflows.operations import progress
from workflows.operations.context import Services

MESSAGES: Mapping[str, str] = {"withdrawal": "a withdrawal", "objection": "an objection"}
"""What people call the messages of the diagrams."""


def lock_running(session: Session, subject_kind: str, subject_id: uuid.UUID) -> ProcessInstance:
    """Lock and return the running instance of a subject.

    Raises:
        InstanceNotFound, InstanceEnded: there is none, or it has ended.
    """
    found = queries.instances_of(session, subject_kind, subject_id)
    if not found:
        raise InstanceNotFound
    instance = queries.locked_instance(session, found[0].id)
    progress.check_running(instance)
    return instance


def correlate_message(
    session: Session, instance: ProcessInstance, name: str, variables: Mapping[str, Any], services: Services
) -> tuple[OpenedWork, ...]:
    """Deliver the message ``name`` to a locked instance.

    Raises:
        NothingWaits: the instance does not wait for it.
    """
    if not queries.waits_for_message(session, instance.id, name):
        raise NothingWaits(name=Text(MESSAGES.get(name, name)))
    return progress.advance(session, instance, DeliverMessage(name, variables), services)

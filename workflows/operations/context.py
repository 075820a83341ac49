"""What operations share: the subjects that processes run on, and the handlers handed in from the edge."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from kit.db import Session
from tasks.records import RoutingFacts, SubjectFacts
from workflows.engine.definition import Deadline, Element
from workflows.instances.clocks import Span

SYSTEM = "system"


@dataclass(frozen=True)
class ServiceContext:
    """What a service handler is told: which call, of which instance, on which subject, and the routing variables."""

    instance_id: uuid.UUID
    key: str
    element_id: str
    subject: SubjectFacts
    variables: Mapping[str, Any]
    at: datetime


ServiceHandler = Callable[[Session, ServiceContext], Mapping[str, Any]]
"""Does one service task inside the command's transaction and returns routing variables. Idempotent."""

Services = Mapping[str, ServiceHandler]
"""Handlers by the name in the diagram; a decision's name is ``decide:<ref>``."""


class Subject(Protocol):
    """One kind of thing that a process runs on: a case, a campaign year."""

    def facts(self, session: Session, subject_id: uuid.UUID) -> SubjectFacts:
        """Return its number and masked title."""

    def unit_id(self, session: Session, subject_id: uuid.UUID) -> uuid.UUID:
        """Return the union whose subject it is: whoever sees that union sees it."""

    def route(self, session: Session, subject_id: uuid.UUID, element: Element) -> RoutingFacts:
        """Return where the work of ``element`` goes."""

    def span(self, session: Session, subject_id: uuid.UUID, deadline: Deadline) -> Span:
        """Return the length or the instant of a deadline, settings of the jurisdiction resolved."""

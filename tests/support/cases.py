"""Cases that travelled the real path: the demonstration province, the published process, the story's officers."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cli import journey
from cli.demo_story import Answer
from kit import db
from kit.db import Session
from relief.intake import queries as intake
from relief.intake.records import CaseRecord
from tasks.records import WorkItemRecord
from workflows.instances import queries
from workflows.instances.queries import TimerRecord, TrailRecord


def case_at(step: str) -> uuid.UUID:
    """Return a case at which ``step`` is open."""
    case_id = journey.apply()
    list(journey.walk(case_id, until=step))
    return case_id


def item_of(case_id: uuid.UUID, step: str) -> WorkItemRecord:
    """Return the open work item of a step."""
    (item,) = [item for item in journey.open_items(case_id) if item.step == step]
    return item


def do(case_id: uuid.UUID, step: str, outcome: str = "", **values: Any) -> None:
    """Do an open step by the story, or with another outcome and other values."""
    item = item_of(case_id, step)
    given = journey.story(item)
    journey.complete(item, change(given, outcome, values) if outcome else given)


def change(given: Answer, outcome: str, values: Mapping[str, Any]) -> Answer:
    """Return an answer with another outcome and, added to the story's, other values."""
    return replace(given, outcome=outcome, opinion=given.opinion or "测试意见", values={**given.values, **values})


def steps(case_id: uuid.UUID) -> list[str]:
    """Return the names of the open steps of a case."""
    return sorted(item.step for item in journey.open_items(case_id))


def record(case_id: uuid.UUID) -> CaseRecord:
    """Return a case as it stands."""
    with db.reading() as session:
        return intake.case(session, case_id)


def instance_id(session: Session, case_id: uuid.UUID) -> uuid.UUID:
    """Return the number of a case's newest instance."""
    return queries.instances_of(session, "case", case_id)[0].id


def timers(case_id: uuid.UUID, element: str) -> list[TimerRecord]:
    """Return the timers that an element opened, oldest first."""
    with db.reading() as session:
        return [t for t in queries.timers_of(session, instance_id(session, case_id)) if t.element_id == element]


def trail(case_id: uuid.UUID) -> tuple[TrailRecord, ...]:
    """Return a case's recorded path."""
    with db.reading() as session:
        return queries.trail(session, instance_id(session, case_id))

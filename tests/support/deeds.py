"""Commands as the edge gives them, each in one transaction of its own; a doomed process does one of them."""

from __future__ import annotations

import uuid

from cli import journey
from cli.demo_story import Answer
from kit import db
from relief.evidence.objections import NewObjection
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.operations.fire_timer import FireTimer, fire_timer
from workflows.operations.raise_objection import RaiseObjection, raise_objection
from workflows.operations.withdraw_case import WithdrawCase, withdraw_case
from workflows.services.table import SERVICES


def complete(item_id: uuid.UUID, given: Answer, request_id: str) -> None:
    """An officer completes a work item."""
    who = journey.actor(given.login)
    with db.transaction() as session:
        complete_task(
            session, CompleteTask(item_id, who, given.outcome, given.opinion, given.values, request_id), SERVICES
        )


def fire(timer_id: uuid.UUID) -> None:
    """The worker fires a timer."""
    with db.transaction() as session:
        fire_timer(session, FireTimer(timer_id), SERVICES)


def object_to(case_id: uuid.UUID) -> None:
    """The county's clerk records an objection."""
    who = journey.actor("qx-clerk")
    with db.transaction() as session:
        objection = NewObjection(channel="phone", anonymous=True, content="听说他家有个小卖部")
        raise_objection(session, RaiseObjection(case_id, who, objection), SERVICES)


def withdraw(case_id: uuid.UUID) -> None:
    """The clerk records that the applicant withdraws."""
    who = journey.actor("xf-clerk")
    with db.transaction() as session:
        withdraw_case(session, WithdrawCase(case_id, who, "已找到工作"), SERVICES)


def apply() -> None:
    """The clerk registers the household of the story."""
    journey.apply()

"""Carry a case from step to step as the right officers would, by the same operations that the web calls.

Used by ``bangfu demo intake`` and by tests that need a case which really travelled.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cli.demo_story import Answer, answer, application
from kit import clock, db, demo_clock
from kit.settings import ROOT
from kit.workdays import add_working_days
from relief.intake.registration import from_values
from tasks import queries as worklist
from tasks.records import WorkItemRecord
from tasks.status import LIVE
from unions import queries as unions
from unions.records import Actor
from workflows import forms
from workflows.instances import queries
from workflows.operations.complete_task import Completed, CompleteTask, complete_task
from workflows.operations.fire_timer import FireTimer, fire_timer
from workflows.operations.publish_definition import freeze_paths, publish_definition
from workflows.operations.start_case import StartCase, start_case
from workflows.services.table import SERVICES

INTAKE = ROOT / "bpmn" / "intake"
OFFICE_OPENS = timedelta(hours=10)


def publish(path: Path = INTAKE) -> None:
    """Publish the process at ``path``; the same files again change nothing."""
    frozen = freeze_paths([path], SERVICES)
    with db.transaction() as session:
        publish_definition(session, frozen, "demonstration")


def actor(login: str) -> Actor:
    """Return an officer with today's posts."""
    with db.reading() as session:
        return unions.actor_for(session, unions.officer_by_login(session, login).officer_id, clock.today())


def officer_ids(*logins: str) -> list[str]:
    """Return the numbers of officers, as people fields send them."""
    with db.reading() as session:
        return [str(unions.officer_by_login(session, login).officer_id) for login in logins]


def apply(login: str = "xf-clerk", request_id: str = "") -> uuid.UUID:
    """Register the household of seed D and return its case."""
    form = forms.load((INTAKE / "forms" / "application.json").read_bytes())
    with db.transaction() as session:
        who = unions.actor_for(session, unions.officer_by_login(session, login).officer_id, clock.today())
        values = forms.validate(form, application(clock.today().isoformat()), "")
        unit = next(post.unit_id for post in who.posts)
        return start_case(session, StartCase(from_values(values, unit_id=unit), who, request_id), SERVICES)


def open_items(case_id: uuid.UUID) -> tuple[WorkItemRecord, ...]:
    """Return what is open on a case."""
    with db.reading() as session:
        return tuple(item for item in worklist.for_subject(session, case_id) if item.state in LIVE)


def complete(item: WorkItemRecord, given: Answer) -> Completed:
    """Complete one work item with an answer of the story, or with one of a test's own."""
    with db.transaction() as session:
        who = unions.actor_for(session, unions.officer_by_login(session, given.login).officer_id, clock.today())
        command = CompleteTask(item.id, who, given.outcome, given.opinion, given.values, uuid.uuid4().hex)
        return complete_task(session, command, SERVICES)


def story(item: WorkItemRecord) -> Answer:
    """Return what the story enters at an item's step now."""
    with db.reading():
        # Inside, because the demonstration's clock is known only inside a transaction, and the story looks at it.
        return answer(item.step, clock.now(), officer_ids)


def next_working_day() -> None:
    """Move the demonstration's clock on to ten o'clock of the next working day."""
    with db.transaction() as session:
        day = add_working_days(clock.today(), 1).day
        demo_clock.move_on(session, clock.start_of_day(day) + OFFICE_OPENS - clock.now())


def sweep() -> int:
    """Fire every due timer, as the worker does; return how many moved a case."""
    with db.reading() as session:
        due = queries.due_timers(session, clock.now(), 100)
    fired = 0
    for timer_id in due:
        with db.transaction() as session:
            fired += fire_timer(session, FireTimer(timer_id), SERVICES)
    return fired


def pass_time(case_id: uuid.UUID, limit: int = 400) -> None:
    """Move the clock day by day until something is open on the case again, or it has ended."""
    for _ in range(limit):
        if open_items(case_id) or not _running(case_id):
            return
        next_working_day()
        sweep()
    message = f"Nothing moved case {case_id} for {limit} working days."
    raise RuntimeError(message)


def _running(case_id: uuid.UUID) -> bool:
    with db.reading() as session:
        return any(i.state == "RUNNING" for i in queries.instances_of(session, "case", case_id))


def walk(case_id: uuid.UUID, until: str | None = None) -> Iterator[tuple[WorkItemRecord, Answer]]:
    """Carry a case on by the story, one step a working day, until ``until`` is open or the process ends."""
    while True:
        pass_time(case_id)
        items = open_items(case_id)
        if not items or any(item.step == until for item in items):
            return
        given = story(items[0])
        complete(items[0], given)
        yield items[0], given
        next_working_day()
        sweep()

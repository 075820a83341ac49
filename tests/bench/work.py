"""What is measured, on the database that is in use: the same operations that web and worker call."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import insert, select, text

from cli import journey
from cli.demo_story import application, id_number
from kit import clock, db, outbox
from kit.settings import get_settings
from relief.intake.registration import from_values
from tasks import queries as worklist
from tasks.models import WorkItem
from tests.bench.measuring import Series
from workflows import forms
from workflows.engine import step as engine
from workflows.instances import queries
from workflows.instances.models import ProcessInstance
from workflows.operations.start_case import StartCase, start_case
from workflows.services.table import SERVICES

COMMITS, STEPS, PAGES, ITEMS = 200, 300, 60, 10_000
AT = datetime(2018, 11, 5, 1, tzinfo=UTC)


def household(number: int) -> dict[str, Any]:
    """Return the application of seed D for other people: every case needs an applicant of its own."""
    raw = application(clock.today().isoformat())
    man, woman = f"{2 * number + 1:03d}", f"{2 * number + 2:03d}"
    raw["id_number"] = id_number("62100219740312" + man[0], man[1:])
    for member, birthday, serial in zip(
        raw["members"], ("62100219760824", "62100220010615"), (woman, woman), strict=True
    ):
        member["id_number"] = id_number(birthday + serial[0], serial[1:])
    return raw


def start(number: int, took: Series) -> uuid.UUID:
    """Register an application and start its process."""
    form = forms.load((journey.INTAKE / "forms" / "application.json").read_bytes())
    who = journey.actor("xf-clerk")
    with db.reading():
        # Inside, the clock shows the demonstration's day.
        values = forms.validate(form, household(number), "")
        command = StartCase(from_values(values, unit_id=who.posts[0].unit_id), who)
    with took.with_statements(), db.transaction() as session:
        return start_case(session, command, SERVICES)


def carry(case_id: uuid.UUID, took: dict[str, Series]) -> None:
    """Carry a case through the whole chain and measure each completion of a human task, by its step."""
    while True:
        journey.pass_time(case_id)
        items = journey.open_items(case_id)
        if not items:
            return
        given = journey.story(items[0])
        with took.setdefault(items[0].step, Series(items[0].step)).with_statements():
            journey.complete(items[0], given)
        journey.next_working_day()
        journey.sweep()


def bare_commits() -> Series:
    """Write one row and commit, through the same edge: what the database and the disk ask for, whatever is written."""
    took = Series("a transaction that writes one row")
    for number in range(COMMITS):
        with took.with_statements(), db.transaction() as session:
            outbox.enqueue(session, "ClockMoved", {"number": number})
    return took


def engine_steps(case_id: uuid.UUID) -> Iterator[Series]:
    """Take one step again and again in memory."""
    with db.reading() as session:
        found = queries.instances_of(session, "case", case_id)[0]
        definition = queries.load_definition(session, found.definition_hash)
        snapshot = session.scalars(select(ProcessInstance.snapshot).where(ProcessInstance.id == found.id)).one()
    first, step = Series("engine: start an instance"), Series(f"engine: one step (snapshot of {len(snapshot)} bytes)")
    (wait,) = [wait for wait in engine.waits(definition, snapshot) if wait.kind == "task"]
    outcome = definition.elements[wait.element_id].outcomes[0].value
    trigger = engine.CompleteTask(wait.key, {"outcome": outcome})
    for _ in range(STEPS):
        with first.once():
            engine.start(definition, {}, AT)
        with step.once():
            engine.advance(definition, snapshot, trigger, AT)
    yield from (first, step)


def inbox() -> Series:
    """Read pages of an inbox in which ten thousand items are open."""
    took = Series(f"an inbox page of {worklist.PAGE} among {ITEMS:,} open items")
    reviewer = journey.actor("qx-reviewer")
    _fill(reviewer.posts[0].unit_id)
    after: str | None = None
    for _ in range(PAGES):
        with took.with_statements(), db.reading() as session:
            page = worklist.inbox(session, reviewer, after=after)
        assert len(page.items) == worklist.PAGE
        after = page.next
    return took


def _fill(unit_id: uuid.UUID) -> None:
    rows = [
        {
            "id": db.new_id(), "process": "intake", "instance_id": uuid.uuid4(), "key": "review#1", "step": "review",
            "label_zh": "审核", "label_en": "Review", "form": "review", "subject_kind": "case",
            "subject_id": uuid.uuid4(), "subject_no": f"SL-621002-2018-{number:06d}", "subject_title": "南*",
            "unit_id": unit_id, "unit_name": "帮扶中心", "level": "county", "role": "reviewer", "state": "OPEN",
            "opened_at": AT, "due_at": AT + timedelta(minutes=number), "provisional": False, "escalated_level": 0,
            "opinion": "",
        }
        for number in range(ITEMS)
    ]  # fmt: skip
    with db.transaction() as session:
        session.execute(insert(WorkItem), rows)


def kept_bytes() -> int:
    """Return how large the database is when what is dead has been cleared away."""
    with db.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("VACUUM FULL"))
            return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    path = get_settings().url.removeprefix("sqlite:///")
    return _sqlite_bytes(path)


def _sqlite_bytes(path: str) -> int:
    import sqlite3  # beside the engine, whose transactions VACUUM cannot run in

    db.disconnect()
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("VACUUM")
        ((pages,),), ((size,),) = connection.execute("PRAGMA page_count"), connection.execute("PRAGMA page_size")
    connection.close()
    return int(pages) * int(size)

"""The sweep fires what is due; a timer that fails neither stops the loop nor starves the others."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from kit import clock, db, heartbeat
from worker import sweep
from workflows.instances.models import ProcessDefinition, ProcessInstance, Timer

pytestmark = pytest.mark.usefixtures("database")
AT = datetime(2018, 11, 5, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_2018() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def timers(*due_in_hours: int) -> list[uuid.UUID]:
    """Write timers of one instance as rows; what firing does to an instance is tested with the operations."""
    with db.transaction() as session:
        session.add(
            ProcessDefinition(
                hash="h" * 64, key="p", version=1, name_zh="p", name_en="p", published_at=AT, published_by="test"
            )
        )
        session.flush()
        instance = ProcessInstance(
            id=db.new_id(), definition_hash="h" * 64, process="p", subject_kind="case", subject_id=uuid.uuid4(),
            state="RUNNING", snapshot=b"", version=0, started_at=AT,
        )  # fmt: skip
        session.add(instance)
        session.flush()
        rows = [
            Timer(
                id=db.new_id(), instance_id=instance.id, key=f"t#{number}", element_id="t", state="OPEN", opened_at=AT,
                running_since=AT, unit="hours", amount=1, due_at=AT + timedelta(hours=hours), provisional=False,
                clock_spent=False, pause_reason="",
            )
            for number, hours in enumerate(due_in_hours)
        ]  # fmt: skip
        session.add_all(rows)
        return [row.id for row in rows]


def fire(timer_id: uuid.UUID) -> bool:
    with db.transaction() as session:
        timer = session.get_one(Timer, timer_id)
        timer.state, timer.due_at, timer.closed_at = "FIRED", None, clock.now()
    return True


def test_what_is_due_fires_and_what_is_not_waits() -> None:
    late, due, _ = timers(-5, 0, 1)
    fired: list[uuid.UUID] = []

    def one(timer_id: uuid.UUID) -> bool:
        fired.append(timer_id)
        return fire(timer_id)

    sweeper = sweep.Sweeper()
    assert not sweep.sweep(sweeper, one)
    assert not sweep.sweep(sweeper, one)
    assert fired == [late, due], "in the order of their due times, each once"


def test_a_failing_timer_waits_longer_each_time_and_stops_no_other() -> None:
    bad, good = timers(-5, -1)
    tried: list[uuid.UUID] = []

    def one(timer_id: uuid.UUID) -> bool:
        tried.append(timer_id)
        if timer_id == bad:
            raise RuntimeError
        return fire(timer_id)

    sweeper = sweep.Sweeper()
    for _ in range(3):
        sweep.sweep(sweeper, one)
    assert tried == [bad, good], "the failing one is not tried again at once"
    first = sweeper.failing[bad].due
    sweeper.failing[bad].due = 0.0
    sweep.sweep(sweeper, one)
    assert tried == [bad, good, bad]
    assert sweeper.failing[bad].due > first


def test_failing_timers_do_not_fill_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweep, "BATCH", 1)
    bad, good = timers(-5, -1)

    def one(timer_id: uuid.UUID) -> bool:
        if timer_id == bad:
            raise RuntimeError
        return fire(timer_id)

    sweeper = sweep.Sweeper()
    sweep.sweep(sweeper, one)
    sweep.sweep(sweeper, one)
    with db.reading() as session:
        assert session.get_one(Timer, good).state == "FIRED"


def test_every_sweep_leaves_a_heartbeat_in_real_time() -> None:
    before = clock.real_now()
    sweep.sweep(sweep.Sweeper())
    with db.reading() as session:
        swept = heartbeat.last_sweep(session)
    assert swept is not None
    assert swept >= before

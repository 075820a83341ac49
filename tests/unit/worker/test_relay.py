"""The relay hands every event over at least once; one that fails is tried again later and stops no other."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import update

from kit import clock, db, outbox
from kit.outbox import OutboxEvent, OutboxRow
from worker.handlers import HANDLERS
from worker.relay import relay_one

pytestmark = pytest.mark.usefixtures("database")


def enqueue(name: str, **payload: object) -> uuid.UUID:
    with db.transaction() as session:
        return outbox.enqueue(session, name, payload)


def row(event_id: uuid.UUID) -> OutboxRow:
    with db.reading() as session:
        found = session.get_one(OutboxRow, event_id)
        session.expunge(found)
        return found


def make_due() -> None:
    with db.transaction() as session:
        session.execute(update(OutboxRow).values(available_at=clock.real_now() - timedelta(seconds=1)))


def test_an_event_is_handled_once_and_finished() -> None:
    seen: list[OutboxEvent] = []
    event_id = enqueue("Told", n=1)
    assert relay_one({"Told": seen.append})
    assert not relay_one({"Told": seen.append}), "nothing is left"
    assert [(event.id, event.payload) for event in seen] == [(event_id, {"n": 1})]
    assert row(event_id).done_at is not None


def test_an_event_that_fails_comes_again_and_stops_no_other() -> None:
    seen: list[uuid.UUID] = []

    def handler(event: OutboxEvent) -> None:
        if event.payload.get("bad") and event.attempts == 1:
            message = "Li Si's ID number is 621002199001010010"
            raise RuntimeError(message)
        seen.append(event.id)

    bad, good = enqueue("Told", bad=True), enqueue("Told")
    assert relay_one({"Told": handler})
    assert relay_one({"Told": handler})
    assert seen == [good]
    failed = row(bad)
    assert failed.done_at is None
    assert failed.available_at > clock.real_now(), "it waits before it is tried again"
    assert failed.last_error is not None
    assert failed.last_error.startswith("RuntimeError (tests/unit/worker/test_relay.py:")
    assert "621002" not in failed.last_error, "an error's text may quote a person"
    make_due()
    assert relay_one({"Told": handler})
    assert seen == [good, bad]


def test_a_relay_that_dies_with_an_event_in_hand_loses_nothing() -> None:
    seen: list[uuid.UUID] = []
    event_id = enqueue("Told")
    with db.transaction() as session:
        assert len(outbox.claim(session, 1)) == 1
    # The process is killed here. Another relay finds nothing while the claim lasts, and the event after it.
    assert not relay_one({"Told": lambda event: seen.append(event.id)})
    make_due()
    assert relay_one({"Told": lambda event: seen.append(event.id)})
    assert seen == [event_id]


def test_an_event_without_a_handler_does_not_block_the_queue() -> None:
    unknown, known = enqueue("SomethingNew"), enqueue("Told")
    seen: list[uuid.UUID] = []
    while relay_one({"Told": lambda event: seen.append(event.id)}):
        pass
    assert seen == [known]
    assert row(unknown).done_at is not None


def test_events_told_to_nobody_are_finished() -> None:
    event_id = enqueue("ClockMoved", hours=24)
    assert relay_one(HANDLERS)
    assert row(event_id).done_at is not None

"""kill -9 at any instant of a case's step: it stands before or after that step, never between; nothing is lost or twice.

The commands run in real processes on the test's own database and are killed with SIGKILL; the whole database is
compared before and after. ``test_killed_processes`` kills the web and the worker themselves.
"""

from __future__ import annotations

import itertools
import random
import uuid
from collections.abc import Iterator

import pytest

from cli import journey
from cli.demo_story import Answer
from kit import audit, clock, db, demo_clock
from kit.outbox import OutboxRow
from relief.intake.errors import AlreadyOpen
from relief.intake.status import Status
from tasks.records import WorkItemRecord
from tests.support import cases, deeds
from tests.support.doomed import At, Deed, Executioner, executioner
from tests.support.wholeness import assert_whole, contents, count

SEED = 20181105
STATEMENTS, STEPS = 5, 2


@pytest.fixture(scope="module")
def doom() -> Iterator[Executioner]:
    with executioner() as made:
        yield made


def kill_until_done(doom: Executioner, deed: Deed, *arguments: object) -> None:
    """Kill a command at many instants before its COMMIT, then just after it; not a row differs until it is through."""
    chance, before = random.Random(SEED), contents()
    # The first rehearsal loads the definition; those that are to die find it loaded, as the second one does.
    doom.rehearse(deed, *arguments)
    number = doom.rehearse(deed, *arguments)
    assert number > 10
    places = sorted({number, *chance.sample(range(1, number), STATEMENTS)})
    instants = [*(At("statement", place) for place in places), At("applied"), At("commit")]
    for at in instants:
        assert doom.run(at, deed, *arguments), f"it was not killed at {at}"
        assert contents() == before, at
    assert doom.run(At("committed"), deed, *arguments)
    assert contents() != before
    assert_whole()


@pytest.mark.usefixtures("province")
def test_a_case_whose_officers_are_killed_at_every_step_reaches_its_file(doom: Executioner) -> None:
    chance, done = random.Random(SEED), []
    case_id = journey.apply()
    while True:
        journey.pass_time(case_id)
        items = journey.open_items(case_id)
        if not items:
            break
        item = items[0]
        command = (item.id, journey.story(item), uuid.uuid4().hex)
        before, number = contents(), doom.rehearse(deeds.complete, *command)
        at = At("statement", chance.randint(1, number))
        assert doom.run(at, deeds.complete, *command)
        assert contents() == before, (item.step, at)
        assert doom.run(At("committed"), deeds.complete, *command)
        after = contents()
        assert after != before
        # The officer was never told, and sends the same once more.
        assert not doom.run(None, deeds.complete, *command)
        assert contents() == after, item.step
        assert_whole()
        done.append(item.step)
        journey.next_working_day()
        journey.sweep()
    assert {"accept", "home_visit", "post_notice", "chair_sign", "approve"} <= set(done)
    assert len(done) == len(set(done)), "no step was asked for twice"
    assert cases.record(case_id).status == Status.FILED


def _at(step: str) -> tuple[uuid.UUID, WorkItemRecord, Answer]:
    case_id = cases.case_at(step)
    item = cases.item_of(case_id, step)
    return case_id, item, journey.story(item)


@pytest.mark.usefixtures("province")
def test_a_completion_killed_anywhere_happens_once_and_its_repeat_is_no_other(doom: Executioner) -> None:
    # Two engine steps in one command: the decision that follows the acceptance is in the same transaction.
    case_id, item, given = _at("accept")
    kill_until_done(doom, deeds.complete, item.id, given, "request-1")
    after = contents()
    assert not doom.run(None, deeds.complete, item.id, given, "request-1")
    assert contents() == after
    assert cases.steps(case_id) == ["data_check", "home_visit"]


@pytest.mark.usefixtures("province")
def test_an_approval_killed_while_the_file_is_entered_files_once(doom: Executioner) -> None:
    case_id, item, given = _at("approve")
    before = contents()
    doom.rehearse(deeds.complete, item.id, given, "request-1")
    # The approval is written, the file is entered, and the step that follows it is not.
    assert doom.run(At("applied", 2), deeds.complete, item.id, given, "request-1")
    assert contents() == before
    assert cases.record(case_id).status != Status.FILED
    kill_until_done(doom, deeds.complete, item.id, given, "request-1")
    assert cases.record(case_id).status == Status.FILED
    assert count(OutboxRow, OutboxRow.event == "CaseFiled") == 1


@pytest.mark.usefixtures("province")
def test_a_timer_killed_while_it_fires_fires_once(doom: Executioner) -> None:
    case_id = cases.case_at("post_notice")
    cases.do(case_id, "post_notice")
    (timer,) = cases.timers(case_id, "publicity_period")
    assert timer.due_at is not None
    with db.transaction() as session:
        demo_clock.move_on(session, timer.due_at - clock.now())
    kill_until_done(doom, deeds.fire, timer.id)
    after = contents()
    assert not doom.run(None, deeds.fire, timer.id)
    assert contents() == after
    assert cases.steps(case_id) == ["review"]


@pytest.mark.usefixtures("province")
def test_an_objection_killed_while_it_is_recorded_stops_the_clock_once(doom: Executioner) -> None:
    case_id = cases.case_at("post_notice")
    cases.do(case_id, "post_notice")
    kill_until_done(doom, deeds.object_to, case_id)
    assert cases.steps(case_id) == ["handle_objection"]


@pytest.mark.usefixtures("province")
def test_a_withdrawal_killed_while_it_is_recorded_ends_the_case_once(doom: Executioner) -> None:
    case_id = cases.case_at("home_visit")
    kill_until_done(doom, deeds.withdraw, case_id)
    assert cases.record(case_id).status == Status.WITHDRAWN
    assert cases.steps(case_id) == []


def begin_every_chain() -> None:
    begun: set[int] = set()
    with db.transaction() as session:
        for number in itertools.count():
            if len(begun) == audit.SHARDS:
                break
            audit.append(session, actor="test", action="begin", subject=f"chain {number}")
            begun.add(audit.shard_of(f"chain {number}"))


@pytest.mark.usefixtures("province")
def test_an_application_killed_while_it_is_registered_is_there_once(doom: Executioner) -> None:
    # A case's number decides its audit chain, and beginning a chain takes more statements than going on with one: with
    # all chains begun every registration takes as many statements as the rehearsal.
    begin_every_chain()
    kill_until_done(doom, deeds.apply)
    with pytest.raises(AlreadyOpen):
        journey.apply()


@pytest.mark.usefixtures("province")
def test_a_kill_from_outside_at_a_random_moment_leaves_one_side_or_the_other(doom: Executioner) -> None:
    chance = random.Random(SEED)
    case_id = journey.apply()
    for _ in range(STEPS):
        item = journey.open_items(case_id)[0]
        command = (item.id, journey.story(item), uuid.uuid4().hex)
        doom.rehearse(deeds.complete, *command)
        # From well before the transaction to well after it, on a machine of any speed.
        for delay in (1_000, *(chance.randint(5_000, 120_000) for _ in range(3))):
            before = contents()
            doom.run(At("time", delay), deeds.complete, *command)
            still_open = item.id in {each.id for each in journey.open_items(case_id)}
            assert (contents() == before) or not still_open
            assert_whole()
        doom.run(None, deeds.complete, *command)
        assert item.id not in {each.id for each in journey.open_items(case_id)}
        assert_whole()

"""The clock, money, working days, encryption, audit chain and outbox on both databases."""

from __future__ import annotations

import json
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from kit import audit, clock, crypto, db, demo_clock, outbox
from kit.money import NotAnAmount, parse_yuan, yuan_text
from kit.transitions import IllegalTransition, StateMachine, Transition
from kit.workdays import (
    add_working_days,
    is_working_day,
    last_working_day_before,
    lunar_date,
    lunar_new_year,
    statutory_holidays,
)


def test_publicity_over_the_national_holiday_ends_on_the_eighth() -> None:
    assert add_working_days(date(2018, 9, 26), 5).day == date(2018, 10, 8)


def test_make_up_saturday_is_a_working_day() -> None:
    assert is_working_day(date(2018, 9, 29))
    assert not is_working_day(date(2018, 10, 1))


def test_a_year_without_a_notice_is_provisional() -> None:
    assert add_working_days(date(2027, 3, 1), 3).provisional
    assert not add_working_days(date(2026, 3, 2), 3).provisional


def test_the_new_year_of_a_year_without_a_notice_is_no_working_day() -> None:
    due = add_working_days(date(2026, 12, 28), 5)
    assert (due.day, due.provisional) == (date(2027, 1, 5), True)


@pytest.mark.parametrize(
    ("year", "some"),
    [
        (2027, {date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 6), date(2027, 4, 5), date(2027, 5, 1), date(2027, 6, 9), date(2027, 9, 15), date(2027, 10, 1)}),
        (2025, {date(2025, 1, 28), date(2025, 1, 29), date(2025, 4, 4), date(2025, 5, 31), date(2025, 10, 6)}),
    ],
)  # fmt: skip
def test_statutory_holidays_are_known_before_the_notice(year: int, some: set[date]) -> None:
    assert some <= statutory_holidays(year)


@pytest.mark.parametrize("year", range(2015, 2027))
def test_no_notice_ever_made_people_work_on_a_statutory_holiday(year: int) -> None:
    # Before 2025 the eve of Spring Festival and the second of May were no statutory holidays.
    moved = {lunar_new_year(year) - timedelta(days=1), date(year, 5, 2)} if year < 2025 else set()
    assert [day for day in statutory_holidays(year) - moved if is_working_day(day)] == []


def test_lunar_anchors_of_the_2010_campaign() -> None:
    assert lunar_new_year(2010) == date(2010, 2, 14)
    assert lunar_date(2009, 12, 18) == date(2010, 2, 1)
    assert last_working_day_before(lunar_new_year(2010)) == date(2010, 2, 12)


@given(st.integers(min_value=-(10**13), max_value=10**13))
def test_money_survives_the_way_to_the_screen_and_back(fen: int) -> None:
    assert parse_yuan(yuan_text(fen)) == fen


@pytest.mark.parametrize("typed", ["", "1.234", "12,34", "abc", "1e5", "--3", "１２，３４"])
def test_what_is_no_amount_is_refused_with_the_value(typed: str) -> None:
    with pytest.raises(NotAnAmount) as refused:
        parse_yuan(typed)
    assert f'"{typed}"' in refused.value.message("en")


def test_full_width_digits_are_money() -> None:
    assert parse_yuan("６，８００．５元") == 680050


def test_encryption_is_bound_to_its_column() -> None:
    blob = crypto.encrypt("620102198001011234", "person.id_number")
    assert b"6201" not in blob
    assert crypto.decrypt(blob, "person.id_number") == "620102198001011234"
    with pytest.raises(crypto.CannotDecrypt):
        crypto.decrypt(blob, "person.phone")


def test_a_state_machine_refuses_what_its_table_lacks() -> None:
    machine = StateMachine("thing", "NEW", (Transition("NEW", "finish", "DONE", "anyone"),))
    assert machine.target("NEW", "finish") == "DONE"
    with pytest.raises(IllegalTransition):
        machine.target("DONE", "finish")
    assert "NEW --> DONE: finish (anyone)" in machine.mermaid()


@pytest.mark.usefixtures("database")
def test_an_exception_rolls_the_whole_command_back() -> None:
    def command() -> None:
        with db.transaction() as session:
            outbox.enqueue(session, "x", {})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        command()
    with db.reading() as session:
        assert session.execute(text("SELECT count(*) FROM outbox")).scalar() == 0


def _fail_inside_a_savepoint(session: db.Session) -> None:
    with db.savepoint(session):
        outbox.enqueue(session, "lost", {})
        session.flush()
        raise RuntimeError


@pytest.mark.usefixtures("database")
def test_a_savepoint_undoes_only_its_block() -> None:
    with db.transaction() as session:
        outbox.enqueue(session, "kept", {})
        with pytest.raises(RuntimeError):
            _fail_inside_a_savepoint(session)
    with db.reading() as session:
        assert session.execute(text("SELECT event FROM outbox")).scalars().all() == ["kept"]


@pytest.mark.usefixtures("database")
def test_the_demonstration_clock_moves_for_the_next_transaction() -> None:
    with db.transaction() as session:
        demo_clock.move_on(session, timedelta(days=7))
    with db.reading():
        assert clock.now() - clock.real_now() > timedelta(days=6, hours=23)
    assert clock.now() - clock.real_now() < timedelta(seconds=1)
    with pytest.raises(demo_clock.ClockGoesForward), db.transaction() as session:
        demo_clock.move_on(session, timedelta(seconds=-1))


@pytest.mark.usefixtures("database")
def test_an_event_is_claimed_once_and_comes_back_when_its_worker_dies() -> None:
    with db.transaction() as session:
        outbox.enqueue(session, "told", {"n": 1})
    with db.transaction() as session:
        (event,) = outbox.claim(session, 10)
    with db.transaction() as session:
        assert outbox.claim(session, 10) == []
        session.execute(text("UPDATE outbox SET available_at = created_at"))
    with db.transaction() as session:
        (again,) = outbox.claim(session, 10)
        assert again.id == event.id
        outbox.finish(session, again.id)
    with db.transaction() as session:
        session.execute(text("UPDATE outbox SET available_at = created_at"))
        assert outbox.claim(session, 10) == []


def _three_rows() -> None:
    for number in range(3):
        with db.transaction() as session:
            audit.append(session, actor="clerk", action=f"step {number}", subject="case 1", payload={"n": number})


DAMAGE = {
    "changed": "UPDATE audit_events SET action = 'forged' WHERE seq = 2",
    "missing": "DELETE FROM audit_events WHERE seq = 2",
    "cut": "DELETE FROM audit_events WHERE seq = 3",
    "all cut": "DELETE FROM audit_events",
    "inserted": "INSERT INTO audit_events SELECT shard, 4, at, actor, action, subject, payload, mac FROM audit_events WHERE seq = 3",
    "head moved": "UPDATE audit_heads SET seq = 2 WHERE shard < 64",
    "whole chain": "DELETE FROM audit_events; DELETE FROM audit_heads WHERE shard < 64",
    "register": "DELETE FROM audit_heads WHERE shard = 64",
    "register changed": "UPDATE audit_heads SET seq = 9 WHERE shard = 64",
}


@pytest.mark.usefixtures("database")
def test_an_untouched_chain_verifies() -> None:
    _three_rows()
    with db.reading() as session:
        report = audit.verify(session)
        assert (report.rows, report.damages) == (3, ())
        assert [r.action for r in audit.history(session, "case 1")] == ["step 0", "step 1", "step 2"]


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("kind", DAMAGE)
def test_verification_finds_damage_and_says_where(kind: str) -> None:
    _three_rows()
    with db.transaction() as session:
        for statement in DAMAGE[kind].split("; "):
            session.execute(text(statement))
    with db.reading() as session:
        damages = audit.verify(session).damages
    assert damages
    assert damages[0].shard == (audit.REGISTER if kind.startswith("register") else audit.shard_of("case 1"))


@pytest.mark.usefixtures("database")
def test_an_old_state_put_back_shows_against_exported_heads() -> None:
    _three_rows()
    with db.reading() as session:
        old = [
            (h.seq, h.mac, h.seal)
            for h in session.query(audit.AuditHead).filter(audit.AuditHead.shard < audit.REGISTER)
        ]
    _three_rows()
    with db.reading() as session:
        exported = json.loads(json.dumps(audit.export_heads(session)))
        assert audit.verify_against(session, exported) == ()
    with db.transaction() as session:
        session.execute(text("DELETE FROM audit_events WHERE seq > 3"))
        head = session.query(audit.AuditHead).filter(audit.AuditHead.shard < audit.REGISTER).one()
        ((head.seq, head.mac, head.seal),) = old
    with db.reading() as session:
        assert audit.verify(session).damages == ()
        (damage,) = audit.verify_against(session, exported)
        assert damage.seq == 6
        exported["heads"][0]["seq"] = 2
        assert len(audit.verify_against(session, exported)) == 1


def test_a_frozen_clock_stands_still() -> None:
    with clock.frozen(datetime(2018, 11, 5, 16, 30, tzinfo=UTC)):
        assert clock.now() == datetime(2018, 11, 5, 16, 30, tzinfo=UTC)
        assert clock.today() == date(2018, 11, 6)


@pytest.mark.usefixtures("database")
def test_two_commands_that_begin_a_chain_at_once_both_stand_in_it() -> None:
    barrier, refused = threading.Barrier(2), list[BaseException]()

    def command(name: str) -> None:
        try:
            barrier.wait()
            with db.transaction() as session:
                audit.append(session, actor=name, action="first", subject="case 1")
                time.sleep(0.2)
        except BaseException as error:  # noqa: BLE001  (a thread's failure must reach the test)
            refused.append(error)

    threads = [threading.Thread(target=command, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == []
    with db.reading() as session:
        assert {row.actor for row in audit.history(session, "case 1")} == {"one", "two"}
        assert audit.verify(session).damages == ()

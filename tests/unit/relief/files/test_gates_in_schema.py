"""No script gets past the gates: the database itself refuses, on both databases."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from kit import clock, db
from kit.db import Session, new_id
from relief.files import facts as files
from relief.files.facts import open_episode
from tests.unit.relief.evidence import chain
from tests.unit.relief.evidence.chain import World, day
from tests.unit.relief.files.scripts import FILED_AT, add_persons, evidence_ids, file_by_script, insert_file, one, run

pytestmark = pytest.mark.usefixtures("database")

Tamper = tuple[str, dict[str, Any]]

VISIT: dict[str, Tamper] = {
    "refused": ("UPDATE visits SET outcome = 'refused' WHERE case_id = :case", {}),
    "one visitor": ("DELETE FROM visit_visitors WHERE officer_id = :visitor2", {}),
    "no signature": ("UPDATE visits SET household_signature_id = NULL, outcome = 'refused' WHERE case_id = :case", {}),
    "before the application": (
        "UPDATE visits SET visited_on = :on, visited_at = :at WHERE case_id = :case",
        {"on": date(2018, 11, 1), "at": day(11, 1)},
    ),
    "back-dated day": ("UPDATE visits SET visited_on = :on WHERE case_id = :case", {"on": date(2018, 11, 5)}),
    "stale": ("UPDATE visits SET superseded_at = :at WHERE case_id = :case", {"at": day(11, 20)}),
    "never accepted": ("UPDATE applications SET accepted_at = NULL, accepted_by = NULL WHERE id = :case", {}),
}
STUDY: dict[str, Tamper] = {
    "rejected": ("UPDATE deliberations SET outcome = 'reject' WHERE case_id = :case", {}),
    "before the visit": ("UPDATE deliberations SET held_on = :on WHERE case_id = :case", {"on": date(2018, 11, 5)}),
    "in the future": ("UPDATE deliberations SET held_on = :on WHERE case_id = :case", {"on": date(2018, 11, 9)}),
    "no quorum": ("DELETE FROM deliberation_members WHERE officer_id = :member3", {}),
    "in conflict": ("UPDATE deliberation_members SET conflicted = :yes WHERE officer_id = :member3", {"yes": True}),
    "no minutes": (
        "UPDATE deliberations SET minutes_sha256 = NULL, outcome = 'return' WHERE case_id = :case", {},
    ),
    "stale": ("UPDATE deliberations SET superseded_at = :at WHERE case_id = :case", {"at": day(11, 20)}),
}  # fmt: skip
PUBLICITY: dict[str, Tamper] = {
    "still hanging": ("UPDATE publicities SET state = 'POSTED', closed_at = NULL WHERE case_id = :case", {}),
    "closed early": ("UPDATE publicities SET closed_at = :at WHERE case_id = :case", {"at": day(11, 16, 23)}),
    "shortened": ("UPDATE publicities SET ends_on = :on WHERE case_id = :case", {"on": date(2018, 11, 11)}),
    "back-dated": (
        "UPDATE publicities SET started_on = :on, posted_on = :on WHERE case_id = :case", {"on": date(2018, 11, 1)},
    ),
    "posted before the study": (
        "UPDATE publicities SET posted_on = :on WHERE case_id = :case", {"on": date(2018, 11, 7)},
    ),
    "stale": ("UPDATE publicities SET superseded_at = :at WHERE case_id = :case", {"at": day(11, 20)}),
    "objection open": (
        (
            "INSERT INTO objections (id, case_id, publicity_id, state, channel, anonymous, content, raised_at, methods,"
            " finding, malicious) VALUES (:new, :case, :publicity, 'OPEN', 'phone', :yes, :blob, :at, '[]', :blob, :no)"
        ),
        {"at": day(11, 12), "yes": True, "no": False, "blob": b"x"},
    ),
}  # fmt: skip
SIGNATURE: dict[str, Tamper] = {
    "returned": ("UPDATE signatures SET outcome = 'return' WHERE case_id = :case", {}),
    "before the end of publicity": (
        "UPDATE signatures SET signed_at = :at, signed_on = :on WHERE case_id = :case",
        {"at": day(11, 16), "on": date(2018, 11, 16)},
    ),
    "back-dated day": ("UPDATE signatures SET signed_on = :on WHERE case_id = :case", {"on": date(2018, 11, 19)}),
    "after filing": (
        "UPDATE signatures SET signed_at = :at, signed_on = :on WHERE case_id = :case",
        {"at": day(11, 22), "on": date(2018, 11, 22)},
    ),
    "not the chair's post": ("UPDATE signatures SET post_id = :clerk_post WHERE case_id = :case", {}),
    "not the chair": ("UPDATE signatures SET recorded_by = :clerk WHERE case_id = :case", {}),
    "chair no longer": ("UPDATE posts SET ends_on = :on WHERE role = 'chair'", {"on": date(2018, 11, 19)}),
    "chair visited": ("INSERT INTO visit_visitors (visit_id, officer_id, name) VALUES (:visit, :chair, 'x')", {}),
    "stale": ("UPDATE signatures SET superseded_at = :at WHERE case_id = :case", {"at": day(11, 20)}),
}
GATES = {
    "a completed home visit": VISIT,
    "a collective study after the visit": STUDY,
    "a finished publicity after the study": PUBLICITY,
    "the chair's signature after the publicity": SIGNATURE,
}


def _values(session: Session, world: World) -> dict[str, Any]:
    """Return what a tampering statement may name."""
    known: dict[str, Any] = {"case": world.case_id, "new": new_id()}
    known |= {name: world.officers[name].officer_id for name in ("visitor2", "member3", "clerk", "chair")}
    known["clerk_post"] = world.officers["clerk"].posts[0].post_id
    ids = evidence_ids(session, world.case_id)
    return known | {"publicity": ids["publicity_id"], "visit": ids["visit_id"]}


def _run_named(session: Session, sql: str, values: dict[str, Any]) -> None:
    run(session, sql, **{name: value for name, value in values.items() if f":{name}" in sql})


def test_a_script_that_has_everything_right_files_the_case() -> None:
    world = chain.case_at(None)
    with clock.frozen(FILED_AT), db.transaction() as session:
        file_id = file_by_script(session, world)
        assert one(session, "SELECT status FROM hardship_files WHERE id = :id", id=file_id) == "FILED"


@pytest.mark.parametrize("gate", GATES)
def test_a_script_cannot_file_past_a_gate(gate: str) -> None:
    world = chain.case_at(None)
    with clock.frozen(FILED_AT), db.transaction() as session:
        for name, (sql, given) in GATES[gate].items():
            passed = False
            try:
                with db.savepoint(session):
                    known = _values(session, world)
                    ids = evidence_ids(session, world.case_id)
                    _run_named(session, sql, known | given)
                    file_by_script(session, world, ids)
                    passed = True
            except IntegrityError as error:
                # Each must fail for its own reason; without an end of the publicity the signature's gate refuses too.
                reasons = (gate, "the chair's signature") if name == "still hanging" else (gate,)
                assert any(reason in str(error.orig) for reason in reasons), (name, str(error.orig))  # noqa: PT017
            assert not passed, name
        # After all of it the untouched case still files: nothing else stood in the way.
        file_by_script(session, world)


def test_a_script_cannot_leave_a_gate_out() -> None:
    world = chain.case_at(None)
    with clock.frozen(FILED_AT), db.transaction() as session:
        for column in ("visit_id", "deliberation_id", "publicity_id", "signature_id"):
            with pytest.raises(IntegrityError), db.savepoint(session):
                file_by_script(session, world, {column: None})


def test_a_script_cannot_borrow_another_cases_evidence() -> None:
    world = chain.case_at(None)
    with clock.frozen(day(11, 5)), db.transaction() as session:
        other_id = chain.register(session, world.units, world.officers["clerk"], 50)
    other = chain.World(world.units, world.officers, other_id)
    chain.accept(other)
    chain.walk(other)
    with clock.frozen(FILED_AT), db.transaction() as session:
        for column, borrowed in evidence_ids(session, other.case_id).items():
            with pytest.raises(IntegrityError), db.savepoint(session):
                file_by_script(session, world, {column: borrowed})


def _file_without_episode(session: Session, world: World) -> None:
    file_id = new_id()
    add_persons(session, world, file_id)
    insert_file(session, world, file_id, "FILED", new_id())


def _file_with_candidate(session: Session, world: World) -> None:
    file_id = new_id()
    episode_id = open_episode(session, world.case_id, FILED_AT)
    add_persons(session, world, file_id)
    insert_file(session, world, file_id, "FILED", episode_id)


def _inherited_becomes_filed(session: Session, world: World) -> None:
    file_id = new_id()
    add_persons(session, world, file_id)
    insert_file(session, world, file_id, "INHERITED", None)
    episode_id = open_episode(session, world.case_id, FILED_AT)
    run(
        session,
        "UPDATE hardship_files SET status = 'FILED', current_episode_id = :e WHERE id = :id",
        e=episode_id,
        id=file_id,
    )


def _relieved_without_episode(session: Session, world: World) -> None:
    file_id = new_id()
    add_persons(session, world, file_id)
    insert_file(session, world, file_id, "RELIEVED", open_episode(session, world.case_id, FILED_AT))


def _without_persons(session: Session, world: World) -> None:
    file_id = file_by_script(session, world)
    run(session, "DELETE FROM file_persons WHERE file_id = :id", id=file_id)


WITHOUT_EPISODE = (
    _file_without_episode,
    _file_with_candidate,
    _inherited_becomes_filed,
    _relieved_without_episode,
    _without_persons,
)


def test_a_script_cannot_put_a_file_in_force_without_its_episode() -> None:
    world = chain.case_at(None)
    with clock.frozen(FILED_AT), db.transaction() as session:
        for script in WITHOUT_EPISODE:
            with pytest.raises(IntegrityError, match="bangfu"), db.savepoint(session):
                script(session, world)


AFTER: dict[str, Tamper] = {
    "visit moved": ("UPDATE visits SET visited_on = :on WHERE id = :visit", {"on": date(2018, 11, 7)}),
    "visit made stale": ("UPDATE visits SET superseded_at = :at WHERE id = :visit", {"at": day(12, 1)}),
    "visitor taken away": ("DELETE FROM visit_visitors WHERE visit_id = :visit", {}),
    "visitor added": ("INSERT INTO visit_visitors (visit_id, officer_id, name) VALUES (:visit, :chair, 'x')", {}),
    "visit deleted": ("DELETE FROM visits WHERE id = :visit", {}),
    "votes changed": ("UPDATE deliberations SET votes_for = 9 WHERE case_id = :case", {}),
    "minutes deleted": ("DELETE FROM deliberations WHERE case_id = :case", {}),
    "member taken away": ("DELETE FROM deliberation_members WHERE officer_id = :member3", {}),
    "sums changed": (
        "UPDATE economic_statements SET income_year = 1, gap_year = expense_year - 1 WHERE case_id = :case",
        {},
    ),
    "line changed": ("UPDATE statement_lines SET amount = 1, yearly = 1 WHERE period = 'year'", {}),
    "appraisal changed": ("UPDATE appraisals SET category = 'K1' WHERE case_id = :case", {}),
    "notice changed": ("UPDATE publicities SET notice = 'x' WHERE id = :publicity", {}),
    "publicity deleted": ("DELETE FROM publicities WHERE id = :publicity", {}),
    "late objection to the publicity": PUBLICITY["objection open"],
    "signature changed": ("UPDATE signatures SET signed_at = :at WHERE case_id = :case", {"at": day(11, 19)}),
    "signature deleted": ("DELETE FROM signatures WHERE case_id = :case", {}),
    "approval deleted": ("DELETE FROM approvals WHERE case_id = :case", {}),
    "photo changed": ("UPDATE attachments SET content = :blob WHERE case_id = :case", {"blob": b"x"}),
    "photo deleted": ("DELETE FROM attachments WHERE case_id = :case AND kind = 'photo'", {}),
    "episode unfiled": ("UPDATE episodes SET status = 'CANDIDATE' WHERE case_id = :case", {}),
    "episode without its visit": ("UPDATE episodes SET visit_id = NULL WHERE case_id = :case", {}),
    "episode deleted": ("DELETE FROM episodes WHERE case_id = :case", {}),
    "file number changed": ("UPDATE hardship_files SET file_no = 'DA-0'", {}),
    "file deleted": ("DELETE FROM hardship_files", {}),
    "main worker taken out": ("UPDATE file_persons SET active = :no WHERE role = 'main'", {"no": False}),
}


def _filed() -> World:
    world = chain.case_at(None)
    with clock.frozen(FILED_AT), db.transaction() as session:
        files.file_case(session, world.case_id, FILED_AT)
    return world


def test_a_script_cannot_touch_what_a_filed_episode_rests_on() -> None:
    world = _filed()
    with clock.frozen(day(12, 1)), db.transaction() as session:
        known = _values(session, world)
        for name, (sql, given) in AFTER.items():
            passed = False
            try:
                with db.savepoint(session):
                    _run_named(session, sql, known | given)
                    passed = True
            except IntegrityError as error:
                assert "bangfu" in str(error.orig), (name, str(error.orig))  # noqa: PT017
            assert not passed, name


def test_replacing_rows_is_no_way_around(database: str) -> None:
    # SQLite's REPLACE deletes the old row without firing its delete trigger; PostgreSQL has no such verb.
    verb = "INSERT OR REPLACE" if database.startswith("sqlite") else "INSERT"
    world = _filed()
    with clock.frozen(day(12, 1)), db.transaction() as session:
        for table, where in (
            ("visits", "case_id = :case"),
            ("episodes", "case_id = :case"),
            ("hardship_files", ":case = :case"),
        ):
            with pytest.raises(IntegrityError, match="bangfu"), db.savepoint(session):
                run(session, f"{verb} INTO {table} SELECT * FROM {table} WHERE {where}", case=world.case_id)


def test_a_statement_never_changes_even_before_filing() -> None:
    world = chain.case_at("deliberate")
    with clock.frozen(day(11, 8)), db.transaction() as session:
        for sql in (
            "UPDATE economic_statements SET income_year = 0, gap_year = expense_year",
            "UPDATE statement_lines SET amount = 0, yearly = 0",
            "DELETE FROM statement_lines",
            "UPDATE attachments SET sha256 = sha256",
        ):
            with pytest.raises(IntegrityError, match="bangfu"), db.savepoint(session):
                run(session, sql)
    assert isinstance(world.case_id, uuid.UUID)


def test_nobody_is_in_two_active_files() -> None:
    world = _filed()
    with clock.frozen(day(12, 1)), db.transaction() as session:
        with pytest.raises(IntegrityError), db.savepoint(session):
            add_persons(session, world, new_id())
        with pytest.raises(IntegrityError), db.savepoint(session):
            insert_file(session, world, new_id(), "INHERITED", None, "DA-X-2")

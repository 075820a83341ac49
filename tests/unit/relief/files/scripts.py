"""A script with the application's database role: plain SQL, no policy in the way."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import text

from kit.db import Session, dialect, new_id
from relief.files.facts import open_episode
from relief.households import queries as households
from relief.intake import queries as intake
from tests.unit.relief.evidence.chain import World, day

FILED_AT = day(11, 21, 15)
EVIDENCE = {
    "visit_id": "visits",
    "statement_id": "economic_statements",
    "deliberation_id": "deliberations",
    "appraisal_id": "appraisals",
    "publicity_id": "publicities",
    "signature_id": "signatures",
    "approval_id": "approvals",
}


def run(session: Session, sql: str, **values: Any) -> None:
    """Run one statement; values are written as the application writes them."""
    session.execute(text(sql), {name: _as_stored(session, value) for name, value in values.items()})


def one(session: Session, sql: str, **values: Any) -> Any:
    """Return the single value that a query gives."""
    return session.execute(text(sql), {name: _as_stored(session, value) for name, value in values.items()}).scalar_one()


def _as_stored(session: Session, value: Any) -> Any:
    if dialect(session) == "postgresql":
        return value
    if isinstance(value, uuid.UUID):
        return value.hex
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value


def evidence_ids(session: Session, case_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Return the ids of a case's current evidence, by the episode's column."""
    found = {}
    for column, table in EVIDENCE.items():
        value = one(session, f"SELECT id FROM {table} WHERE case_id = :case AND superseded_at IS NULL", case=case_id)
        found[column] = value if isinstance(value, uuid.UUID) else uuid.UUID(value)
    return found


def file_by_script(session: Session, world: World, changes: Mapping[str, Any] | None = None) -> uuid.UUID:
    """Set a case FILED by SQL alone, with everything right but ``changes``; return the file's id."""
    file_id = new_id()
    episode_id = open_episode(session, world.case_id, FILED_AT)
    session.flush()
    values = {"file_id": file_id, "filed_at": FILED_AT, "category": "K2", "main_cause": "R09"}
    given = dict(changes or {})
    values |= given if EVIDENCE.keys() <= given.keys() else evidence_ids(session, world.case_id) | given
    assignments = ", ".join(f"{name} = :{name}" for name in values)
    run(session, f"UPDATE episodes SET status = 'FILED', {assignments} WHERE id = :id", id=episode_id, **values)
    add_persons(session, world, file_id)
    insert_file(session, world, file_id, "FILED", episode_id)
    return file_id


def add_persons(session: Session, world: World, file_id: uuid.UUID) -> None:
    """Enter the household's people."""
    case = intake.case(session, world.case_id)
    for number, index in enumerate(households.person_indexes(session, case.household_id)):
        run(
            session,
            "INSERT INTO file_persons (file_id, id_number_index, role, active) VALUES (:file, :index, :role, :active)",
            file=file_id, index=index, role="member" if number else "main", active=True,
        )  # fmt: skip


def insert_file(
    session: Session,
    world: World,
    file_id: uuid.UUID,
    status: str,
    episode_id: uuid.UUID | None,
    file_no: str = "DA-X-1",
) -> None:
    """Insert a file's row."""
    case = intake.case(session, world.case_id)
    run(
        session,
        "INSERT INTO hardship_files (id, file_no, household_id, unit_id, province_id, city_id, county_id, title,"
        " status, current_episode_id, opened_on, created_at) VALUES (:id, :no, :household, :unit, :province, :city,"
        " :county, 'x', :status, :episode, :opened, :created)",
        id=file_id, no=file_no, household=case.household_id, unit=case.unit_id, province=case.province_id,
        city=case.city_id, county=case.county_id, status=status, episode=episode_id, opened=date(2018, 11, 21),
        created=FILED_AT,
    )  # fmt: skip

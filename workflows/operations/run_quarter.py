"""Re-examine the register of a province for a quarter, county by county, each in a transaction of its own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kit import audit, clock
from kit.db import Session
from relief.quarters import facts, queries
from relief.quarters.calendar import Quarter
from unions import queries as unions


@dataclass(frozen=True)
class BeginQuarter:
    """Somebody, or the calendar, begins the dry run of a quarter; the same key again goes on with the same run."""

    province: str
    quarter: Quarter
    run_key: str
    by: str


@dataclass(frozen=True)
class Begun:
    """A run and the counties that it must examine."""

    run_id: uuid.UUID
    parts: tuple[uuid.UUID, ...]


def begin_quarter(session: Session, command: BeginQuarter) -> Begun:
    """Begin a dry run, or find the one with the same key.

    Raises:
        UnitNotFound, QuarterNotBegun: nothing to examine.
    """
    unit = unions.unit_by_code(session, command.province)
    run_id = facts.begin_run(session, unit.id, command.quarter, command.run_key, clock.now())
    audit.append(
        session, actor=command.by, action="begin_quarter", subject=run_id,
        payload={"quarter": str(command.quarter), "province": command.province},
    )  # fmt: skip
    return Begun(run_id, tuple(queries.parts(session, unit.id)))


def examine_county(session: Session, run_id: uuid.UUID, part_id: uuid.UUID) -> int:
    """Examine one county and return its number of files; one that is done is left alone."""
    return facts.examine_part(session, run_id, part_id, clock.now())


def finish_quarter(session: Session, run_id: uuid.UUID, by: str) -> None:
    """Mark a run as finished."""
    facts.finish_run(session, run_id, clock.now())
    audit.append(session, actor=by, action="finish_quarter", subject=run_id)

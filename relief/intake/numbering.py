"""Case numbers (受理号): SL-<county or city code>-<year>-<six digits>, without gaps or repeats in a year."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kit.db import Session, lock, savepoint
from relief.intake.models import CaseCounter
from unions import queries as unions
from unions.records import UnitRecord

PREFIX = "SL"
DIVISION_DIGITS = 6


def division_of(session: Session, unit: UnitRecord) -> str:
    """Return the six-digit code of the county that the unit's line has, else of its city, else of its province.

    An industrial union has no territory of its own; the nearest union above it that has one counts.
    """
    line = [each for each in (unit.county_id, unit.city_id, unit.province_id) if each is not None]
    found = unions.get_units(session, line)
    codes = (found[each].division for each in line if each in found)
    return next((code[:DIVISION_DIGITS] for code in codes if code), unit.code[:DIVISION_DIGITS])


def next_case_no(session: Session, division: str, year: int) -> str:
    """Take the next number; the counter's row stays locked until the command ends."""
    query = lock(select(CaseCounter).where(CaseCounter.area_code == division, CaseCounter.year == year))
    counter = session.scalar(query)
    if counter is None:
        try:
            with savepoint(session):
                session.add(CaseCounter(area_code=division, year=year, last=0))
        except IntegrityError:
            # Another command opened the year at the same moment; its row is there now.
            pass
        counter = session.scalars(query.execution_options(populate_existing=True)).one()
    counter.last += 1
    session.flush()
    return f"{PREFIX}-{division}-{year}-{counter.last:06d}"

"""File numbers (档案号): DA-<division>-<year>-<six digits>, kept for life."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kit.db import Session, lock, savepoint
from relief.files.models import FileCounter

PREFIX = "DA"


def next_file_no(session: Session, division: str, year: int) -> str:
    """Take the next number; the counter's row stays locked until the command ends."""
    query = lock(select(FileCounter).where(FileCounter.county_code == division, FileCounter.year == year))
    counter = session.scalar(query)
    if counter is None:
        try:
            with savepoint(session):
                session.add(FileCounter(county_code=division, year=year, last=0))
        except IntegrityError:
            # Another command opened the year at the same moment; its row is there now.
            pass
        counter = session.scalars(query.execution_options(populate_existing=True)).one()
    counter.last += 1
    session.flush()
    return f"{PREFIX}-{division}-{year}-{counter.last:06d}"

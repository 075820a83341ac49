"""All writes of the quarterly re-examination: a run, and one county at a time."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from kit import clock
from kit.db import Session, lock, new_id
from relief.quarters import queries
from relief.quarters.calendar import Quarter
from relief.quarters.errors import QuarterNotBegun, RunNotFound
from relief.quarters.examine import Examined, examine
from relief.quarters.models import QuarterOutcome, QuarterPart, QuarterRun
from unions import queries as unions

PAGE = 500


def begin_run(session: Session, unit_id: uuid.UUID, quarter: Quarter, run_key: str, at: datetime) -> uuid.UUID:
    """Return the dry run with this key, begun now or before: a run that was cut off is gone on with.

    Raises:
        QuarterNotBegun: the quarter lies in the future.
    """
    found = session.scalar(
        lock(
            select(QuarterRun).where(
                QuarterRun.unit_id == unit_id, QuarterRun.quarter == str(quarter), QuarterRun.run_key == run_key
            )
        )
    )
    if found is not None:
        return found.id
    today = clock.local_date(at)
    if quarter.first_day > today:
        raise QuarterNotBegun(quarter=str(quarter), begins=quarter.first_day)
    row = QuarterRun(
        id=new_id(), unit_id=unit_id, quarter=str(quarter), run_key=run_key, as_of=min(quarter.last_day, today),
        dry_run=1, started_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row.id


def examine_part(session: Session, run_id: uuid.UUID, unit_id: uuid.UUID, at: datetime) -> int:
    """Examine every active file under one county and return how many; a county that is done stays as it is.

    Raises:
        RunNotFound: there is no such run.
    """
    run = session.scalar(lock(select(QuarterRun).where(QuarterRun.id == run_id)))
    if run is None:
        raise RunNotFound
    done = session.get(QuarterPart, (run_id, unit_id))
    if done is not None:
        return done.files
    count = 0
    after: uuid.UUID | None = None
    while page := queries.files_of_part(session, unit_id, run.as_of, after=after, limit=PAGE):
        for file in page:
            session.add(_row(run_id, unit_id, file.id, file.file_no, file.title, examine(session, file, run.as_of)))
        count, after = count + len(page), page[-1].id
        session.flush()
    name = unions.get_unit(session, unit_id).name
    session.add(QuarterPart(run_id=run_id, unit_id=unit_id, unit_name=name, files=count, finished_at=at))
    session.flush()
    return count


def finish_run(session: Session, run_id: uuid.UUID, at: datetime) -> None:
    """Mark a run as finished; again changes nothing.

    Raises:
        RunNotFound: there is no such run.
    """
    run = session.scalar(lock(select(QuarterRun).where(QuarterRun.id == run_id)))
    if run is None:
        raise RunNotFound
    run.finished_at = run.finished_at or at


def _row(
    run_id: uuid.UUID, part_id: uuid.UUID, file_id: uuid.UUID, file_no: str, title: str, made: Examined
) -> QuarterOutcome:
    return QuarterOutcome(
        run_id=run_id, file_id=file_id, part_id=part_id, file_no=file_no, title=title, outcome=made.outcome,
        category_before=made.category_before, category_now=made.category_now, persons=made.persons,
        line_fen=made.line, income_fen=made.income, ruleset_hash=made.ruleset_hash,
        sentences=[{"zh": s.zh, "en": s.en, "source": s.source} for s in made.sentences],
    )  # fmt: skip

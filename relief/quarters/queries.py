"""All reads of the quarterly re-examination."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from decisions.dmn import Sentence
from kit.db import Session
from relief.files.models import HardshipFile
from relief.files.queries import file as file_record
from relief.files.records import FileRecord
from relief.files.status import ACTIVE
from relief.quarters.errors import RunNotFound
from relief.quarters.models import QuarterOutcome, QuarterPart, QuarterRun

PAGE = 200


@dataclass(frozen=True)
class RunRecord:
    """One run; unfinished while ``finished_at`` is empty."""

    id: uuid.UUID
    unit_id: uuid.UUID
    quarter: str
    as_of: date
    dry_run: bool
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class PartRecord:
    """One county of a run with its numbers of files by outcome."""

    unit_id: uuid.UUID
    unit_name: str
    files: int
    outcomes: Mapping[str, int]


@dataclass(frozen=True)
class OutcomeRecord:
    """What a run said of one file; ``title`` is masked, money in fen."""

    file_id: uuid.UUID
    file_no: str
    title: str
    part_id: uuid.UUID
    outcome: str
    category_before: str | None
    category_now: str | None
    persons: int | None
    line_fen: int | None
    income_fen: int | None
    sentences: tuple[Sentence, ...]


def _part() -> ColumnElement[uuid.UUID]:
    # A file belongs to its county; where the line has none, to its city, else to the province: to exactly one part.
    return func.coalesce(HardshipFile.county_id, HardshipFile.city_id, HardshipFile.province_id)


def parts(session: Session, province_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the counties (cities where there is no county) that hold active files of a province."""
    return session.scalars(
        select(_part())
        .where(HardshipFile.province_id == province_id, HardshipFile.status.in_([str(s) for s in ACTIVE]))
        .distinct()
        .order_by(_part())
    ).all()


def files_of_part(
    session: Session, part_id: uuid.UUID, as_of: date, *, after: uuid.UUID | None, limit: int
) -> tuple[FileRecord, ...]:
    """Return a page of the active files of one part that had been opened on a day, by id."""
    query = select(HardshipFile.id).where(
        _part() == part_id, HardshipFile.status.in_([str(s) for s in ACTIVE]), HardshipFile.opened_on <= as_of
    )
    if after is not None:
        query = query.where(HardshipFile.id > after)
    return tuple(file_record(session, each) for each in session.scalars(query.order_by(HardshipFile.id).limit(limit)))


def run(session: Session, run_id: uuid.UUID) -> RunRecord:
    """Return one run.

    Raises:
        RunNotFound: there is none.
    """
    row = session.get(QuarterRun, run_id)
    if row is None:
        raise RunNotFound
    return _run(row)


def runs(session: Session, unit_ids: Sequence[uuid.UUID]) -> tuple[RunRecord, ...]:
    """Return the runs over these provinces, newest first."""
    rows = session.scalars(
        select(QuarterRun).where(QuarterRun.unit_id.in_(unit_ids)).order_by(QuarterRun.started_at.desc()).limit(100)
    )
    return tuple(_run(row) for row in rows)


def run_parts(session: Session, run_id: uuid.UUID) -> tuple[PartRecord, ...]:
    """Return the counties of a run with their numbers, by name."""
    counted = session.execute(
        select(QuarterOutcome.part_id, QuarterOutcome.outcome, func.count())
        .where(QuarterOutcome.run_id == run_id)
        .group_by(QuarterOutcome.part_id, QuarterOutcome.outcome)
    ).all()
    numbers: dict[uuid.UUID, dict[str, int]] = {}
    for part_id, outcome, count in counted:
        numbers.setdefault(part_id, {})[outcome] = count
    rows = session.scalars(select(QuarterPart).where(QuarterPart.run_id == run_id).order_by(QuarterPart.unit_name))
    return tuple(PartRecord(r.unit_id, r.unit_name, r.files, numbers.get(r.unit_id, {})) for r in rows)


def outcomes(
    session: Session, run_id: uuid.UUID, *, part_id: uuid.UUID | None = None, after: uuid.UUID | None = None,
    limit: int = PAGE,
) -> tuple[OutcomeRecord, ...]:  # fmt: skip
    """Return a page of a run's outcomes by file, of one county if it is named."""
    query = select(QuarterOutcome).where(QuarterOutcome.run_id == run_id)
    if part_id is not None:
        query = query.where(QuarterOutcome.part_id == part_id)
    if after is not None:
        query = query.where(QuarterOutcome.file_id > after)
    return tuple(
        OutcomeRecord(
            r.file_id, r.file_no, r.title, r.part_id, r.outcome, r.category_before, r.category_now, r.persons,
            r.line_fen, r.income_fen, tuple(Sentence(s["zh"], s["en"], s["source"]) for s in r.sentences),
        )
        for r in session.scalars(query.order_by(QuarterOutcome.file_id).limit(limit))
    )  # fmt: skip


def _run(row: QuarterRun) -> RunRecord:
    return RunRecord(row.id, row.unit_id, row.quarter, row.as_of, bool(row.dry_run), row.started_at, row.finished_at)

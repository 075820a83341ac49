"""Reads of files, episodes and samples, and the check that the gates' triggers are in place."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from sqlalchemy import select, text

from kit.db import Session, dialect
from relief.files.errors import FileNotFound
from relief.files.models import Episode, HardshipFile, SampleDraw, SamplingRound
from relief.files.records import DrawRecord, EpisodeRecord, FileRecord
from relief.files.status import ACTIVE, FileStatus
from relief.files.triggers import required

MAX_PAGE = 1000

# A disabled trigger guards nothing: PostgreSQL says so in tgenabled.
_TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}


def file(session: Session, file_id: uuid.UUID) -> FileRecord:
    """Return a file with its current episode.

    Raises:
        FileNotFound: there is none.
    """
    row = session.get(HardshipFile, file_id)
    if row is None:
        raise FileNotFound
    return _record(session, row)


def file_of_case(session: Session, case_id: uuid.UUID) -> FileRecord | None:
    """Return the file that came of a case, or None while it is not filed."""
    row = session.scalar(
        select(HardshipFile).join(Episode, Episode.file_id == HardshipFile.id).where(Episode.case_id == case_id)
    )
    return _record(session, row) if row else None


def file_by_no(session: Session, file_no: str) -> FileRecord:
    """Return the file with this number.

    Raises:
        FileNotFound: there is none.
    """
    row = session.scalar(select(HardshipFile).where(HardshipFile.file_no == file_no.strip().upper()))
    if row is None:
        raise FileNotFound
    return _record(session, row)


def files_under(
    session: Session,
    unit_id: uuid.UUID,
    *,
    statuses: Iterable[FileStatus] = ACTIVE,
    after: uuid.UUID | None = None,
    limit: int = MAX_PAGE,
) -> tuple[FileRecord, ...]:
    """Return the files under a unit of any level, by id; pass the last one's id as ``after`` for the next page."""
    query = (
        select(HardshipFile, Episode)
        .outerjoin(Episode, Episode.id == HardshipFile.current_episode_id)
        .where(
            (HardshipFile.unit_id == unit_id)
            | (HardshipFile.county_id == unit_id)
            | (HardshipFile.city_id == unit_id)
            | (HardshipFile.province_id == unit_id),
            HardshipFile.status.in_([str(status) for status in statuses]),
        )
        .order_by(HardshipFile.id)
        .limit(min(limit, MAX_PAGE))
    )
    if after is not None:
        query = query.where(HardshipFile.id > after)
    return tuple(_joined(row, episode) for row, episode in session.execute(query))


def episode_of_case(session: Session, case_id: uuid.UUID) -> EpisodeRecord | None:
    """Return a case's episode, or None before one was opened."""
    row = session.scalar(select(Episode).where(Episode.case_id == case_id))
    return _episode(row) if row else None


def draw_of_case(session: Session, case_id: uuid.UUID) -> DrawRecord | None:
    """Return whether and how a case was drawn for the city's check, or None before the draw."""
    found = session.execute(
        select(SampleDraw, SamplingRound)
        .join(SamplingRound, SamplingRound.id == SampleDraw.round_id)
        .where(SampleDraw.case_id == case_id)
    ).first()
    if found is None:
        return None
    drawn, held = found
    return DrawRecord(held.quarter, held.seed, held.share_permille, drawn.ticket, drawn.sampled, drawn.drawn_at)


def missing_triggers(session: Session) -> tuple[str, ...]:
    """Return the names of the gates' triggers that this database lacks or has disabled, in order."""
    there = set(session.scalars(text(_TRIGGERS[dialect(session)])))
    return tuple(sorted(required() - there))


def _record(session: Session, row: HardshipFile) -> FileRecord:
    episode = session.get(Episode, row.current_episode_id) if row.current_episode_id else None
    return _joined(row, episode)


def _joined(row: HardshipFile, episode: Episode | None) -> FileRecord:
    return FileRecord(
        id=row.id, file_no=row.file_no, title=row.title, status=row.status, household_id=row.household_id,
        unit_id=row.unit_id, province_id=row.province_id, city_id=row.city_id, county_id=row.county_id,
        opened_on=row.opened_on, closed_on=row.closed_on, closing_code=row.closing_code,
        episode=_episode(episode) if episode else None,
    )  # fmt: skip


def _episode(row: Episode) -> EpisodeRecord:
    return EpisodeRecord(
        id=row.id, case_id=row.case_id, file_id=row.file_id, status=row.status, entry_path=row.entry_path,
        opened_at=row.opened_at, filed_at=row.filed_at, ended_on=row.ended_on, category=row.category,
        main_cause=row.main_cause, secondary_causes=tuple(row.secondary_causes), groups=tuple(row.groups),
        primary_group=row.primary_group,
    )  # fmt: skip

"""Writes of files: an episode opens with the acceptance and is filed once its gates hold."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kit import clock
from kit.db import Session, lock, new_id, savepoint
from relief.evidence.facts import take_down
from relief.files import policies
from relief.files.models import Episode, FilePerson, HardshipFile
from relief.files.numbering import next_file_no
from relief.files.policies import Proofs
from relief.files.status import ACTIVE, EPISODE, FILE, EpisodeStatus, FileStatus
from relief.households import queries as households
from relief.households.entries import Role
from relief.intake import queries as intake
from relief.intake.facts import mark_filed
from relief.intake.records import CaseRecord


def open_episode(session: Session, case_id: uuid.UUID, at: datetime) -> uuid.UUID:
    """Return the case's episode, made as a candidate when there is none yet; repeating it changes nothing."""
    return _episode(session, intake.case(session, case_id), at).id


def drop_episode(session: Session, case_id: uuid.UUID, at: datetime) -> None:
    """End a candidate's episode when its case ends without a file, and take down its notice; idempotent."""
    take_down(session, case_id)
    found = session.scalar(lock(select(Episode).where(Episode.case_id == case_id)))
    if found is not None and EPISODE.can(found.status, "drop"):
        found.status, found.ended_on = EPISODE.target(found.status, "drop"), clock.local_date(at)
        session.flush()


def check_appraisal(session: Session, case_id: uuid.UUID, category: str | None, reason: str) -> None:
    """Refuse, while it can still be put right, an appraisal with which the case could not be filed.

    Raises:
        NotDecidedYet, DecidedOut, CategoryDiffers: see ``policies.check_category``.
    """
    policies.check_category(session, intake.case(session, case_id), category, reason)


def file_case(session: Session, case_id: uuid.UUID, at: datetime, officer_id: uuid.UUID | None = None) -> str:
    """File a case (建档) and return its file number; repeating it returns the same number.

    A household that had a file before, closed or inherited, gets a new episode under its old number (scenario 18).

    Raises:
        The refusals of ``policies.check_can_file``: which record is missing.
        PersonHasFile: somebody of the household is in another active file.
    """
    case = intake.case(session, case_id)
    episode = _episode(session, case, at)
    if episode.status == EpisodeStatus.FILED:
        return session.get_one(HardshipFile, episode.file_id).file_no
    proofs = policies.check_can_file(session, case)
    file = _earlier_file(session, case.household_id)
    indexes = households.person_indexes(session, case.household_id)
    policies.check_nobody_filed(session, indexes, file.id if file else None)
    file_id = file.id if file else new_id()
    if file is not None:
        episode.entry_path = _entry_path(file)
        _end_episode(session, file, at)
    _fill(episode, proofs, file_id, at, officer_id)
    session.flush()
    _enter_persons(session, case, file_id, indexes)
    if file is None:
        file = _new_file(session, case, file_id, episode.id, at)
    else:
        file.status = FILE.target(file.status, "file")
        file.current_episode_id, file.closed_on, file.closing_code = episode.id, None, None
    session.flush()
    mark_filed(session, case_id, at)
    return file.file_no


def _episode(session: Session, case: CaseRecord, at: datetime) -> Episode:
    found = session.scalar(lock(select(Episode).where(Episode.case_id == case.id)))
    if found is None:
        found = Episode(
            id=new_id(), case_id=case.id, status=EPISODE.initial, entry_path="NEW", opened_at=case.accepted_at or at,
            secondary_causes=[], groups=[],
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found


def _earlier_file(session: Session, household_id: uuid.UUID) -> HardshipFile | None:
    # An active file first: a household can have closed ones beside it only if they were merged.
    query = (
        select(HardshipFile).where(HardshipFile.household_id == household_id).order_by(HardshipFile.created_at.desc())
    )
    rows = session.scalars(lock(query)).all()
    return next((row for row in rows if row.status in ACTIVE), rows[0] if rows else None)


def _entry_path(file: HardshipFile) -> str:
    return (
        "RE_ENTER"
        if file.status == FileStatus.EXITED
        else "INHERITED"
        if file.status == FileStatus.INHERITED
        else "MISSED"
    )


def _end_episode(session: Session, file: HardshipFile, at: datetime) -> None:
    if file.current_episode_id is None:
        return
    before = session.get(Episode, file.current_episode_id)
    if before is not None and EPISODE.can(before.status, "end"):
        before.status, before.ended_on = EPISODE.target(before.status, "end"), clock.local_date(at)
        session.flush()


def _fill(episode: Episode, proofs: Proofs, file_id: uuid.UUID, at: datetime, officer_id: uuid.UUID | None) -> None:
    appraisal = proofs.appraisal
    episode.file_id, episode.filed_at, episode.filed_by = file_id, at, officer_id or proofs.approval.recorded_by
    episode.category, episode.main_cause = appraisal.category, appraisal.main_cause
    episode.secondary_causes, episode.groups = list(appraisal.secondary_causes), list(appraisal.groups)
    episode.primary_group = appraisal.primary_group
    episode.visit_id, episode.statement_id = proofs.visit.id, proofs.statement.id
    episode.deliberation_id, episode.appraisal_id = proofs.study.id, appraisal.id
    episode.publicity_id, episode.signature_id = proofs.publicity.id, proofs.signature.id
    episode.approval_id, episode.decision_id = proofs.approval.id, proofs.decision.id
    episode.status = EPISODE.target(episode.status, "file")


def _enter_persons(session: Session, case: CaseRecord, file_id: uuid.UUID, indexes: tuple[bytes, ...]) -> None:
    known = {
        row.id_number_index: row for row in session.scalars(select(FilePerson).where(FilePerson.file_id == file_id))
    }
    try:
        with savepoint(session):
            for row in known.values():
                row.active = row.id_number_index in indexes
            for index in indexes:
                role = str(Role.MAIN if households.person_id(session, index) == case.applicant_id else Role.MEMBER)
                if index in known:
                    known[index].role = role
                else:
                    session.add(FilePerson(file_id=file_id, id_number_index=index, role=role, active=True))
    except IntegrityError:
        # Another county filed one of them at the same moment, and was first.
        policies.check_nobody_filed(session, indexes, file_id)
        raise


def _new_file(
    session: Session, case: CaseRecord, file_id: uuid.UUID, episode_id: uuid.UUID, at: datetime
) -> HardshipFile:
    day = clock.local_date(at)
    file = HardshipFile(
        id=file_id, file_no=next_file_no(session, case.division, day.year), household_id=case.household_id,
        unit_id=case.unit_id, province_id=case.province_id, city_id=case.city_id, county_id=case.county_id,
        title=case.title, status=FILE.target(FILE.initial, "file"), current_episode_id=episode_id, opened_on=day,
        created_at=at,
    )  # fmt: skip
    session.add(file)
    return file

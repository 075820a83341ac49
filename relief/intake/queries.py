"""All reads of intake."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select

from kit.crypto import decrypt, decrypt_bytes
from kit.db import Session
from relief.households import queries as households
from relief.households.models import Member, Person
from relief.intake import sealed
from relief.intake.errors import CaseNotFound, DocumentNotFound
from relief.intake.models import Application, Consent, DeclaredLineRow, Paper, PaperReturn, Scan
from relief.intake.records import (
    CasePage,
    CaseRecord,
    ConsentRecord,
    HouseholdFacts,
    Overlap,
    PaperRecord,
    ReturnRecord,
    ScanRecord,
)
from relief.intake.registration import DeclaredLine
from relief.intake.status import ALIVE, Status
from unions.permissions import scope_of
from unions.records import Actor

PER_YEAR = {"month": 12, "quarter": 4, "year": 1}
# Dibao and other relief are no income (requirements 0.3.1); they are summed apart.
RELIEF_KINDS = frozenset({"dibao", "relief"})
FLEXIBLE = frozenset({"LAID_OFF", "UNEMPLOYED", "FLEXIBLE"})
MAX_PAGE = 200


def case(session: Session, case_id: uuid.UUID) -> CaseRecord:
    """Return a case, for operations; pages ask ``visible_case``.

    Raises:
        CaseNotFound: there is none.
    """
    return case_record(row(session, case_id))


def case_by_no(session: Session, case_no: str) -> CaseRecord:
    """Return the case with this number.

    Raises:
        CaseNotFound: there is none.
    """
    found = session.scalar(select(Application).where(Application.case_no == case_no.strip().upper()))
    if found is None:
        raise CaseNotFound
    return case_record(found)


def case_by_import_key(session: Session, key: bytes) -> CaseRecord | None:
    """Return the case that a sheet's row made, however often the sheet comes."""
    found = session.scalar(select(Application).where(Application.import_key == key))
    return case_record(found) if found else None


def cases(
    session: Session,
    actor: Actor,
    *,
    statuses: Iterable[Status] = (),
    after: uuid.UUID | None = None,
    limit: int = 50,
) -> CasePage:
    """Return the cases of the actor's part of the tree, newest first; all states when none is named."""
    query = select(Application).where(in_sight(actor)).order_by(Application.id.desc())
    wanted = [str(status) for status in statuses]
    if wanted:
        query = query.where(Application.status.in_(wanted))
    if after is not None:
        query = query.where(Application.id < after)
    size = min(limit, MAX_PAGE)
    found = [case_record(each) for each in session.scalars(query.limit(size + 1))]
    page = found[:size]
    return CasePage(tuple(page), page[-1].id if len(found) > size else None)


def in_sight(actor: Actor) -> ColumnElement[bool]:
    """Return the condition that a case lies in the actor's part of the tree."""
    scope = scope_of(actor)
    return or_(
        Application.unit_id.in_(list(scope.unit_ids)),
        Application.county_id.in_(list(scope.county_ids)),
        Application.city_id.in_(list(scope.city_ids)),
        Application.province_id.in_(list(scope.province_ids)),
    )


def profile(session: Session, case_id: uuid.UUID) -> HouseholdFacts:
    """Return what eligibility asks of a case: the household as it was declared, on the day of the application.

    Raises:
        CaseNotFound: there is none.
    """
    found = row(session, case_id)
    household = households.household(session, found.household_id)
    lines = declared_lines(session, case_id)
    income = [line for line in lines if line.direction == "income"]
    return HouseholdFacts(
        case_id=found.id, division=found.division, applied_on=found.applied_on, n=len(household.members),
        work_state=found.work_state, union_member=found.union_member, migrant=found.migrant, retired=found.retired,
        restructured=found.restructured, flexible_or_laid_off=found.work_state in FLEXIBLE,
        employer_has_union=found.employer_has_union, contract_months=found.contract_months,
        single_parent=found.single_parent, on_dibao=found.on_dibao, assets=tuple(found.assets),
        causes=tuple(found.causes), lines=lines, members=household.members,
        declared_yearly_income=yearly(line for line in income if line.kind not in RELIEF_KINDS),
        declared_yearly_relief=yearly(line for line in income if line.kind in RELIEF_KINDS),
        declared_yearly_expense=yearly(line for line in lines if line.direction == "expense"),
        files_elsewhere=bool(files_elsewhere(
            session, households.person_indexes(session, found.household_id), except_case=case_id
        )),
    )  # fmt: skip


def yearly(lines: Iterable[DeclaredLine]) -> int:
    """Return the yearly sum of lines, in fen."""
    return sum(line.amount * PER_YEAR[line.period] for line in lines)


def declared_lines(session: Session, case_id: uuid.UUID) -> tuple[DeclaredLine, ...]:
    """Return the declared lines, in the order of the form; what the sums start from."""
    query = select(DeclaredLineRow).where(DeclaredLineRow.application_id == case_id).order_by(DeclaredLineRow.position)
    return tuple(
        DeclaredLine(
            each.direction, each.kind, each.amount, each.period, each.source, sealed.open_text(each.note, sealed.NOTE)
        )
        for each in session.scalars(query)
    )


def cause_text(session: Session, case_id: uuid.UUID) -> str:
    """Return the household's own description; personal, for the pages of the case only."""
    return sealed.open_text(row(session, case_id).cause_text, sealed.CAUSE_TEXT)


def files_elsewhere(
    session: Session, indexes: Sequence[bytes], *, except_case: uuid.UUID | None = None
) -> tuple[Overlap, ...]:
    """Return the active cases and files, anywhere, in which persons with these blind indexes are (invariant 1)."""
    query: Select[bytes, str, Application] = (
        select(Person.id_number_index, Person.name_masked, Application)
        .join(Member, Member.person_id == Person.id)
        .join(Application, Application.household_id == Member.household_id)
        .where(
            Person.id_number_index.in_(list(indexes)),
            Member.until_on.is_(None),
            Application.status.in_([str(status) for status in ALIVE]),
        )
        .order_by(Application.id)
    )
    if except_case is not None:
        query = query.where(Application.id != except_case)
    return tuple(Overlap(index, name, case_record(found)) for index, name, found in session.execute(query))


def latest_of_household(session: Session, household_id: uuid.UUID) -> tuple[CaseRecord, ...]:
    """Return a household's cases, newest first."""
    query = select(Application).where(Application.household_id == household_id).order_by(Application.id.desc())
    return tuple(case_record(each) for each in session.scalars(query))


def consents(session: Session, case_id: uuid.UUID, on: date | None = None) -> tuple[ConsentRecord, ...]:
    """Return for every adult of the household whether he or she has consented to the data check."""
    found = row(session, case_id)
    given = {
        consent.person_id: consent.given_on
        for consent in session.scalars(
            select(Consent).where(Consent.application_id == case_id, Consent.withdrawn_on.is_(None))
        )
    }
    household = households.household(session, found.household_id, on)
    adults = (member for member in household.members if member.adult)
    return tuple(ConsentRecord(each.person_id, each.name_masked, given.get(each.person_id)) for each in adults)


def papers(session: Session, case_id: uuid.UUID) -> tuple[PaperRecord, ...]:
    """Return the checklist of a case, by paper."""
    query = select(Paper).where(Paper.application_id == case_id).order_by(Paper.paper)
    return tuple(PaperRecord(each.paper, each.received_at) for each in session.scalars(query))


def missing_papers(session: Session, case_id: uuid.UUID) -> tuple[str, ...]:
    """Return the codes of the papers that are still missing."""
    return tuple(each.paper for each in papers(session, case_id) if each.received_at is None)


def returns(session: Session, case_id: uuid.UUID) -> tuple[ReturnRecord, ...]:
    """Return the returns of a case, first one first."""
    query = select(PaperReturn).where(PaperReturn.application_id == case_id).order_by(PaperReturn.number)
    return tuple(
        ReturnRecord(
            number=each.number, step=each.step, return_to=each.return_to, reason=each.reason,
            papers=tuple(each.papers), asked_at=each.asked_at, asked_by=each.asked_by, supplied=tuple(each.supplied),
            supplied_at=each.supplied_at, note=sealed.open_text(each.note, sealed.RETURN_NOTE),
            supplied_note=sealed.open_text(each.supplied_note, sealed.SUPPLIED_NOTE),
        )
        for each in session.scalars(query)
    )  # fmt: skip


def closing_note(session: Session, case_id: uuid.UUID) -> str:
    """Return what was written about why a case was closed; personal, for the pages of the case only."""
    return sealed.open_text(row(session, case_id).reason_note, sealed.REASON_NOTE)


def scans(session: Session, case_id: uuid.UUID) -> tuple[ScanRecord, ...]:
    """Return the scans that came with acceptance and supplements, first one first."""
    query = select(Scan).where(Scan.application_id == case_id).order_by(Scan.id)
    return tuple(
        ScanRecord(
            each.id, each.step, decrypt(each.name, sealed.SCAN_NAME), each.media_type, each.size, each.digest,
            each.added_at,
        )
        for each in session.scalars(query)
    )  # fmt: skip


def scan_content(session: Session, case_id: uuid.UUID, scan_id: uuid.UUID) -> bytes:
    """Return the content of a case's scan.

    Raises:
        DocumentNotFound: the case has none with this id.
    """
    found = session.get(Scan, scan_id)
    if found is None or found.application_id != case_id:
        raise DocumentNotFound
    return decrypt_bytes(found.content, sealed.SCAN)


def row(session: Session, case_id: uuid.UUID) -> Application:
    """Return the row of a case, for this package.

    Raises:
        CaseNotFound: there is none.
    """
    found = session.get(Application, case_id)
    if found is None:
        raise CaseNotFound
    return found


def case_record(found: Application) -> CaseRecord:
    """Return the record of a row."""
    return CaseRecord(
        id=found.id, case_no=found.case_no, title=found.title, status=Status(found.status), unit_id=found.unit_id,
        province_id=found.province_id, city_id=found.city_id, county_id=found.county_id, division=found.division,
        household_id=found.household_id, applicant_id=found.applicant_id, channel=found.channel, origin=found.origin,
        applied_on=found.applied_on, registered_at=found.registered_at, registered_by=found.registered_by,
        accepted_at=found.accepted_at, closed_at=found.closed_at, ended_at=found.ended_at, reason=found.reason,
        proposed_reason=found.proposed_reason, causes=tuple(found.causes),
    )  # fmt: skip

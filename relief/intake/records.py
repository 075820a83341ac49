"""What intake's queries hand out: frozen and masked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime

from relief.households.records import MemberRecord
from relief.intake.registration import DeclaredLine
from relief.intake.status import Status


@dataclass(frozen=True)
class CaseRecord:
    """An application, masked; ``title`` is the applicant's surname and a star.

    ``division`` is the code of the county (or city, or province) whose settings apply. ``reason`` is set once the case
    is closed without a file; ``proposed_reason`` is what the step that wants to close it gave.
    """

    id: uuid.UUID
    case_no: str
    title: str
    status: Status
    unit_id: uuid.UUID
    province_id: uuid.UUID
    city_id: uuid.UUID | None
    county_id: uuid.UUID | None
    division: str
    household_id: uuid.UUID
    applicant_id: uuid.UUID
    channel: str
    origin: str
    applied_on: date
    registered_at: datetime
    registered_by: uuid.UUID
    accepted_at: datetime | None
    closed_at: datetime | None
    ended_at: datetime | None
    reason: str | None
    proposed_reason: str | None
    causes: tuple[str, ...]


@dataclass(frozen=True)
class CasePage:
    """One page of cases, newest first; pass ``next_after`` on for the next page, None at the end."""

    items: tuple[CaseRecord, ...]
    next_after: uuid.UUID | None


@dataclass(frozen=True)
class HouseholdFacts:
    """What eligibility asks of a case as declared (requirements 3.0); money in fen, ``n`` persons living together.

    ``files_elsewhere``: somebody of the household is in another active case or file, anywhere (DT1 row 1).
    ``flexible_or_laid_off``: the street or community union takes such workers, whatever their employer has.
    """

    case_id: uuid.UUID
    division: str
    applied_on: date
    n: int
    work_state: str
    union_member: bool
    migrant: bool
    retired: bool
    restructured: bool
    flexible_or_laid_off: bool
    employer_has_union: bool
    contract_months: int | None
    single_parent: bool
    on_dibao: bool
    assets: tuple[str, ...]
    causes: tuple[str, ...]
    declared_yearly_income: int
    declared_yearly_relief: int
    declared_yearly_expense: int
    lines: tuple[DeclaredLine, ...]
    members: tuple[MemberRecord, ...]
    files_elsewhere: bool


@dataclass(frozen=True)
class ConsentRecord:
    """Whether an adult member has consented to the data check, and when."""

    person_id: uuid.UUID
    name_masked: str
    given_on: date | None


@dataclass(frozen=True)
class PaperRecord:
    """One entry of the checklist; missing while ``received_at`` is empty."""

    paper: str
    received_at: datetime | None


@dataclass(frozen=True)
class ReturnRecord:
    """One return for more; open while ``supplied_at`` is empty."""

    number: int
    step: str
    return_to: str
    reason: str
    papers: tuple[str, ...]
    asked_at: datetime
    asked_by: uuid.UUID | None
    supplied: tuple[str, ...]
    supplied_at: datetime | None
    note: str = field(default="", repr=False)
    supplied_note: str = field(default="", repr=False)


@dataclass(frozen=True)
class ScanRecord:
    """A scanned paper, without its content."""

    id: uuid.UUID
    step: str
    name: str = field(repr=False)
    media_type: str
    size: int
    digest: str
    added_at: datetime


@dataclass(frozen=True)
class Overlap:
    """Another active case in which a person of a household is: by which person's blind index, and which case."""

    index: bytes = field(repr=False)
    name_masked: str
    case: CaseRecord

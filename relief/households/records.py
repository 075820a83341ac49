"""What the queries hand out: frozen, and masked unless the class says revealed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date

from relief.households.entries import Role

ADULT_AGE = 18


@dataclass(frozen=True)
class PersonRecord:
    """A person, masked."""

    person_id: uuid.UUID
    name_masked: str
    id_masked: str
    sex: str
    birth_year: int


@dataclass(frozen=True)
class MemberRecord:
    """A member of a household, masked; ``age`` in full years on the day asked for, ``monthly_income`` in fen."""

    member_id: uuid.UUID
    person_id: uuid.UUID
    name_masked: str
    id_masked: str
    phone_masked: str
    card_masked: str
    relation: str
    role: Role
    sex: str
    age: int
    identity: str
    ethnicity: str
    political: str
    marital: str
    hukou: str
    medical_insurance: str
    model_worker: str
    study_stage: str
    employer: str
    union_member: bool
    monthly_income: int | None
    disabled: bool
    from_on: date
    until_on: date | None

    @property
    def adult(self) -> bool:
        """Whether the member is of age: every adult signs the consent."""
        return self.age >= ADULT_AGE


@dataclass(frozen=True)
class HouseholdRecord:
    """A household on a day, masked; the main worker comes first."""

    household_id: uuid.UUID
    county_code: str
    address_masked: str
    housing: str
    floor_area_dm2: int | None
    members: tuple[MemberRecord, ...]

    @property
    def main(self) -> MemberRecord:
        """The main worker."""
        return self.members[0]


@dataclass(frozen=True)
class RevealedMember:
    """A member in full. Only ``reveal`` makes these, for a reason that its caller records."""

    member_id: uuid.UUID
    person_id: uuid.UUID
    relation: str
    role: Role
    sex: str
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    birth: date = field(repr=False)
    phone: str = field(repr=False)
    bank_name: str = field(repr=False)
    bank_card: str = field(repr=False)
    health: str = field(repr=False)
    disability_class: str = field(repr=False)
    disability_level: str = field(repr=False)


@dataclass(frozen=True)
class RevealedHousehold:
    """A household in full."""

    household_id: uuid.UUID
    address: str = field(repr=False)
    members: tuple[RevealedMember, ...] = field(repr=False)

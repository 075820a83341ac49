"""Reads of the register: masked by default; in full only with a reason, which the caller records."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Row, Select, or_, select

from kit import clock
from kit.crypto import decrypt
from kit.db import Session
from relief.households import private
from relief.households.entries import Role
from relief.households.errors import NoSuchHousehold, NoSuchPerson, ReasonMissing
from relief.households.idnumber import IdNumber, age_on, parse_id_number
from relief.households.masking import mask_address, mask_card, mask_id_number, mask_phone
from relief.households.models import Household, Member, Person
from relief.households.records import (
    HouseholdRecord,
    MemberRecord,
    PersonRecord,
    RevealedHousehold,
    RevealedMember,
)

LEAST_REASON = 4


def person(session: Session, person_id: uuid.UUID) -> PersonRecord:
    """Return a person, masked.

    Raises:
        NoSuchPerson: nobody has this id.
    """
    row = session.get(Person, person_id)
    if row is None:
        raise NoSuchPerson
    return _person_record(row)


def person_by_id_number(session: Session, number: IdNumber) -> PersonRecord | None:
    """Find a person by his ID number, whatever form it was typed in."""
    row = session.scalar(select(Person).where(Person.id_number_index == number.index))
    return _person_record(row) if row else None


def namesakes(session: Session, name: str) -> tuple[PersonRecord, ...]:
    """Return the persons of exactly this name, oldest entry first."""
    query = select(Person).where(Person.name_index == private.name_index(name)).order_by(Person.id)
    return tuple(_person_record(row) for row in session.scalars(query))


def household(session: Session, household_id: uuid.UUID, on: date | None = None) -> HouseholdRecord:
    """Return a household as it is, or as it was ``on`` a day, masked; ages are of that day.

    Raises:
        NoSuchHousehold: it does not exist, or had nobody on that day.
    """
    row = session.get(Household, household_id)
    members = _members(session, household_id, on)
    if row is None or not members:
        raise NoSuchHousehold
    address = decrypt(row.address, private.ADDRESS)
    day = on or clock.today()
    return HouseholdRecord(
        household_id=row.id, county_code=row.county_code, address_masked=mask_address(address), housing=row.housing,
        floor_area_dm2=row.floor_area_dm2, members=tuple(_member_record(m, p, day) for m, p in members),
    )  # fmt: skip


def person_indexes(session: Session, household_id: uuid.UUID) -> tuple[bytes, ...]:
    """Return the blind indexes of those who belong to the household now."""
    query = (
        select(Person.id_number_index)
        .join(Member, Member.person_id == Person.id)
        .where(Member.household_id == household_id, Member.until_on.is_(None))
        .order_by(Person.id_number_index)
    )
    return tuple(session.scalars(query))


def households_of(session: Session, indexes: Iterable[bytes]) -> tuple[uuid.UUID, ...]:
    """Return the households to which any person with one of these blind indexes belongs now, anywhere."""
    query = (
        select(Member.household_id)
        .join(Person, Person.id == Member.person_id)
        .where(Person.id_number_index.in_(list(indexes)), Member.until_on.is_(None))
        .distinct()
    )
    return tuple(sorted(session.scalars(query)))


def person_id(session: Session, index: bytes) -> uuid.UUID | None:
    """Return the id of the person with this blind index, if he or she is known."""
    return session.scalar(select(Person.id).where(Person.id_number_index == index))


def households_led_by(session: Session, index: bytes) -> tuple[uuid.UUID, ...]:
    """Return the households whose main worker now is the person with this blind index, oldest first."""
    query = (
        select(Member.household_id)
        .join(Person, Person.id == Member.person_id)
        .where(Person.id_number_index == index, Member.until_on.is_(None), Member.role == Role.MAIN)
    )
    return tuple(sorted(session.scalars(query)))


def reveal(session: Session, household_id: uuid.UUID, *, reason: str, on: date | None = None) -> RevealedHousehold:
    """Return a household in full. The caller checks who asks and appends ``reason`` to the audit chain.

    Raises:
        ReasonMissing: no reason that says anything.
        NoSuchHousehold: it does not exist.
    """
    check_reason(reason)
    row = session.get(Household, household_id)
    members = _members(session, household_id, on)
    if row is None or not members:
        raise NoSuchHousehold
    return RevealedHousehold(
        household_id=row.id,
        address=decrypt(row.address, private.ADDRESS),
        members=tuple(_revealed(member, person_row) for member, person_row in members),
    )


def check_reason(reason: str) -> None:
    """Refuse to reveal personal data without a reason.

    Raises:
        ReasonMissing: it is too short to say anything.
    """
    length = len(reason.strip())
    if length < LEAST_REASON:
        raise ReasonMissing(least=LEAST_REASON, length=length)


def _members(session: Session, household_id: uuid.UUID, on: date | None) -> list[Row[Member, Person]]:
    query: Select[Member, Person] = (
        select(Member, Person)
        .join(Person, Person.id == Member.person_id)
        .where(Member.household_id == household_id)
        .order_by(Member.position, Member.id)
    )
    if on is None:
        query = query.where(Member.until_on.is_(None))
    else:
        query = query.where(Member.from_on <= on, or_(Member.until_on.is_(None), Member.until_on > on))
    return list(session.execute(query).all())


def _person_record(row: Person) -> PersonRecord:
    number = decrypt(row.id_number, private.ID_NUMBER)
    return PersonRecord(row.id, row.name_masked, mask_id_number(number), row.sex, row.birth_year)


def _member_record(member: Member, person_row: Person, day: date) -> MemberRecord:
    number = _number(person_row)
    hidden = private.unseal(member.private)
    return MemberRecord(
        member_id=member.id, person_id=person_row.id, name_masked=person_row.name_masked,
        id_masked=mask_id_number(number.text), phone_masked=mask_phone(hidden.phone),
        card_masked=mask_card(hidden.bank_card), relation=member.relation, role=Role(member.role),
        sex=person_row.sex, age=age_on(number.birth, day), identity=member.identity, ethnicity=member.ethnicity,
        political=member.political, marital=member.marital, hukou=member.hukou,
        medical_insurance=member.medical_insurance, model_worker=member.model_worker, study_stage=member.study_stage,
        employer=member.employer, union_member=member.union_member, monthly_income=member.monthly_income,
        disabled=bool(hidden.disability_class), from_on=member.from_on, until_on=member.until_on,
    )  # fmt: skip


def _revealed(member: Member, person_row: Person) -> RevealedMember:
    number = _number(person_row)
    hidden = private.unseal(member.private)
    return RevealedMember(
        member_id=member.id, person_id=person_row.id, relation=member.relation, role=Role(member.role),
        sex=person_row.sex, name=decrypt(person_row.name, private.NAME), id_number=number.text, birth=number.birth,
        **vars(hidden),
    )  # fmt: skip


def _number(person_row: Person) -> IdNumber:
    # What is stored was checked when it came in; a clock that was set back must not make it unreadable.
    return parse_id_number(decrypt(person_row.id_number, private.ID_NUMBER), today=date.max)

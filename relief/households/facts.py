"""Writes of the register: persons found or made, households made or revised. Caller: one command's transaction."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kit import clock
from kit.crypto import decrypt, encrypt
from kit.db import Session, lock, new_id, savepoint
from relief.households import private
from relief.households.entries import HouseholdEntry, MemberEntry, Role, check_each_once, parse_name
from relief.households.errors import NameDiffers, NoSuchHousehold, NoSuchPerson
from relief.households.masking import mask_name
from relief.households.models import Household, Member, Person

_OPEN_COLUMNS = (
    "relation", "identity", "ethnicity", "political", "marital", "hukou", "medical_insurance", "model_worker",
    "study_stage", "employer", "union_member", "monthly_income",
)  # fmt: skip


@dataclass(frozen=True)
class SavedHousehold:
    """What was written: the persons in the entry's order, the main worker first."""

    household_id: uuid.UUID
    person_ids: tuple[uuid.UUID, ...]


def create_household(session: Session, entry: HouseholdEntry, *, on: date) -> SavedHousehold:
    """Make a household whose members belong to it from ``on``; persons who are known already are used.

    Raises:
        PersonTwice: one ID number is given twice.
        NameDiffers: an ID number is registered under another name.
    """
    check_each_once(entry.members)
    at = clock.now()
    row = Household(
        id=new_id(), county_code=entry.county_code, address=encrypt(entry.address, private.ADDRESS),
        housing=entry.housing, floor_area_dm2=entry.floor_area_dm2, created_at=at, revised_at=at,
    )  # fmt: skip
    session.add(row)
    session.flush()
    person_ids = _find_or_make_all(session, entry.members)
    for position, (person_id, member) in enumerate(zip(person_ids, entry.members, strict=True)):
        session.add(_member(row.id, person_id, position, member, on))
    session.flush()
    return SavedHousehold(row.id, person_ids)


def revise_household(session: Session, household_id: uuid.UUID, entry: HouseholdEntry, *, on: date) -> SavedHousehold:
    """Bring a household to a new declaration: who left ends on ``on``, who came or changed begins on it.

    Raises:
        NoSuchHousehold: it does not exist.
        PersonTwice, NameDiffers: as for a new household.
    """
    check_each_once(entry.members)
    row = session.scalar(lock(select(Household).where(Household.id == household_id)))
    if row is None:
        raise NoSuchHousehold
    row.county_code, row.address = entry.county_code, encrypt(entry.address, private.ADDRESS)
    row.housing, row.floor_area_dm2, row.revised_at = entry.housing, entry.floor_area_dm2, clock.now()
    person_ids = _find_or_make_all(session, entry.members)
    wanted = dict(zip(person_ids, enumerate(entry.members), strict=True))
    still: set[uuid.UUID] = set()
    for member in session.scalars(select(Member).where(Member.household_id == household_id, Member.until_on.is_(None))):
        position, declared = wanted.get(member.person_id, (0, None))
        if declared is not None and _is_same(member, position, declared):
            still.add(member.person_id)
        else:
            member.until_on = max(on, member.from_on)
    # The open row must be gone before its successor comes: one open row per person is a unique index.
    session.flush()
    for person_id, (position, declared) in wanted.items():
        if person_id not in still:
            session.add(_member(household_id, person_id, position, declared, on))
    session.flush()
    return SavedHousehold(household_id, person_ids)


def correct_name(session: Session, person_id: uuid.UUID, name: str) -> None:
    """Put a wrongly registered name right; the caller checks who may, and appends the audit row.

    Raises:
        NoSuchPerson: nobody has this id.
        NotAName: the new name is none.
    """
    person = session.scalar(lock(select(Person).where(Person.id == person_id)))
    if person is None:
        raise NoSuchPerson
    _set_name(person, parse_name(name))


def _find_or_make_all(session: Session, members: tuple[MemberEntry, ...]) -> tuple[uuid.UUID, ...]:
    # In the order of the index: two commands that share persons take the rows in one order and cannot deadlock.
    ordered = sorted(members, key=lambda member: member.id_number.index)
    made = {member.id_number.index: _find_or_make(session, member) for member in ordered}
    return tuple(made[member.id_number.index] for member in members)


def _find_or_make(session: Session, member: MemberEntry) -> uuid.UUID:
    index = member.id_number.index
    query = select(Person).where(Person.id_number_index == index)
    person = session.scalar(query)
    if person is None:
        try:
            with savepoint(session):
                person = _new_person(member)
                session.add(person)
        except IntegrityError:
            # Another command made the same person in between; its row is there now.
            person = session.scalars(query).one()
    if decrypt(person.name, private.NAME) != member.name:
        raise NameDiffers(registered=person.name_masked, person=index)
    return person.id


def _new_person(member: MemberEntry) -> Person:
    number = member.id_number
    person = Person(
        id=new_id(), id_number=encrypt(number.text, private.ID_NUMBER), id_number_index=number.index,
        sex=number.sex, birth_year=number.birth.year, created_at=clock.now(),
    )  # fmt: skip
    _set_name(person, member.name)
    return person


def _set_name(person: Person, name: str) -> None:
    person.name = encrypt(name, private.NAME)
    person.name_index = private.name_index(name)
    person.name_masked = mask_name(name)


def _member(household_id: uuid.UUID, person_id: uuid.UUID, position: int, entry: MemberEntry, on: date) -> Member:
    return Member(
        id=new_id(), household_id=household_id, person_id=person_id, position=position, role=_role(position),
        from_on=on, until_on=None, private=private.seal(private.particulars_of(entry)),
        **{column: getattr(entry, column) for column in _OPEN_COLUMNS},
    )  # fmt: skip


def _role(position: int) -> str:
    return Role.MAIN if position == 0 else Role.MEMBER


def _is_same(member: Member, position: int, entry: MemberEntry) -> bool:
    return (
        member.role == _role(position)
        and all(getattr(member, column) == getattr(entry, column) for column in _OPEN_COLUMNS)
        and private.unseal(member.private) == private.particulars_of(entry)
    )

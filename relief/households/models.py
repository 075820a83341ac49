"""Persons, households and their members. What identifies or could shame a person is encrypted.

A person is an identity only; phone, bank card, health and the like stand with the membership, so that entering somebody
in one household never changes what another union holds about him.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime


class Person(Base):
    """Somebody with an ID number, found again by its blind index; the birth's year stands open for statistics."""

    __tablename__ = "persons"
    __table_args__ = (CheckConstraint("sex IN ('male', 'female')", name="sex"),)

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    id_number: Mapped[bytes] = mapped_column(LargeBinary)
    id_number_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    name: Mapped[bytes] = mapped_column(LargeBinary)
    name_index: Mapped[bytes] = mapped_column(LargeBinary(32), index=True)
    name_masked: Mapped[str] = mapped_column(String(8))
    sex: Mapped[str] = mapped_column(String(6))
    birth_year: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Household(Base):
    """People who live together; the division code says where, the address is encrypted."""

    __tablename__ = "households"
    __table_args__ = (CheckConstraint("floor_area_dm2 IS NULL OR floor_area_dm2 >= 0", name="floor_area"),)

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    county_code: Mapped[str] = mapped_column(String(12))
    address: Mapped[bytes] = mapped_column(LargeBinary)
    housing: Mapped[str] = mapped_column(String(20), default="")
    floor_area_dm2: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    revised_at: Mapped[datetime] = mapped_column(UTCDateTime)


class Member(Base):
    """One person's time in one household, from a day until the day before ``until_on``; open while that is empty."""

    __tablename__ = "household_members"
    __table_args__ = (
        CheckConstraint("role IN ('main', 'member')", name="role"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", name="until_after_from"),
        CheckConstraint("monthly_income IS NULL OR monthly_income >= 0", name="income"),
        Index("uq_household_members_open_main", "household_id", unique=True,
              sqlite_where=text("until_on IS NULL AND role = 'main'"),
              postgresql_where=text("until_on IS NULL AND role = 'main'")),
        Index("uq_household_members_open_person", "household_id", "person_id", unique=True,
              sqlite_where=text("until_on IS NULL"), postgresql_where=text("until_on IS NULL")),
        Index("ix_household_members_open_by_person", "person_id",
              sqlite_where=text("until_on IS NULL"), postgresql_where=text("until_on IS NULL")),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    household_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("households.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(Id, ForeignKey("persons.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    relation: Mapped[str] = mapped_column(String(20))
    role: Mapped[str] = mapped_column(String(6))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    # Phone, bank account, health and disability as encrypted JSON: read together, never searched.
    private: Mapped[bytes] = mapped_column(LargeBinary)
    identity: Mapped[str] = mapped_column(String(20))
    ethnicity: Mapped[str] = mapped_column(String(4))
    political: Mapped[str] = mapped_column(String(20))
    marital: Mapped[str] = mapped_column(String(20))
    hukou: Mapped[str] = mapped_column(String(20))
    medical_insurance: Mapped[str] = mapped_column(String(20))
    model_worker: Mapped[str] = mapped_column(String(20))
    study_stage: Mapped[str] = mapped_column(String(20))
    employer: Mapped[str] = mapped_column(String(120))
    union_member: Mapped[bool]
    monthly_income: Mapped[int | None] = mapped_column(BigInteger)

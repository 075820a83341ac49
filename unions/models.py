"""Tables of the union tree, its officers and their posts.

All periods are dates with both ends included; an open end is NULL.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, UTCDateTime
from kit.i18n import DEFAULT_LANGUAGE

_OPEN_VERSION = text("valid_to IS NULL")
_OPEN_CHAIR = text("role = 'chair' AND ends_on IS NULL")


class Unit(Base):
    """The identity of a unit; what is true of it on a date stands in its versions."""

    __tablename__ = "units"

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)


class UnitVersion(Base):
    """A unit's name, kind and place in the tree during a period.

    The ids of its county, city and province union are repeated here, so that boards and inboxes need no walk.
    """

    __tablename__ = "unit_versions"
    __table_args__ = (
        UniqueConstraint("unit_id", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        CheckConstraint("parent_id IS NULL OR parent_id <> unit_id", name="not_own_parent"),
        Index("uq_unit_versions_open", "unit_id", unique=True, sqlite_where=_OPEN_VERSION, postgresql_where=_OPEN_VERSION),
    )  # fmt: skip

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(24))
    level: Mapped[str] = mapped_column(String(12))
    parent_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    division: Mapped[str | None] = mapped_column(String(12), index=True)
    province_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"), index=True)
    city_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    county_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("units.id"), index=True)
    ancestor_ids: Mapped[list[str]] = mapped_column(JSON)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class Officer(Base):
    """A person who may log in. ``password_hash`` is argon2; without one nobody can log in as this officer."""

    __tablename__ = "officers"

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2), default=DEFAULT_LANGUAGE)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class Post(Base):
    """An officer's role in a unit during a period."""

    __tablename__ = "posts"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="period"),
        UniqueConstraint("officer_id", "unit_id", "role", "starts_on"),
        Index("ix_posts_unit_role", "unit_id", "role"),
        Index("uq_posts_open_chair", "unit_id", unique=True, sqlite_where=_OPEN_CHAIR, postgresql_where=_OPEN_CHAIR),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"))
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("units.id"))
    role: Mapped[str] = mapped_column(String(20))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)


class StandIn(Base):
    """An officer who acts in somebody else's post, by a letter and until a day that must be given."""

    __tablename__ = "stand_ins"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("length(trim(letter_no)) > 0", name="letter"),
        UniqueConstraint("post_id", "starts_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    post_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("posts.id"))
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"), index=True)
    letter_no: Mapped[str] = mapped_column(String(60))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)

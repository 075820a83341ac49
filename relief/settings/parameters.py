"""Settings of a jurisdiction: a value for a division, from a day to a day, with its legal basis.

Everything that the requirements mark ``[assume]`` or that differs by place stands here, never in code. A setting is
looked up for a division, then for those above it, up to the whole country ("000000"); where nobody has set it, the
product's default holds and says that it is assumed.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from sqlalchemy import JSON, CheckConstraint, Date, Index, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from kit.db import Base, Id, Session, new_id
from kit.i18n import Text
from relief.settings.errors import SettingOfWrongKind, SettingPeriodOverlaps, SettingUnknown
from relief.settings.ladder import COUNTRY, ladder

SettingValue: TypeAlias = int | bool | str | list[str]


@dataclass(frozen=True)
class Default:
    """The product's value of a setting, its unit and where it comes from."""

    value: SettingValue
    unit: str
    basis: str


DEFAULTS: Mapping[str, Default] = {
    # The county's own line is missing for most places and dates: Lanzhou 2015 stands in, and is marked as assumed.
    "dibao_line": Default(51_500, "fen per person and month", "Lanzhou 2015 (P30), a stand-in [assume]"),
    "publicity_days": Default(5, "working days", "requirements 2, step 7 [assume]"),
    "income_includes_relief": Default(False, "yes or no", "requirements 0.3.1"),  # noqa: FBT003
    "retired_are_out": Default(True, "yes or no", "C3; requirements 0.3.7"),  # noqa: FBT003
    "employer_union_required": Default(True, "yes or no", "E12; requirements 0.3.7"),  # noqa: FBT003
    "months_below_required": Default(6, "months", "P1; requirements 0.3.2"),
    "event_months": Default(12, "months", "requirements 0.3.2 [assume]"),
    "k3_other_causes": Default([], "codes", "requirements 0.3.2 [assume]"),
    "visitors_required": Default(2, "persons", "requirements 2, step 3 [assume]; never fewer"),
    "study_quorum": Default(3, "members", "requirements 2, step 5 [assume]; never fewer"),
    "difference_permille": Default(100, "per thousand", "requirements 3.3 [assume]"),
    "spot_check_permille": Default(300, "per thousand", "P3, requirements 2, step 11 [assume]"),
}


class PolicyParameter(Base):
    """One value of one setting in one division; both ends of the period are included, an open end is NULL."""

    __tablename__ = "policy_parameters"
    __table_args__ = (
        UniqueConstraint("name", "division", "valid_from"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="period"),
        Index("ix_policy_parameters_lookup", "name", "division", "valid_from"),
    )

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    division: Mapped[str] = mapped_column(String(12))
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    value: Mapped[SettingValue] = mapped_column(JSON)
    unit: Mapped[str] = mapped_column(String(40))
    legal_basis: Mapped[str] = mapped_column(String(200))


@dataclass(frozen=True)
class Parameter:
    """A setting as it holds in a division on a day. ``assumed``: nobody has set it, the default holds."""

    name: str
    value: SettingValue
    unit: str
    division: str
    legal_basis: str
    assumed: bool

    @property
    def integer(self) -> int:
        """The value as a whole number (money in fen)."""
        return self.value if isinstance(self.value, int) else 0

    @property
    def flag(self) -> bool:
        """The value as yes or no."""
        return self.value is True

    @property
    def codes(self) -> tuple[str, ...]:
        """The value as a list of codes."""
        return tuple(self.value) if isinstance(self.value, list) else ()


@dataclass(frozen=True)
class NewParameter:
    """A value to set from ``valid_from`` on, until ``valid_to`` (included) if that is given."""

    name: str
    division: str
    valid_from: date
    value: SettingValue
    legal_basis: str
    valid_to: date | None = None


def parameter(session: Session, name: str, division_code: str, on: date) -> Parameter:
    """Return the setting ``name`` as it holds in a division on the day ``on``.

    Raises:
        SettingUnknown: Bangfu has no such setting.
    """
    default = _default(name)
    codes = tuple(ladder(division_code))
    rows = session.scalars(
        select(PolicyParameter).where(
            PolicyParameter.name == name,
            PolicyParameter.division.in_(codes),
            PolicyParameter.valid_from <= on,
            or_(PolicyParameter.valid_to.is_(None), PolicyParameter.valid_to >= on),
        )
    )
    nearest = min(rows, key=lambda row: codes.index(row.division), default=None)
    if nearest is None:
        return Parameter(name, default.value, default.unit, COUNTRY, default.basis, assumed=True)
    return Parameter(name, nearest.value, nearest.unit, nearest.division, nearest.legal_basis, assumed=False)


def set_parameter(session: Session, new: NewParameter) -> uuid.UUID:
    """Store a value. An open value that began earlier ends on the day before; the caller appends the audit row.

    Raises:
        SettingUnknown: Bangfu has no such setting.
        SettingOfWrongKind: the value is not of the setting's kind, or a number is negative.
        SettingPeriodOverlaps: another value of this division begins in the period or reaches into it.
    """
    default = _default(new.name)
    _check_kind(new, default)
    same = select(PolicyParameter).where(PolicyParameter.name == new.name, PolicyParameter.division == new.division)
    for row in session.scalars(same):
        if row.valid_to is None and row.valid_from < new.valid_from:
            row.valid_to = date.fromordinal(new.valid_from.toordinal() - 1)
        elif _overlaps(row, new):
            raise SettingPeriodOverlaps(name=new.name, division=new.division, day=row.valid_from)
    added = PolicyParameter(
        id=new_id(), name=new.name, division=new.division, valid_from=new.valid_from, valid_to=new.valid_to,
        value=new.value, unit=default.unit, legal_basis=new.legal_basis,
    )  # fmt: skip
    session.add(added)
    session.flush()
    return added.id


def _overlaps(row: PolicyParameter, new: NewParameter) -> bool:
    starts_in_time = new.valid_to is None or row.valid_from <= new.valid_to
    return starts_in_time and (row.valid_to is None or row.valid_to >= new.valid_from)


def _default(name: str) -> Default:
    if name not in DEFAULTS:
        raise SettingUnknown(name=name[:40], known=", ".join(DEFAULTS))
    return DEFAULTS[name]


def _check_kind(new: NewParameter, default: Default) -> None:
    wanted, value = default.value, new.value
    kinds: dict[type, tuple[bool, Text]] = {
        bool: (isinstance(value, bool), Text("yes or no")),
        int: (isinstance(value, int) and not isinstance(value, bool) and value >= 0, Text("a whole number from 0")),
        list: (isinstance(value, list) and all(isinstance(item, str) for item in value), Text("a list of codes")),
    }
    fits, kind = kinds[type(wanted)]
    if not fits:
        raise SettingOfWrongKind(name=new.name, kind=kind, value=str(value)[:40])

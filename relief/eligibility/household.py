"""What a decision about a household is made from. Money in fen; nothing here identifies a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from relief.eligibility.errors import NobodyInHousehold, NoLine, NotAnAmountOfTime, StillHardWithoutReason


class Side(StrEnum):
    """What a line of the statement is. Relief is kept apart: it is no income unless a setting says so (0.3.1)."""

    INCOME = "income"
    RELIEF = "relief"
    EXPENSE = "expense"


class Period(StrEnum):
    """What a line's amount is for; every line says it, because the sources mix them (D8)."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class Retirement(StrEnum):
    """退休情况. Only the socialised pension leads out of scope; 内退 and 提前退休 stay in (DT1 row 4)."""

    NONE = "none"
    SOCIALISED = "socialised"
    INTERNAL = "internal"
    EARLY = "early"


@dataclass(frozen=True)
class Line:
    """An amount in fen per ``period``; ``code`` says what for."""

    side: Side
    code: str
    amount: int
    period: Period


@dataclass(frozen=True)
class Event:
    """Something that hit the household: sudden_event, accident, serious_illness or a jurisdiction's own code."""

    kind: str
    on: date


@dataclass(frozen=True)
class Standing:
    """What decides whether the worker may be filed at all (DT1).

    ``files_elsewhere`` counts the active files, anywhere, in which somebody of the household is.
    """

    files_elsewhere: int = 0
    migrant: bool = False
    union_member: bool = True
    retirement: Retirement = Retirement.NONE
    employer_has_union: bool = True
    flexible_or_laid_off: bool = False
    asset_flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Means:
    """What decides the category (DT2, DT3): verified figures, not declared ones.

    ``line`` is the urban dibao line in fen per person and month. ``causes`` are codes of standard 2: illness,
    schooling, disability, single_parent, other_special. ``still_hard`` needs the committee's reason on record.

    Raises:
        NobodyInHousehold: fewer than one person.
        NoLine: a line that is not positive.
        NotAnAmountOfTime: a negative number of months.
        StillHardWithoutReason: still hard, but no reason.
    """

    persons: int
    line: int
    lines: tuple[Line, ...]
    causes: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    relieved: bool = False
    still_hard: bool = False
    still_hard_reason: str = ""
    months_below: int = 0

    def __post_init__(self) -> None:
        if self.persons < 1:
            raise NobodyInHousehold(persons=self.persons)
        if self.line < 1:
            raise NoLine(line=self.line)
        if self.months_below < 0:
            raise NotAnAmountOfTime(months=self.months_below)
        if self.still_hard and not self.still_hard_reason.strip():
            raise StillHardWithoutReason


@dataclass(frozen=True)
class Settings:
    """What a jurisdiction sets; the defaults are the product's (``relief.settings.parameters.DEFAULTS``)."""

    income_includes_relief: bool = False
    retired_are_out: bool = True
    employer_union_required: bool = True
    months_below_required: int = 6
    event_months: int = 12
    k3_other_causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class HouseholdFacts:
    """Everything about one household on the day of the decision."""

    standing: Standing
    means: Means
    decided_on: date
    settings: Settings = Settings()

"""What may be true of units, posts and stand-ins: pure checks, shared by single changes and by imports of thousands."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kit.i18n import LANGUAGES, Text
from unions import errors
from unions.levels import Level, UnitKind
from unions.records import UnitRecord
from unions.roles import Role

EARLIEST = date(1925, 5, 1)  # The All-China Federation of Trade Unions was founded on this day.
OPEN_END = Text("no end")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
_EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\".]+(\.[^@\s,;<>\".]+)*")
_EMAIL_LIMIT = 254


@dataclass(frozen=True)
class Placement:
    """Where a unit stands: the ids that are repeated in its row."""

    province_id: uuid.UUID
    city_id: uuid.UUID | None
    county_id: uuid.UUID | None
    ancestor_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class HeldPeriod:
    """A period in which somebody already is what another wants to be; ``officer_name`` is for the refusal."""

    officer_id: uuid.UUID
    officer_name: str
    starts_on: date
    ends_on: date | None


def place(unit_id: uuid.UUID, kind: UnitKind, level: Level, parent: UnitRecord | None) -> Placement:
    """Return the placement of a unit under its parent; a service point stands where its union stands."""
    if parent is None:
        province, city, county, above = unit_id, None, None, tuple[uuid.UUID, ...]()
    else:
        province, city, county = parent.province_id, parent.city_id, parent.county_id
        above = (*parent.ancestor_ids, parent.id)
    if not kind.is_service_point:
        city = unit_id if level is Level.CITY else city
        county = unit_id if level is Level.COUNTY else county
    return Placement(province, city, county, above)


def check_kind_fits(kind: UnitKind, level: Level) -> None:
    """Refuse a kind of unit on a level where it does not exist.

    Raises:
        LevelDoesNotFit: see ``UnitKind.levels``.
    """
    if level not in kind.levels:
        levels = " ".join(str(each.label) for each in Level if each in kind.levels)
        raise errors.LevelDoesNotFit(kind=kind.label, level=level.label, levels=levels)


def check_parent_fits(name: str, kind: UnitKind, level: Level, parent: UnitRecord | None) -> None:
    """Refuse a parent that is not above the unit.

    Only a territorial union may stand at the top. A service point hangs under a union of its own level; other units
    under a higher one, or a grassroots union under another (a company's branch). Nothing hangs under a service point.

    Raises:
        ParentMissing: no parent, and not a territorial union.
        ParentDoesNotFit: the parent is not above.
    """
    if parent is None:
        if kind is not UnitKind.TERRITORIAL:
            raise errors.ParentMissing(unit=name)
        return
    above = parent.level.rank - level.rank
    fits = above == 0 if kind.is_service_point else above > 0 or level is Level.GRASSROOTS
    if not fits or parent.kind.is_service_point:
        raise errors.ParentDoesNotFit(unit=name, level=level.label, parent=parent.name, parent_level=parent.kind.label)


def check_parent_lasts(name: str, parent: UnitRecord | None, on: date, until: date | None = None) -> None:
    """Refuse a parent whose state on the unit's first day ends before the unit: it would hang in the air, or elsewhere.

    Raises:
        ParentEnds: the parent is closed, renamed or moved later on.
    """
    if parent is not None and not _ends_by(until, parent.valid_to):
        raise errors.ParentEnds(unit=name, parent=parent.name, on=on, valid_to=parent.valid_to)


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Refuse a period that ends before it begins, or that begins before there were unions.

    Raises:
        DateImpossible: a day before 1925-05-01, nearly always a mistyped year.
        PeriodBackwards: the last day lies before the first.
    """
    if starts_on < EARLIEST:
        raise errors.DateImpossible(earliest=EARLIEST, value=starts_on)
    if ends_on is not None and ends_on < starts_on:
        raise errors.PeriodBackwards(starts_on=starts_on, ends_on=ends_on)


def check_text(field: Text, value: str, limit: int) -> str:
    """Return the text without blanks around it; refuse an empty or too long one.

    Raises:
        TextMissing: nothing is left.
        TextTooLong: more characters than the column holds.
    """
    cleaned = " ".join(value.split())
    if not cleaned:
        raise errors.TextMissing(field=field)
    if len(cleaned) > limit:
        raise errors.TextTooLong(field=field, limit=limit, length=len(cleaned))
    return cleaned


def check_login(login: str) -> str:
    """Return the log-in name in small letters.

    Raises:
        LoginMalformed: other characters than small letters, digits, dot, hyphen, underscore; or a wrong length.
    """
    folded = login.strip().casefold()
    if not _LOGIN.fullmatch(folded):
        raise errors.LoginMalformed(login=login.strip()[:60])
    return folded


def check_email(email: str | None) -> str | None:
    """Return the address, or None for an empty one.

    Raises:
        EmailMalformed: not an address that a mail server would take.
    """
    cleaned = (email or "").strip()
    if not cleaned:
        return None
    if not _EMAIL.fullmatch(cleaned) or len(cleaned) > _EMAIL_LIMIT:
        raise errors.EmailMalformed(email=cleaned[:80])
    return cleaned


def check_language(language: str) -> str:
    """Return the language code.

    Raises:
        UnknownLanguage: the application does not speak it.
    """
    if language not in LANGUAGES:
        raise errors.UnknownLanguage(languages=" ".join(LANGUAGES), language=language[:20])
    return language


def check_post_in_unit(
    unit_name: str, unit_from: date, unit_to: date | None, starts_on: date, ends_on: date | None
) -> None:
    """Refuse a post that begins before its unit or goes on after it.

    Raises:
        PostOutsideUnit: as said.
    """
    if starts_on < unit_from or not _ends_by(ends_on, unit_to):
        raise errors.PostOutsideUnit(
            unit=unit_name,
            unit_from=unit_from,
            unit_to=end_text(unit_to),
            starts_on=starts_on,
            ends_on=end_text(ends_on),
        )


def check_post_free(
    unit_name: str,
    officer_id: uuid.UUID,
    role: Role,
    *,
    starts_on: date,
    ends_on: date | None,
    held: Iterable[HeldPeriod],
) -> None:
    """Refuse to give an officer the same post twice at a time, or a union two chairs at a time.

    ``held`` are the periods of this role in this unit, of all officers.

    Raises:
        PostOverlaps: the officer already has it.
        ChairHeld: another is chair.
    """
    for other in held:
        if not overlap(starts_on, ends_on, other.starts_on, other.ends_on):
            continue
        params = {
            "officer": other.officer_name, "unit": unit_name, "starts_on": other.starts_on,
            "ends_on": end_text(other.ends_on),
        }  # fmt: skip
        if other.officer_id == officer_id:
            raise errors.PostOverlaps(role=role.label, **params)
        if role.is_single:
            raise errors.ChairHeld(**params)


def check_stand_in(
    post_from: date, post_to: date | None, starts_on: date, ends_on: date, held: Iterable[HeldPeriod]
) -> None:
    """Refuse a stand-in outside the principal's time in the post, or beside another stand-in.

    Raises:
        StandInOutsidePost: as said.
        StandInOverlaps: somebody already stands in.
    """
    if starts_on < post_from or not _ends_by(ends_on, post_to):
        raise errors.StandInOutsidePost(
            post_from=post_from, post_to=end_text(post_to), starts_on=starts_on, ends_on=ends_on
        )
    for other in held:
        if overlap(starts_on, ends_on, other.starts_on, other.ends_on):
            raise errors.StandInOverlaps(
                officer=other.officer_name, starts_on=other.starts_on, ends_on=end_text(other.ends_on)
            )


def overlap(a_from: date, a_to: date | None, b_from: date, b_to: date | None) -> bool:
    """Say whether two periods, both ends included, share a day."""
    return (b_to is None or a_from <= b_to) and (a_to is None or b_from <= a_to)


def end_text(day: date | None) -> date | Text:
    """Return the last day for a sentence; an open end has a word."""
    return OPEN_END if day is None else day


def _ends_by(inner: date | None, outer: date | None) -> bool:
    return outer is None or (inner is not None and inner <= outer)

"""The territorial tree of a whole province at once, from the official divisions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert

from kit import audit
from kit.db import Session, new_id
from kit.i18n import Text
from unions import divisions, policies, queries
from unions.commands import NewUnit
from unions.divisions import Division
from unions.levels import Level, UnitKind
from unions.models import Unit, UnitVersion
from unions.records import UnitRecord
from unions.shapes import unit_shape, version_values

HELP_CENTRE_SUFFIX = "-BF"
_CHUNK = 500


@dataclass(frozen=True)
class TreeLoaded:
    """How many units were added, and how many stood there already and were left as they are."""

    added: int
    present: int


@dataclass(frozen=True)
class NewUnitUnder:
    """A unit to create whose parent is named by code, because the parent may be created with it."""

    new: NewUnit
    parent_code: str | None


def load_territorial_tree(session: Session, province_code: str, on: date, *, by: str) -> TreeLoaded:
    """Create a union for every division of a province, and a help centre at every city and county, from a day on.

    Units whose code exists are left alone: a second run adds nothing. A union's code is its division's; a help
    centre's is that with ``-BF``. Names are Chinese, for they are data: 庆阳市总工会, 庆阳市困难职工帮扶中心.

    Raises:
        UnknownProvince: no province has this code.
        DateImpossible: the day lies before there were unions.
    """
    policies.check_period(on, None)
    plan: list[NewUnitUnder] = []
    for division in divisions.read(province_code):
        plan.append(NewUnitUnder(_union(division, on), division.parent_code))
        if division.level in (Level.CITY, Level.COUNTY):
            plan.append(NewUnitUnder(_help_centre(division, on), division.code))
    loaded = add_units(session, plan)
    audit.append(
        session, actor=by, action="territorial_tree_loaded", subject=province_code,
        payload={"added": loaded.added, "present": loaded.present, "on": on},
    )  # fmt: skip
    return loaded


def add_units(session: Session, plan: Iterable[NewUnitUnder]) -> TreeLoaded:
    """Create many units at once, parents before children; units whose code exists are left alone.

    Raises:
        ParentDoesNotFit, ParentMissing, ParentEnds, LevelDoesNotFit: a unit does not fit where it is put.
        UnitNotFound: a parent's code is unknown.
    """
    known = _by_code(session)
    fresh: list[UnitRecord] = []
    present = 0
    for each in plan:
        new = each.new
        if new.code in known:
            present += 1
            continue
        parent = None
        if each.parent_code is not None:
            parent = known.get(each.parent_code) or queries.unit_by_code(session, each.parent_code, new.valid_from)
        policies.check_kind_fits(new.kind, new.level)
        policies.check_parent_fits(new.name, new.kind, new.level, parent)
        policies.check_parent_lasts(new.name, parent, new.valid_from)
        known[new.code] = unit_shape(new_id(), new, parent)
        fresh.append(known[new.code])
    insert_units(session, fresh)
    return TreeLoaded(len(fresh), present)


def insert_units(session: Session, records: list[UnitRecord]) -> None:
    """Write new, already checked units in bulk."""
    session.flush()
    for start in range(0, len(records), _CHUNK):
        chunk = records[start : start + _CHUNK]
        session.execute(insert(Unit), [{"id": record.id, "code": record.code} for record in chunk])
    for start in range(0, len(records), _CHUNK):
        session.execute(insert(UnitVersion), [version_values(record) for record in records[start : start + _CHUNK]])


def _by_code(session: Session) -> dict[str, UnitRecord]:
    # The last state of each unit: rows come in the order of their first days.
    return {unit.code: unit for unit in queries.all_units(session)}


def _union(division: Division, on: date) -> NewUnit:
    kind = UnitKind.TOWNSHIP if division.level is Level.GRASSROOTS else UnitKind.TERRITORIAL
    name = Text("{division} Federation of Trade Unions", {"division": division.name}).render("zh")
    return NewUnit(division.code, name, kind, division.level, None, on, division.code)


def _help_centre(division: Division, on: date) -> NewUnit:
    name = Text("{division} Help Centre for Workers in Hardship", {"division": division.name}).render("zh")
    return NewUnit(
        division.code + HELP_CENTRE_SUFFIX, name, UnitKind.HELP_CENTRE, division.level, None, on, division.code
    )

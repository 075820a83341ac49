"""A small union tree with officers, built through the real operations: two counties under one city."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from kit.db import Session
from unions import facts, queries
from unions.commands import NewOfficer, NewPost, NewUnit
from unions.levels import Level, UnitKind
from unions.records import Actor
from unions.roles import Role

FROM = date(2010, 1, 1)
ON = date(2018, 11, 5)


@dataclass(frozen=True)
class Offices:
    """Units by a short name: province, city, county, other (a second county), base (a grassroots union of county)."""

    units: dict[str, uuid.UUID]

    def __getitem__(self, name: str) -> uuid.UUID:
        return self.units[name]


def build(session: Session) -> Offices:
    """Create the tree."""
    shape = (
        ("province", UnitKind.TERRITORIAL, Level.PROVINCE, None, "620000"),
        ("city", UnitKind.TERRITORIAL, Level.CITY, "province", "621000"),
        ("county", UnitKind.TERRITORIAL, Level.COUNTY, "city", "621002"),
        ("other", UnitKind.TERRITORIAL, Level.COUNTY, "city", "621024"),
        ("base", UnitKind.ENTERPRISE, Level.GRASSROOTS, "county", "621002"),
    )
    units: dict[str, uuid.UUID] = {}
    for name, kind, level, parent, division in shape:
        new = NewUnit(f"T-{name}", f"{name} union", kind, level, units.get(parent or ""), FROM, division)
        units[name] = facts.create_unit(session, new, by="test").id
    return Offices(units)


def officer(session: Session, login: str, *posts: tuple[uuid.UUID, Role]) -> Actor:
    """Register an officer with posts and return the actor."""
    made = facts.register_officer(session, NewOfficer(login, f"{login} name"), by="test")
    for unit_id, role in posts:
        facts.appoint(session, NewPost(made.officer_id, unit_id, role, FROM), by="test")
    return queries.actor_for(session, made.officer_id, ON)

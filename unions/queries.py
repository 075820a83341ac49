"""Every read of the union tree, its officers and posts.

A date is a day in Shanghai. Periods include both ends.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased

from kit import clock
from kit.db import Session
from unions.errors import OfficerNotFound, PostNotFound, UnitNotFound
from unions.levels import Level, UnitKind
from unions.models import Officer, Post, StandIn, Unit, UnitVersion
from unions.records import Actor, HeldPost, OfficerRecord, PostRecord, StandInFor, StandInRecord, UnitRecord
from unions.roles import Role

_SERVICE_POINTS = [kind.value for kind in UnitKind if kind.is_service_point]


def get_unit(session: Session, unit_id: uuid.UUID, on: date | None = None) -> UnitRecord:
    """Return the unit as it was ``on`` a date; without one, as it is today, or as it was last (or will be first).

    Raises:
        UnitNotFound: there is no such unit, or it did not exist on the date given.
    """
    found = get_units(session, [unit_id], on).get(unit_id)
    if found is None:
        raise UnitNotFound(unit=unit_id, on=on or clock.today())
    return found


def get_units(
    session: Session, unit_ids: Iterable[uuid.UUID], on: date | None = None
) -> Mapping[uuid.UUID, UnitRecord]:
    """Return several units at once, as ``get_unit`` does; those that do not exist are left out."""
    wanted = _versions().where(UnitVersion.unit_id.in_(list(unit_ids)))
    if on is not None:
        return {row.id: row for row in _records(session, wanted.where(valid_on(on)))}
    today, best = clock.today(), dict[uuid.UUID, UnitRecord]()
    for row in _records(session, wanted.order_by(UnitVersion.valid_from)):
        # Oldest first: whatever had begun by today wins over the one before it; the future counts only if alone.
        if row.id not in best or row.valid_from <= today:
            best[row.id] = row
    return best


def unit_by_code(session: Session, code: str, on: date | None = None) -> UnitRecord:
    """Return the unit with this code, as ``get_unit`` does.

    Raises:
        UnitNotFound: no unit has the code, or it did not exist on the date given.
    """
    unit_id = session.scalar(select(Unit.id).where(Unit.code == code))
    if unit_id is None:
        raise UnitNotFound(unit=code, on=on or clock.today())
    return get_unit(session, unit_id, on)


def roots(session: Session, on: date) -> tuple[UnitRecord, ...]:
    """Return the units at the top, by code."""
    return _records(session, _versions().where(UnitVersion.parent_id.is_(None), valid_on(on)).order_by(Unit.code))


def children(session: Session, unit_id: uuid.UUID, on: date) -> tuple[UnitRecord, ...]:
    """Return the units directly under a unit, by code."""
    return _records(session, _versions().where(UnitVersion.parent_id == unit_id, valid_on(on)).order_by(Unit.code))


def subtree(session: Session, unit_id: uuid.UUID, on: date) -> tuple[UnitRecord, ...]:
    """Return a unit and everything under it, each parent before its children, siblings by code."""
    base = select(UnitVersion.unit_id).where(UnitVersion.unit_id == unit_id, valid_on(on)).cte("under", recursive=True)
    deeper = aliased(UnitVersion)
    under = base.union(
        select(deeper.unit_id).where(deeper.parent_id == base.c.unit_id, valid_on(on, deeper)),
    )
    rows = _records(
        session, _versions().where(UnitVersion.unit_id.in_(select(under.c.unit_id)), valid_on(on)).order_by(Unit.code)
    )
    return _depth_first(rows, unit_id)


def units_of_kind(session: Session, kind: UnitKind, on: date) -> tuple[UnitRecord, ...]:
    """Return all units of a kind, by code."""
    return _records(session, _versions().where(UnitVersion.kind == kind.value, valid_on(on)).order_by(Unit.code))


def all_units(session: Session, on: date | None = None) -> tuple[UnitRecord, ...]:
    """Return every unit valid on a date, or every state that any unit ever had, by code and first day."""
    rows = _versions().order_by(Unit.code, UnitVersion.valid_from)
    return _records(session, rows if on is None else rows.where(valid_on(on)))


def states(session: Session, unit_id: uuid.UUID) -> tuple[UnitRecord, ...]:
    """Return every state that a unit ever had or is to have, the oldest first."""
    return _records(session, _versions().where(UnitVersion.unit_id == unit_id).order_by(UnitVersion.valid_from))


def unions_with(session: Session, level: Level, role: Role, on: date) -> tuple[UnitRecord, ...]:
    """Return the unions of a level in which somebody holds ``role`` on a date, by code; service points are left out."""
    manned = select(Post.unit_id).where(Post.role == role.value, held_on(on))
    rows = _versions().where(
        UnitVersion.level == level.value,
        UnitVersion.kind.not_in(_SERVICE_POINTS),
        valid_on(on),
        UnitVersion.unit_id.in_(manned),
    )
    return _records(session, rows.order_by(Unit.code))


def ancestors(session: Session, unit_id: uuid.UUID, on: date) -> tuple[UnitRecord, ...]:
    """Return the units above a unit, the top first, the parent last.

    Raises:
        UnitNotFound: the unit did not exist on the date.
    """
    unit = get_unit(session, unit_id, on)
    above = get_units(session, unit.ancestor_ids, on)
    return tuple(above[each] for each in unit.ancestor_ids if each in above)


def ancestor_at(session: Session, unit_id: uuid.UUID, level: Level, on: date) -> UnitRecord:
    """Return the union that does ``level``'s work for a unit: the unit itself or the nearest one above it.

    A level that the line lacks resolves upward to the nearest existing ancestor, and to the top where even that is
    lacking; never down, never sideways. Service points are passed over: their union acts.

    Raises:
        UnitNotFound: the unit did not exist on the date.
    """
    unit = get_unit(session, unit_id, on)
    line = [unit, *reversed(ancestors(session, unit_id, on))] if unit.ancestor_ids else [unit]
    unions = [each for each in line if not each.kind.is_service_point] or line
    return next((each for each in unions if each.level.rank >= level.rank), unions[-1])


def get_officer(session: Session, officer_id: uuid.UUID) -> OfficerRecord:
    """Return an officer.

    Raises:
        OfficerNotFound: there is no such officer.
    """
    row = session.get(Officer, officer_id)
    if row is None:
        raise OfficerNotFound(officer=officer_id)
    return officer_record(row)


def get_officers(session: Session, officer_ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, OfficerRecord]:
    """Return several officers at once; those that do not exist are left out."""
    rows = session.scalars(select(Officer).where(Officer.id.in_(list(officer_ids))))
    return {row.id: officer_record(row) for row in rows}


def officer_by_login(session: Session, login: str) -> OfficerRecord:
    """Return the officer with this log-in name.

    Raises:
        OfficerNotFound: nobody has it.
    """
    row = session.scalar(select(Officer).where(Officer.login == login.strip().casefold()))
    if row is None:
        raise OfficerNotFound(officer=login)
    return officer_record(row)


def get_post(session: Session, post_id: uuid.UUID) -> HeldPost:
    """Return a post with its holder.

    Raises:
        PostNotFound: there is no such post.
    """
    found = session.execute(select(Post, Officer).join(Officer).where(Post.id == post_id)).first()
    if found is None:
        raise PostNotFound(post=post_id)
    return _held(*found)


def posts_in(session: Session, unit_id: uuid.UUID, on: date | None = None) -> tuple[HeldPost, ...]:
    """Return the posts of a unit on a date, or all it ever had, in the order of their first days."""
    rows = select(Post, Officer).join(Officer).where(Post.unit_id == unit_id).order_by(Post.starts_on, Post.id)
    if on is not None:
        rows = rows.where(held_on(on))
    return tuple(_held(*row) for row in session.execute(rows))


def stand_ins_in(session: Session, unit_id: uuid.UUID, on: date | None = None) -> tuple[StandInRecord, ...]:
    """Return the stand-ins' appointments to posts of a unit on a date, or all it ever had, in the order of their days."""
    principal = aliased(Officer)
    rows = (
        select(StandIn, Post.role, principal, Officer)
        .join(Post, Post.id == StandIn.post_id)
        .join(principal, principal.id == Post.officer_id)
        .join(Officer, Officer.id == StandIn.officer_id)
        .where(Post.unit_id == unit_id)
        .order_by(StandIn.starts_on, StandIn.id)
    )
    if on is not None:
        rows = rows.where(stands_in_on(on))
    return tuple(
        StandInRecord(
            row.id, row.post_id, Role(role), officer_record(held_by), officer_record(acting), row.letter_no,
            row.starts_on, row.ends_on,
        )
        for row, role, held_by, acting in session.execute(rows)
    )  # fmt: skip


def holders(session: Session, unit_id: uuid.UUID, role: Role | str, on: date) -> tuple[OfficerRecord, ...]:
    """Return who may act as ``role`` in a unit on a date: the holders first, then stand-ins (``via`` set).

    Posts in the unit's help centre and stations count as the unit's. A disabled officer is no holder.
    """
    seats = select(UnitVersion.unit_id).where(
        valid_on(on),
        or_(
            UnitVersion.unit_id == unit_id,
            and_(UnitVersion.parent_id == unit_id, UnitVersion.kind.in_(_SERVICE_POINTS)),
        ),
    )
    posts = (Post.unit_id.in_(seats), Post.role == str(role), held_on(on), Officer.disabled_at.is_(None))
    found: dict[uuid.UUID, OfficerRecord] = {}
    for own in session.scalars(
        select(Officer).join(Post, Post.officer_id == Officer.id).where(*posts).order_by(Post.starts_on, Officer.login)
    ):
        found.setdefault(own.id, officer_record(own))
    for officer, stand_in, principal in session.execute(
        _stand_ins(on).where(*posts).order_by(StandIn.starts_on, Officer.login)
    ):
        found.setdefault(officer.id, officer_record(officer, via=_via(stand_in, principal)))
    return tuple(found.values())


def actor_for(session: Session, officer_id: uuid.UUID, on: date) -> Actor:
    """Return an officer with all posts that he or she may act in on a date, stand-ins included.

    Raises:
        OfficerNotFound: there is no such officer.
    """
    officer = session.get(Officer, officer_id)
    if officer is None:
        raise OfficerNotFound(officer=officer_id)
    acting: list[tuple[Post, StandInFor | None]] = [
        (post, None)
        for post in session.scalars(
            select(Post).where(Post.officer_id == officer_id, held_on(on)).order_by(Post.starts_on, Post.role, Post.id)
        )
    ]
    principal = aliased(Officer)
    for post, stand_in, name in session.execute(
        select(Post, StandIn, principal.name)
        .join(StandIn, StandIn.post_id == Post.id)
        .join(principal, principal.id == Post.officer_id)
        .where(StandIn.officer_id == officer_id, stands_in_on(on), held_on(on))
        .order_by(StandIn.starts_on, StandIn.id)
    ):
        acting.append((post, StandInFor(post.officer_id, name, stand_in.letter_no, stand_in.ends_on)))
    return Actor(officer.id, officer.name, officer.language, _posts(session, acting, on), officer.login)


def valid_on(on: date, version: type[UnitVersion] = UnitVersion) -> ColumnElement[bool]:
    """Return the condition that a unit's state holds on a date."""
    return and_(version.valid_from <= on, or_(version.valid_to.is_(None), version.valid_to >= on))


def held_on(on: date) -> ColumnElement[bool]:
    """Return the condition that a post is held on a date."""
    return and_(Post.starts_on <= on, or_(Post.ends_on.is_(None), Post.ends_on >= on))


def stands_in_on(on: date) -> ColumnElement[bool]:
    """Return the condition that a stand-in's letter holds on a date."""
    return and_(StandIn.starts_on <= on, StandIn.ends_on >= on)


def unit_record(version: UnitVersion, code: str) -> UnitRecord:
    """Return the record of one state of a unit."""
    return UnitRecord(
        id=version.unit_id, code=code, name=version.name, kind=UnitKind(version.kind), level=Level(version.level),
        parent_id=version.parent_id, province_id=version.province_id, city_id=version.city_id,
        county_id=version.county_id, division=version.division,
        ancestor_ids=tuple(uuid.UUID(each) for each in version.ancestor_ids),
        valid_from=version.valid_from, valid_to=version.valid_to,
    )  # fmt: skip


def officer_record(row: Officer, via: StandInFor | None = None) -> OfficerRecord:
    """Return the record of an officer."""
    return OfficerRecord(row.id, row.login, row.name, row.email, row.language, via)


def _versions() -> Select[UnitVersion, str]:
    return select(UnitVersion, Unit.code).join(Unit, Unit.id == UnitVersion.unit_id)


def _records(session: Session, rows: Select[UnitVersion, str]) -> tuple[UnitRecord, ...]:
    return tuple(unit_record(version, code) for version, code in session.execute(rows))


def _stand_ins(on: date) -> Select[Officer, StandIn, Officer]:
    principal = aliased(Officer)
    return (
        select(Officer, StandIn, principal)
        .join(StandIn, StandIn.officer_id == Officer.id)
        .join(Post, Post.id == StandIn.post_id)
        .join(principal, principal.id == Post.officer_id)
        .where(stands_in_on(on))
    )


def _via(stand_in: StandIn, principal: Officer) -> StandInFor:
    return StandInFor(principal.id, principal.name, stand_in.letter_no, stand_in.ends_on)


def _held(post: Post, officer: Officer) -> HeldPost:
    return HeldPost(post.id, officer_record(officer), Role(post.role), post.starts_on, post.ends_on)


def _posts(session: Session, acting: Sequence[tuple[Post, StandInFor | None]], on: date) -> tuple[PostRecord, ...]:
    seats = get_units(session, {post.unit_id for post, _ in acting}, on)
    keepers = get_units(session, {s.parent_id for s in seats.values() if s.kind.is_service_point and s.parent_id}, on)
    made = []
    for post, via in acting:
        seat = seats.get(post.unit_id)
        if seat is None:
            continue  # The unit is closed: whatever the post says, nobody acts in it.
        keeper = keepers.get(seat.parent_id, seat) if seat.kind.is_service_point and seat.parent_id else seat
        made.append(
            PostRecord(post.id, keeper.id, keeper.name, keeper.level, Role(post.role), via, keeper.code, seat.name)
        )
    return tuple(made)


def _depth_first(rows: Sequence[UnitRecord], top: uuid.UUID) -> tuple[UnitRecord, ...]:
    under: dict[uuid.UUID, list[UnitRecord]] = {}
    for row in rows:
        if row.id != top and row.parent_id is not None:
            under.setdefault(row.parent_id, []).append(row)
    ordered: list[UnitRecord] = []
    waiting = [row for row in rows if row.id == top]
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting.extend(reversed(under.get(row.id, [])))
    return tuple(ordered)

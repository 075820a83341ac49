"""Changes of the union tree, its officers and posts.

Each change is effective-dated, is refused when it would overlap or contradict what is recorded, and is appended to the
audit chain under the name ``by``. Whether ``by`` may do it is asked in ``permissions`` by the caller.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, or_, select

from kit import audit
from kit.db import Session, lock, new_id
from unions import errors, policies, queries
from unions.commands import NewOfficer, NewPost, NewStandIn, NewUnit, UnitChange
from unions.models import Officer, Post, StandIn, Unit, UnitVersion
from unions.policies import HeldPeriod
from unions.records import OfficerRecord, UnitRecord
from unions.roles import Role
from unions.shapes import (
    CODE_LIMIT,
    LETTER_LIMIT,
    LETTER_NO,
    NAME_LIMIT,
    UNIT_CODE,
    UNIT_NAME,
    officer_row,
    unit_shape,
    version_row,
)  # fmt: skip

_DAY = timedelta(days=1)


def create_unit(session: Session, new: NewUnit, *, by: str) -> UnitRecord:
    """Create a unit under its parent.

    Raises:
        TextMissing, TextTooLong, CodeTaken, DateImpossible, LevelDoesNotFit, ParentMissing, ParentDoesNotFit,
            ParentEnds: see there.
        UnitNotFound: the parent does not exist on the first day.
    """
    code = policies.check_text(UNIT_CODE, new.code, CODE_LIMIT)
    name = policies.check_text(UNIT_NAME, new.name, NAME_LIMIT)
    policies.check_period(new.valid_from, None)
    policies.check_kind_fits(new.kind, new.level)
    taken = session.scalar(select(Unit.id).where(Unit.code == code))
    if taken is not None:
        raise errors.CodeTaken(code=code, name=queries.get_unit(session, taken).name)
    parent = None if new.parent_id is None else queries.get_unit(session, new.parent_id, new.valid_from)
    policies.check_parent_fits(name, new.kind, new.level, parent)
    policies.check_parent_lasts(name, parent, new.valid_from)
    unit_id = new_id()
    session.add(Unit(id=unit_id, code=code))
    session.flush()
    record = unit_shape(unit_id, replace(new, code=code, name=name), parent)
    session.add(version_row(record))
    session.flush()
    audit.append(
        session, actor=by, action="unit_created", subject=unit_id, payload={"code": code, "valid_from": new.valid_from}
    )
    return record


def change_unit(session: Session, unit_id: uuid.UUID, change: UnitChange, on: date, *, by: str) -> UnitRecord:
    """Rename, move or re-rank a unit from the day ``on``; until the day before, everything stays as it was.

    Units under it move with it.

    Raises:
        UnitNotFound: the unit or its new parent does not exist on that day.
        UnitChangedLater: a state from that day or later is recorded already.
        UnitMovesUnderItself, ParentDoesNotFit, ParentEnds, LevelDoesNotFit, UnitHasService: the new place is impossible.
    """
    _lock_unit(session, unit_id)
    old = queries.get_unit(session, unit_id, on)
    parent_id = change.parent_id or old.parent_id
    parent = None if parent_id is None else queries.get_unit(session, parent_id, on)
    if parent is not None and (parent.id == unit_id or unit_id in parent.ancestor_ids):
        raise errors.UnitMovesUnderItself(unit=old.name, parent=parent.name)
    name = old.name if change.name is None else policies.check_text(UNIT_NAME, change.name, NAME_LIMIT)
    kind, level = change.kind or old.kind, change.level or old.level
    policies.check_kind_fits(kind, level)
    policies.check_parent_fits(name, kind, level, parent)
    policies.check_parent_lasts(name, parent, on)
    under = queries.subtree(session, unit_id, on)[1:]
    if under and kind.is_service_point:
        raise errors.UnitHasService(unit=old.name)
    new = NewUnit(old.code, name, kind, level, parent_id, on, change.division or old.division)
    moved = {unit_id: replace(unit_shape(unit_id, new, parent), valid_to=old.valid_to)}
    for unit in under:  # Parents come before their children, so that each finds its parent's new place.
        assert unit.parent_id is not None
        above = moved[unit.parent_id]
        policies.check_parent_fits(unit.name, unit.kind, unit.level, above)
        below = NewUnit(unit.code, unit.name, unit.kind, unit.level, above.id, on, unit.division)
        moved[unit.id] = replace(unit_shape(unit.id, below, above), valid_to=unit.valid_to)
    _check_no_later_child(session, old, moved, on)
    before = {each.id: each for each in (old, *under)}
    for record in moved.values():
        if (
            record.id == unit_id
            or record.ancestor_ids != before[record.id].ancestor_ids
            or _placed_elsewhere(record, before[record.id])
        ):
            _replace_state(session, before[record.id], record, on)
    audit.append(
        session, actor=by, action="unit_changed", subject=unit_id,
        payload={"code": old.code, "on": on, "moved": change.parent_id is not None},
    )  # fmt: skip
    return moved[unit_id]


def close_unit(session: Session, unit_id: uuid.UUID, last_day: date, *, by: str) -> UnitRecord:
    """End a unit after ``last_day``, which is still one of its days.

    Raises:
        UnitNotFound: it does not exist on that day.
        UnitChangedLater, UnitHasChildren, UnitHasPosts: something of it goes on after that day.
    """
    _lock_unit(session, unit_id)
    old = queries.get_unit(session, unit_id, last_day)
    _check_no_later_state(session, old, last_day + _DAY)
    children = session.scalar(
        select(func.count())
        .select_from(UnitVersion)
        .where(UnitVersion.parent_id == unit_id, or_(UnitVersion.valid_to.is_(None), UnitVersion.valid_to > last_day))
    )
    if children:
        raise errors.UnitHasChildren(unit=old.name, last_day=last_day, count=children)
    posts = session.scalar(
        select(func.count())
        .select_from(Post)
        .where(Post.unit_id == unit_id, or_(Post.ends_on.is_(None), Post.ends_on > last_day))
    )
    if posts:
        raise errors.UnitHasPosts(unit=old.name, last_day=last_day, count=posts)
    _state(session, old).valid_to = last_day
    session.flush()
    audit.append(
        session, actor=by, action="unit_closed", subject=unit_id, payload={"code": old.code, "last_day": last_day}
    )
    return replace(old, valid_to=last_day)


def register_officer(session: Session, new: NewOfficer, *, by: str) -> OfficerRecord:
    """Register an officer under a log-in name of his or her own.

    Raises:
        LoginMalformed, LoginTaken, TextMissing, TextTooLong, EmailMalformed, UnknownLanguage: see there.
    """
    row = officer_row(new)
    if session.scalar(select(Officer.id).where(Officer.login == row.login)) is not None:
        raise errors.LoginTaken(login=row.login)
    session.add(row)
    session.flush()
    audit.append(session, actor=by, action="officer_registered", subject=row.id, payload={"login": row.login})
    return queries.officer_record(row)


def appoint(session: Session, new: NewPost, *, by: str) -> uuid.UUID:
    """Give an officer a post; returns its id.

    Raises:
        OfficerNotFound, UnitNotFound: no such officer or unit.
        PeriodBackwards, DateImpossible, PostOutsideUnit: the dates are impossible.
        PostOverlaps, ChairHeld: the post is held in this period.
    """
    policies.check_period(new.starts_on, new.ends_on)
    officer = queries.get_officer(session, new.officer_id)
    # Two appointments to one unit wait for each other: neither may overlook the other's chair.
    _lock_unit(session, new.unit_id)
    unit = queries.get_unit(session, new.unit_id)
    policies.check_post_in_unit(unit.name, *_life(session, new.unit_id), new.starts_on, new.ends_on)
    held = _held_posts(session, new.unit_id, new.role)
    policies.check_post_free(
        unit.name, officer.officer_id, new.role, starts_on=new.starts_on, ends_on=new.ends_on, held=held
    )
    post = Post(
        id=new_id(), officer_id=new.officer_id, unit_id=new.unit_id, role=new.role.value, starts_on=new.starts_on,
        ends_on=new.ends_on,
    )  # fmt: skip
    session.add(post)
    session.flush()
    audit.append(
        session, actor=by, action="officer_appointed", subject=new.officer_id,
        payload={"post": str(post.id), "unit": unit.code, "role": new.role.value, "starts_on": new.starts_on,
                 "ends_on": new.ends_on},
    )  # fmt: skip
    return post.id


def end_post(session: Session, post_id: uuid.UUID, last_day: date, *, by: str) -> None:
    """Let a post end after ``last_day``, earlier or later than so far; stand-ins' letters that outlast it end with it.

    Raises:
        PostNotFound: there is no such post.
        PeriodBackwards: the day lies before the post's first.
        PostOutsideUnit, PostOverlaps, ChairHeld: it ended already, and cannot go on until that day.
        StandInOutsidePost: a stand-in's letter would begin only after that day.
    """
    post = session.scalar(lock(select(Post).where(Post.id == post_id)))
    if post is None:
        raise errors.PostNotFound(post=post_id)
    policies.check_period(post.starts_on, last_day)
    _lock_unit(session, post.unit_id)
    unit, role = queries.get_unit(session, post.unit_id), Role(post.role)
    policies.check_post_in_unit(unit.name, *_life(session, unit.id), post.starts_on, last_day)
    others = _held_posts(session, unit.id, role, but=post_id)
    policies.check_post_free(unit.name, post.officer_id, role, starts_on=post.starts_on, ends_on=last_day, held=others)
    for letter in session.scalars(select(StandIn).where(StandIn.post_id == post_id, StandIn.ends_on > last_day)):
        if letter.starts_on > last_day:
            raise errors.StandInOutsidePost(
                post_from=post.starts_on, post_to=last_day, starts_on=letter.starts_on, ends_on=letter.ends_on
            )
        letter.ends_on = last_day
    post.ends_on = last_day
    session.flush()
    audit.append(
        session, actor=by, action="post_ended", subject=post.officer_id,
        payload={"post": str(post_id), "last_day": last_day},
    )  # fmt: skip


def appoint_stand_in(session: Session, new: NewStandIn, *, by: str) -> uuid.UUID:
    """Let an officer act in somebody's post for a while; returns the appointment's id.

    Raises:
        PostNotFound, OfficerNotFound: no such post or officer.
        TextMissing: the letter has no number.
        PeriodBackwards, DateImpossible, StandInOutsidePost, StandInOverlaps: the dates are impossible.
        StandInForOneself: the officer holds the post.
    """
    letter_no = policies.check_text(LETTER_NO, new.letter_no, LETTER_LIMIT)
    policies.check_period(new.starts_on, new.ends_on)
    officer = queries.get_officer(session, new.officer_id)
    post = session.scalar(lock(select(Post).where(Post.id == new.post_id)))
    if post is None:
        raise errors.PostNotFound(post=new.post_id)
    if post.officer_id == new.officer_id:
        raise errors.StandInForOneself(officer=officer.name)
    held = [
        HeldPeriod(row.officer_id, name, row.starts_on, row.ends_on)
        for row, name in session.execute(
            select(StandIn, Officer.name)
            .join(Officer)
            .where(StandIn.post_id == new.post_id)
            .order_by(StandIn.starts_on)
        )
    ]
    policies.check_stand_in(post.starts_on, post.ends_on, new.starts_on, new.ends_on, held)
    row = StandIn(
        id=new_id(), post_id=post.id, officer_id=new.officer_id, letter_no=letter_no, starts_on=new.starts_on,
        ends_on=new.ends_on,
    )  # fmt: skip
    session.add(row)
    session.flush()
    audit.append(
        session, actor=by, action="stand_in_appointed", subject=post.officer_id,
        payload={"stand_in": str(row.id), "post": str(post.id), "officer": str(new.officer_id), "letter": letter_no,
                 "starts_on": new.starts_on, "ends_on": new.ends_on},
    )  # fmt: skip
    return row.id


def end_stand_in(session: Session, stand_in_id: uuid.UUID, last_day: date, *, by: str) -> None:
    """Let a stand-in's letter end earlier, after ``last_day``.

    Raises:
        StandInNotFound: there is no such appointment.
        PeriodBackwards: the day lies outside the letter's period.
    """
    row = session.scalar(lock(select(StandIn).where(StandIn.id == stand_in_id)))
    if row is None:
        raise errors.StandInNotFound
    if not row.starts_on <= last_day <= row.ends_on:
        raise errors.PeriodBackwards(starts_on=row.starts_on, ends_on=last_day)
    row.ends_on = last_day
    session.flush()
    audit.append(
        session, actor=by, action="stand_in_ended", subject=row.officer_id,
        payload={"stand_in": str(stand_in_id), "last_day": last_day},
    )  # fmt: skip


def _lock_unit(session: Session, unit_id: uuid.UUID) -> None:
    session.execute(lock(select(Unit).where(Unit.id == unit_id)))


def _life(session: Session, unit_id: uuid.UUID) -> tuple[date, date | None]:
    states = session.scalars(
        select(UnitVersion).where(UnitVersion.unit_id == unit_id).order_by(UnitVersion.valid_from)
    ).all()
    return states[0].valid_from, states[-1].valid_to


def _held_posts(session: Session, unit_id: uuid.UUID, role: Role, *, but: uuid.UUID | None = None) -> list[HeldPeriod]:
    rows = session.execute(
        select(Post, Officer.name).join(Officer).where(Post.unit_id == unit_id, Post.role == role.value)
    )
    return [HeldPeriod(post.officer_id, name, post.starts_on, post.ends_on) for post, name in rows if post.id != but]


def _state(session: Session, record: UnitRecord) -> UnitVersion:
    return session.scalars(
        select(UnitVersion).where(UnitVersion.unit_id == record.id, UnitVersion.valid_from == record.valid_from)
    ).one()


def _check_no_later_state(session: Session, record: UnitRecord, on: date) -> None:
    since = session.scalar(
        select(func.max(UnitVersion.valid_from)).where(UnitVersion.unit_id == record.id, UnitVersion.valid_from >= on)
    )
    if since is not None:
        raise errors.UnitChangedLater(unit=record.name, on=on, since=since)


def _check_no_later_child(session: Session, unit: UnitRecord, moved: Iterable[uuid.UUID], on: date) -> None:
    # A unit recorded to hang under one of these only later on would keep the old line of ancestors.
    since = session.scalar(
        select(func.max(UnitVersion.valid_from)).where(
            UnitVersion.parent_id.in_(list(moved)), UnitVersion.valid_from > on
        )
    )
    if since is not None:
        raise errors.UnitChangedLater(unit=unit.name, on=on, since=since)


def _placed_elsewhere(new: UnitRecord, old: UnitRecord) -> bool:
    return (new.province_id, new.city_id, new.county_id) != (old.province_id, old.city_id, old.county_id)


def _replace_state(session: Session, old: UnitRecord, new: UnitRecord, on: date) -> None:
    _check_no_later_state(session, old, on)
    _state(session, old).valid_to = on - _DAY
    session.flush()
    session.add(version_row(new))
    session.flush()

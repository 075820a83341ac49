"""What an import of officers works on: the recorded officers, units and posts, and what the file adds to them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import insert, select

from kit.db import Session
from unions import queries
from unions.imports.sheets import SheetRow
from unions.models import Officer, Post
from unions.roles import Role

_CHUNK = 500


@dataclass(frozen=True)
class Wanted:
    """One row, as values."""

    row: SheetRow
    login: str
    name: str
    email: str | None
    unit: str
    role: Role
    starts_on: date
    ends_on: date | None
    principal: str = ""
    letter_no: str = ""


@dataclass
class Person:
    """An officer as recorded or as the file makes him or her; by which row of the file, if any."""

    id: uuid.UUID
    name: str
    email: str | None
    named_in: int | None = None
    email_in: int | None = None


@dataclass(frozen=True)
class UnitLife:
    """A unit from its first day to its last."""

    id: uuid.UUID
    name: str
    valid_from: date
    valid_to: date | None


@dataclass
class Held:
    """A post that somebody holds; ``said_in`` is the row of the file that speaks of it, if any."""

    post_id: uuid.UUID
    officer_id: uuid.UUID
    starts_on: date
    ends_on: date | None
    said_in: int | None = None


@dataclass
class Book:
    """What is recorded and what the file adds, so that thousands of rows are checked without a query each."""

    people: dict[str, Person]
    units: dict[str, UnitLife]
    posts: dict[tuple[uuid.UUID, Role], list[Held]]
    names: dict[uuid.UUID, str]
    new_people: list[Officer] = field(default_factory=list)
    new_posts: list[dict[str, object]] = field(default_factory=list)
    appointed: list[list[str]] = field(default_factory=list)


def read_book(session: Session) -> Book:
    """Return what is recorded of officers, units and posts."""
    people = {o.login: Person(o.id, o.name, o.email) for o in session.scalars(select(Officer))}
    units: dict[str, UnitLife] = {}
    for unit in queries.all_units(session):  # by code, the oldest state first
        born = units[unit.code].valid_from if unit.code in units else unit.valid_from
        units[unit.code] = UnitLife(unit.id, unit.name, born, unit.valid_to)
    posts: dict[tuple[uuid.UUID, Role], list[Held]] = {}
    for post in session.scalars(select(Post)):
        held = Held(post.id, post.officer_id, post.starts_on, post.ends_on)
        posts.setdefault((post.unit_id, Role(post.role)), []).append(held)
    return Book(people, units, posts, {person.id: person.name for person in people.values()})


def write(session: Session, book: Book) -> None:
    """Write the officers and posts that the file has added so far."""
    session.add_all(book.new_people)
    session.flush()
    for chunk in _chunks(book.new_posts):
        session.execute(insert(Post), chunk)
    book.new_people.clear()
    book.new_posts.clear()


def _chunks(rows: list[dict[str, object]]) -> Iterator[list[dict[str, object]]]:
    for start in range(0, len(rows), _CHUNK):
        yield rows[start : start + _CHUNK]

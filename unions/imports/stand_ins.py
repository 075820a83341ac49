"""Rows of an officers' file that appoint a stand-in: an acting chair, a clerk during a colleague's leave."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from kit.db import Session
from kit.errors import AppError, Conflict
from unions import errors, facts, policies
from unions.commands import NewStandIn
from unions.imports.book import Book, Held, Person, UnitLife, Wanted
from unions.imports.columns import CellEmpty, RowRefused
from unions.imports.receipts import Outcome
from unions.models import Officer, StandIn
from unions.policies import HeldPeriod
from unions.shapes import LETTER_LIMIT, LETTER_NO, POST_TO


class PrincipalUnknown(Conflict):
    """Expected {login} to be {role} in {unit} on {on}, so that somebody can stand in, but nobody of that name is. Correct the log-in name or the dates."""


class LetterDiffers(Conflict):
    """Expected what is recorded for this stand-in from {on} on, but the letter or its last day differs: there it is {letter}, until {ends_on}. Give a new letter a first day of its own."""


def find_post(wanted: Wanted, unit: UnitLife, book: Book) -> tuple[Person, Held]:
    """Return the holder whom the row names, and the post that he or she holds on the row's first day.

    Raises:
        RowRefused: the letter or its last day is missing, or nobody of that name holds such a post.
    """
    faults: list[tuple[str, AppError]] = []
    if not wanted.letter_no:
        faults.append(("letter", CellEmpty(column=LETTER_NO)))
    if wanted.ends_on is None:
        faults.append(("ends_on", CellEmpty(column=POST_TO)))
    if faults:
        raise RowRefused(faults)
    principal = book.people.get(wanted.principal)
    for held in book.posts.get((unit.id, wanted.role), ()):
        own = principal is not None and held.officer_id == principal.id
        if own and policies.overlap(wanted.starts_on, wanted.starts_on, held.starts_on, held.ends_on):
            assert principal is not None
            return principal, held
    fault = PrincipalUnknown(login=wanted.principal[:60], role=wanted.role.label, unit=unit.name, on=wanted.starts_on)
    raise RowRefused([("principal", fault)])


def check(session: Session, wanted: Wanted, post: Held, officer_id: uuid.UUID) -> Outcome:
    """Say what the row would do: add the appointment, or nothing because it is recorded.

    Raises:
        RowRefused: the appointment contradicts what is recorded.
    """
    assert wanted.ends_on is not None
    held = []
    for row, name in session.execute(
        select(StandIn, Officer.name).join(Officer).where(StandIn.post_id == post.post_id)
    ):
        if row.officer_id == officer_id and row.starts_on == wanted.starts_on:
            if (row.letter_no, row.ends_on) == (wanted.letter_no, wanted.ends_on):
                return Outcome.UNCHANGED
            fault = LetterDiffers(on=row.starts_on, letter=row.letter_no, ends_on=row.ends_on)
            raise RowRefused([("letter" if row.letter_no != wanted.letter_no else "ends_on", fault)])
        held.append(HeldPeriod(row.officer_id, name, row.starts_on, row.ends_on))
    try:
        policies.check_text(LETTER_NO, wanted.letter_no, LETTER_LIMIT)
        policies.check_stand_in(post.starts_on, post.ends_on, wanted.starts_on, wanted.ends_on, held)
    except errors.TextTooLong as fault:
        raise RowRefused([("letter", fault)]) from fault
    except AppError as fault:
        raise RowRefused([("starts_on", fault)]) from fault
    return Outcome.ADDED


def record(session: Session, wanted: Wanted, post: Held, officer_id: uuid.UUID, *, by: str) -> None:
    """Appoint the stand-in; the officer and the post are written by now."""
    assert wanted.ends_on is not None
    new = NewStandIn(post.post_id, officer_id, wanted.letter_no, wanted.starts_on, wanted.ends_on)
    facts.appoint_stand_in(session, new, by=by)

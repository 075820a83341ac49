"""The four gates of a case (四个不建档, D13), each with the record that proves it or the sentence that names what lacks."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select

from kit import clock
from kit.db import Session
from kit.errors import AppError
from kit.i18n import Text, date_text
from relief.evidence import errors
from relief.evidence.models import Deliberation, DeliberationMember, Publicity, Recorded, Signature, Visit, VisitVisitor
from relief.evidence.records import Gate, GateState
from relief.evidence.rounds import current
from relief.evidence.verdicts import chairs_signature, closed_publicity

VISIT, STUDY, PUBLICITY, SIGNATURE = "visit", "study", "publicity", "signature"


def gates(session: Session, case_id: uuid.UUID) -> tuple[Gate, Gate, Gate, Gate]:
    """Return the four gates in the order of the chain, as they stand now."""
    return (
        _visit(session, case_id),
        _study(session, case_id),
        _publicity(session, case_id),
        _signature(session, case_id),
    )


def _lacking(session: Session, kind: str, table: type[Recorded], case_id: uuid.UUID, error: type[AppError]) -> Gate:
    earlier = session.scalar(select(func.count()).where(table.case_id == case_id)) or 0
    state = GateState.STALE if earlier else GateState.MISSING
    return Gate(kind, state, None, None, (), error().text)


def _visit(session: Session, case_id: uuid.UUID) -> Gate:
    row = current(session, Visit, case_id)
    if row is None or row.outcome != "done":
        return _lacking(session, VISIT, Visit, case_id, errors.NoVisitYet)
    names = session.scalars(
        select(VisitVisitor.name).where(VisitVisitor.visit_id == row.id).order_by(VisitVisitor.name)
    )
    sentence = Text("Visited on {day}, signed by the household.", {"day": date_text(row.visited_on)})
    return Gate(VISIT, GateState.PASSED, row.id, row.visited_on, tuple(names), sentence)


def _study(session: Session, case_id: uuid.UUID) -> Gate:
    row = current(session, Deliberation, case_id)
    if row is None or row.outcome != "propose" or row.held_on is None:
        return _lacking(session, STUDY, Deliberation, case_id, errors.NoDeliberationYet)
    names = session.scalars(
        select(DeliberationMember.name)
        .where(DeliberationMember.deliberation_id == row.id, DeliberationMember.conflicted.is_(False))
        .order_by(DeliberationMember.name)
    )
    votes = {
        "day": date_text(row.held_on),
        "votes": row.votes_for,
        "against": row.votes_against,
        "abstained": row.votes_abstain,
    }
    sentence = Text("Studied on {day}: {votes} for, {against} against, {abstained} abstained.", votes)
    return Gate(STUDY, GateState.PASSED, row.id, row.held_on, tuple(names), sentence)


def _publicity(session: Session, case_id: uuid.UUID) -> Gate:
    try:
        row = closed_publicity(session, case_id)
    except errors.NoPublicityYet:
        return _lacking(session, PUBLICITY, Publicity, case_id, errors.NoPublicityYet)
    except AppError as error:
        hangs = current(session, Publicity, case_id)
        return Gate(
            PUBLICITY, GateState.WAITING, hangs.id if hangs else None, hangs.ends_on if hangs else None, (), error.text
        )
    sentence = Text(
        "Posted from {start} to {end} without an open objection.",
        {"start": date_text(row.started_on), "end": date_text(row.ends_on)},
    )
    return Gate(PUBLICITY, GateState.PASSED, row.id, row.ends_on, (row.recorded_name,), sentence)


def _signature(session: Session, case_id: uuid.UUID) -> Gate:
    try:
        row = chairs_signature(session, case_id)
    except errors.EvidenceChangedSinceSigning as error:
        return Gate(SIGNATURE, GateState.STALE, None, None, (), error.text)
    except errors.NoSignatureYet:
        return _lacking(session, SIGNATURE, Signature, case_id, errors.NoSignatureYet)
    sentence = Text("Signed by the chair on {day}.", {"day": date_text(clock.local_date(row.signed_at))})
    return Gate(SIGNATURE, GateState.PASSED, row.id, row.signed_on, (row.recorded_name,), sentence)

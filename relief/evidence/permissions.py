"""Separation of duties (requirements 2 and invariant 14): whoever visited or entered a case does not decide on it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import select

from kit.db import Session
from relief.evidence.errors import (
    ApproverMayNotCheck,
    CommitteeChairMayNotDoThis,
    RegistrarMayNotDoThis,
    ReviewerMayNotDoThis,
    VisitorMayNotDoThis,
)
from relief.evidence.models import Approval, Deliberation, Review, Visit, VisitVisitor
from relief.evidence.rounds import current
from relief.intake import queries as intake


def visitors_of(session: Session, case_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Return everybody who ever visited the household for this case, earlier rounds included."""
    return frozenset(
        session.scalars(
            select(VisitVisitor.officer_id)
            .join(Visit, Visit.id == VisitVisitor.visit_id)
            .where(Visit.case_id == case_id)
        )
    )


def check_did_not_visit(session: Session, case_id: uuid.UUID, officer_id: uuid.UUID, name: str) -> None:
    """Refuse a visitor.

    Raises:
        VisitorMayNotDoThis: the officer visited.
    """
    if officer_id in visitors_of(session, case_id):
        raise VisitorMayNotDoThis(name=name)


def check_did_not_register(session: Session, case_id: uuid.UUID, officer_id: uuid.UUID, name: str) -> None:
    """Refuse whoever entered the application.

    Raises:
        RegistrarMayNotDoThis: the officer entered it.
    """
    if intake.case(session, case_id).registered_by == officer_id:
        raise RegistrarMayNotDoThis(name=name)


def check_did_not_chair(session: Session, case_id: uuid.UUID, officer_id: uuid.UUID, name: str) -> None:
    """Refuse whoever chaired the collective study.

    Raises:
        CommitteeChairMayNotDoThis: the officer chaired it.
    """
    study = current(session, Deliberation, case_id)
    if study is not None and study.chaired_by == officer_id:
        raise CommitteeChairMayNotDoThis(name=name)


def check_may_review(session: Session, case_id: uuid.UUID, officer_id: uuid.UUID, name: str) -> None:
    """Refuse the county's review to visitors, the committee's chair and whoever entered the case."""
    check_did_not_visit(session, case_id, officer_id, name)
    check_did_not_chair(session, case_id, officer_id, name)
    check_did_not_register(session, case_id, officer_id, name)


def check_may_sign(session: Session, case_id: uuid.UUID, officer_id: uuid.UUID, name: str) -> None:
    """Refuse the chair's signature to visitors and to whoever entered the case; the union's chair may chair the study."""
    check_did_not_visit(session, case_id, officer_id, name)
    check_did_not_register(session, case_id, officer_id, name)


def check_may_approve(session: Session, case_id: uuid.UUID, officer_id: uuid.UUID, name: str) -> None:
    """Refuse the approval to all whom the review refuses, and to the reviewer.

    Raises:
        ReviewerMayNotDoThis: the officer reviewed the case.
    """
    check_may_review(session, case_id, officer_id, name)
    review = current(session, Review, case_id)
    if review is not None and review.recorded_by == officer_id:
        raise ReviewerMayNotDoThis(name=name)


def check_may_inspect(session: Session, case_id: uuid.UUID, officer_id: uuid.UUID, name: str) -> None:
    """Refuse a check after filing to visitors and to whoever approved the case.

    Raises:
        ApproverMayNotCheck: the officer approved it.
    """
    check_did_not_visit(session, case_id, officer_id, name)
    approval = current(session, Approval, case_id)
    if approval is not None and approval.recorded_by == officer_id:
        raise ApproverMayNotCheck(name=name)


def kept_out(session: Session, case_id: uuid.UUID, step: str) -> frozenset[uuid.UUID]:
    """Return whom the checks above would refuse at a step, so that the work is not even offered to them."""
    case = intake.case(session, case_id)
    study = current(session, Deliberation, case_id)
    chaired = {study.chaired_by} if study is not None and study.chaired_by is not None else set()
    registrar = {case.registered_by}
    extra: Mapping[str, set[uuid.UUID]] = {
        "handle_objection": set(),
        "review": registrar | chaired,
        "chair_sign": registrar,
        "approve": registrar | chaired,
        "county_check": set(),
        "spot_check": set(),
        "supervise": set(),
    }
    return frozenset(visitors_of(session, case_id) | extra[step]) if step in extra else frozenset()

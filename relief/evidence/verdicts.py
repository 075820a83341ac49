"""Record review (审核), the chair's signature (签字) and approval (审批): three separate acts, in this order."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from sqlalchemy import func, select

from kit import clock
from kit.db import Session
from kit.i18n import date_text
from relief.evidence import errors
from relief.evidence.attachments.facts import Keeping, keep_drawing
from relief.evidence.documents import document_sha256
from relief.evidence.models import Approval, Objection, Publicity, Review, Signature
from relief.evidence.offices import post_of, union_of
from relief.evidence.permissions import check_may_approve, check_may_review, check_may_sign
from relief.evidence.returns import send_back
from relief.evidence.rounds import begin, current
from relief.evidence.status import ObjectionState, PublicityState
from relief.evidence.study import proposing_appraisal, proposing_study
from relief.evidence.sums import done_visit, statement_needed
from relief.evidence.values import Entered
from relief.intake import queries as intake
from relief.intake.steps import StepFacts
from unions.levels import Level
from unions.roles import Role

POINTS = 6


def closed_publicity(session: Session, case_id: uuid.UUID) -> Publicity:
    """Return the case's publicity that ran to its end without an open objection.

    Raises:
        NoPublicityYet, PublicityNotOver, PublicityInterrupted, ObjectionOpen: why there is none.
    """
    row = current(session, Publicity, case_id)
    if row is None or row.state == PublicityState.STOPPED:
        raise errors.NoPublicityYet
    count = session.scalar(
        select(func.count()).where(Objection.case_id == case_id, Objection.state == ObjectionState.OPEN)
    )
    if count:
        raise errors.ObjectionOpen(count=count)
    if row.state == PublicityState.INTERRUPTED:
        raise errors.PublicityInterrupted
    if row.state != PublicityState.CLOSED:
        raise errors.PublicityNotOver(ends=date_text(row.ends_on))
    return row


def check_three_gates(session: Session, case_id: uuid.UUID) -> None:
    """Refuse to go on while the visit, the sums, the study, the appraisal or the publicity is not there.

    Raises:
        NoVisitYet, NoStatementYet, NoDeliberationYet, NoAppraisalYet, and those of ``closed_publicity``.
    """
    done_visit(session, case_id)
    statement_needed(session, case_id)
    proposing_study(session, case_id)
    proposing_appraisal(session, case_id)
    closed_publicity(session, case_id)


def record_review(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the county's review of the paper and the electronic file.

    Raises:
        The refusals of separation of duties and ``check_three_gates``; NotAllReviewed; those of ``send_back``.
    """
    entered = Entered(facts.values)
    check_may_review(session, facts.case_id, facts.actor.officer_id, facts.actor.name)
    if facts.outcome == "pass":
        check_three_gates(session, facts.case_id)
        count = len(entered.choices("checked"))
        if count < POINTS:
            raise errors.NotAllReviewed(needed=POINTS, count=count)
    row = begin(session, Review, facts)
    row.outcome, row.checked, row.opinion = facts.outcome, list(entered.choices("checked")), facts.opinion
    session.add(row)
    session.flush()
    return send_back(session, facts, entered)


def passing_review(session: Session, case_id: uuid.UUID) -> Review:
    """Return the review that passes the case.

    Raises:
        NoReviewYet: there is none.
    """
    row = current(session, Review, case_id)
    if row is None or row.outcome != "pass":
        raise errors.NoReviewYet
    return row


def record_chair_sign(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the signature of whoever is the union's chair on this date, or stands in for the chair with a letter.

    Raises:
        NotInOffice: a clerk with the chair's account, or the wrong union's chair.
        NotConfirmed, SignatureMissing, NoReviewYet, and the refusals of ``check_three_gates`` and ``send_back``.
    """
    entered = Entered(facts.values)
    signed_on = clock.local_date(facts.at)
    unit = union_of(session, intake.case(session, facts.case_id), Level.GRASSROOTS, signed_on)
    post = post_of(session, facts, unit, Role.CHAIR, signed_on)
    check_may_sign(session, facts.case_id, facts.actor.officer_id, facts.actor.name)
    drawing = entered.drawing("signature")
    if facts.outcome == "sign":
        check_three_gates(session, facts.case_id)
        passing_review(session, facts.case_id)
        if not entered.flag("statement"):
            raise errors.NotConfirmed
        if drawing is None:
            raise errors.SignatureMissing
    row = begin(session, Signature, facts)
    row.outcome, row.opinion = facts.outcome, facts.opinion
    row.post_id, row.unit_id, row.unit_name, row.role = post.post_id, unit.id, unit.name, str(post.role)
    row.acting_for = post.via.officer_id if post.via else None
    row.letter_no = post.via.letter_no if post.via else None
    row.signed_at, row.signed_on = facts.at, signed_on
    row.document_sha256 = document_sha256(session, facts.case_id)
    keeping = Keeping(facts.case_id, row.id, facts.step, facts.actor.officer_id, facts.at)
    row.drawing_id = keep_drawing(session, keeping, drawing, "signature.png") if drawing else None
    session.add(row)
    session.flush()
    return send_back(session, facts, entered)


def chairs_signature(session: Session, case_id: uuid.UUID) -> Signature:
    """Return the chair's signature, which still covers the evidence as it stands.

    Raises:
        NoSignatureYet: there is none.
        EvidenceChangedSinceSigning: it covers something else.
    """
    row = current(session, Signature, case_id)
    if row is None or row.outcome != "sign":
        raise errors.NoSignatureYet
    if row.document_sha256 != document_sha256(session, case_id):
        raise errors.EvidenceChangedSinceSigning
    return row


def record_approve(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the decision of the county's help centre.

    Raises:
        The refusals of separation of duties and ``check_three_gates``; NoReviewYet, NoSignatureYet,
        EvidenceChangedSinceSigning, NotConfirmed; those of ``send_back``.
    """
    entered = Entered(facts.values)
    check_may_approve(session, facts.case_id, facts.actor.officer_id, facts.actor.name)
    if facts.outcome == "pass":
        check_three_gates(session, facts.case_id)
        passing_review(session, facts.case_id)
        chairs_signature(session, facts.case_id)
        if not entered.flag("statement"):
            raise errors.NotConfirmed
    row = begin(session, Approval, facts)
    row.outcome, row.opinion = facts.outcome, facts.opinion
    row.document_sha256 = document_sha256(session, facts.case_id)
    session.add(row)
    session.flush()
    return send_back(session, facts, entered)


def passing_approval(session: Session, case_id: uuid.UUID) -> Approval:
    """Return the approval that passes the case.

    Raises:
        NoApprovalYet: there is none.
    """
    row = current(session, Approval, case_id)
    if row is None or row.outcome != "pass":
        raise errors.NoApprovalYet
    return row

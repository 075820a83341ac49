"""Reads of a case's evidence for the case page, the chair's page and the papers. The caller has checked who may see it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import func, select

from kit.db import Session
from relief.evidence import masking
from relief.evidence.attachments.queries import AttachmentRecord, attachment, attachments_of
from relief.evidence.checks.queries import checks_of
from relief.evidence.gates import gates
from relief.evidence.models import (
    Appraisal,
    Approval,
    Comparison,
    ComparisonReply,
    Deliberation,
    DeliberationMember,
    Objection,
    Publicity,
    Recorded,
    Review,
    Signature,
    Statement,
    StatementLine,
    Visit,
    VisitVisitor,
)
from relief.evidence.publicity import MaskedNotice, masked_notice
from relief.evidence.records import (
    AppraisalRecord,
    By,
    CaseEvidence,
    ComparisonRecord,
    DeliberationRecord,
    LineRecord,
    MemberOfStudy,
    ObjectionRecord,
    PublicityRecord,
    ReplyRecord,
    SignatureRecord,
    StatementRecord,
    VerdictRecord,
    VisitRecord,
)
from relief.evidence.rounds import current
from relief.evidence.visits import OBSERVED, QUESTIONS

__all__ = ["MaskedNotice", "attachment", "attachments_of", "evidence_of", "gates", "masked_notice", "statement_of"]

_Mask = Callable[[str], str]


def evidence_of(session: Session, case_id: uuid.UUID, *, in_full: bool = False) -> CaseEvidence:
    """Return everything on record for a case's current round.

    Masked: places shortened, numbers in free text starred, descriptions of causes hidden. ``in_full`` is for the
    papers and for a reveal with a reason that the caller records.
    """
    files = attachments_of(session, case_id)
    number: _Mask = str if in_full else masking.mask_numbers
    publicities = session.scalars(
        select(Publicity).where(Publicity.case_id == case_id).order_by(Publicity.recorded_at, Publicity.id)
    ).all()
    posted = [_publicity(row, files) for row in publicities]
    return CaseEvidence(
        case_id=case_id,
        comparison=_comparison(session, current(session, Comparison, case_id), number),
        visit=_visit(session, current(session, Visit, case_id), files, in_full=in_full),
        statement=statement_of(session, case_id, in_full=in_full),
        deliberation=_deliberation(session, current(session, Deliberation, case_id), number),
        appraisal=_appraisal(current(session, Appraisal, case_id), in_full=in_full),
        publicity=next((each for each in posted if not each.superseded), None),
        earlier_publicities=tuple(each for each in posted if each.superseded),
        objections=_objections(session, case_id, number),
        review=_verdict(current(session, Review, case_id)),
        signature=_signature(current(session, Signature, case_id)),
        approval=_verdict(current(session, Approval, case_id)),
        checks=checks_of(session, case_id),
        rounds=session.scalar(select(func.count()).where(Visit.case_id == case_id)) or 0,
    )


def statement_of(session: Session, case_id: uuid.UUID, *, in_full: bool = False) -> StatementRecord | None:
    """Return a case's economic statement with its lines, or None before the sums."""
    row = current(session, Statement, case_id)
    if row is None:
        return None
    number: _Mask = str if in_full else masking.mask_numbers
    lines = session.scalars(
        select(StatementLine).where(StatementLine.statement_id == row.id).order_by(StatementLine.seq)
    )
    situation: dict[str, Any] = json.loads(row.facts)
    if not in_full:
        situation = {name: number(value) if isinstance(value, str) else value for name, value in situation.items()}
        situation["signer"] = masking.hide(str(situation.get("signer") or ""))
    return StatementRecord(
        id=row.id, outcome=row.outcome, persons=row.persons, income_year=row.income_year, relief_year=row.relief_year,
        expense_year=row.expense_year, gap_year=row.gap_year,
        lines=tuple(LineRecord(e.side, e.kind, e.amount, e.period, e.yearly, e.source, number(e.note)) for e in lines),
        situation=situation, signed=row.household_signature_id is not None, by=_by(row),
    )  # fmt: skip


def _by(row: Recorded) -> By:
    return By(row.recorded_by, row.recorded_name, row.recorded_at, row.acting_for)


def _photos(files: Sequence[AttachmentRecord], evidence_id: uuid.UUID) -> tuple[AttachmentRecord, ...]:
    return tuple(file for file in files if file.evidence_id == evidence_id and file.kind == "photo")


def _comparison(session: Session, row: Comparison | None, number: _Mask) -> ComparisonRecord | None:
    if row is None:
        return None
    replies = session.scalars(
        select(ComparisonReply).where(ComparisonReply.comparison_id == row.id).order_by(ComparisonReply.seq)
    )
    return ComparisonRecord(
        id=row.id, outcome=row.outcome, on_dibao=row.on_dibao, difference=number(row.difference),
        explanation=number(row.explanation), by=_by(row),
        replies=tuple(ReplyRecord(r.source, r.asked_on, r.replied_on, r.result, number(r.note)) for r in replies),
    )  # fmt: skip


def _visit(
    session: Session, row: Visit | None, files: Sequence[AttachmentRecord], *, in_full: bool
) -> VisitRecord | None:
    if row is None:
        return None
    answers: dict[str, Any] = json.loads(row.answers)
    observed = {name: str(answers.get(name) or "") for name in OBSERVED}
    if not in_full:
        observed = {name: masking.mask_numbers(text) for name, text in observed.items()}
        observed |= {name: masking.hide(observed[name]) for name in ("present", "cause_seen", "signer")}
    visitors = session.scalars(
        select(VisitVisitor.name).where(VisitVisitor.visit_id == row.id).order_by(VisitVisitor.name)
    )
    return VisitRecord(
        id=row.id, outcome=row.outcome, visited_at=row.visited_at, visited_on=row.visited_on,
        place=row.place if in_full else masking.mask_place(row.place), visitors=tuple(visitors), persons=row.persons,
        emergency=row.emergency, amounts={name: answers.get(name) for name in QUESTIONS}, observed=observed,
        insurance=tuple(answers.get("insurance") or ()), signed=row.household_signature_id is not None,
        photos=_photos(files, row.id), by=_by(row),
    )  # fmt: skip


def _deliberation(session: Session, row: Deliberation | None, number: _Mask) -> DeliberationRecord | None:
    if row is None:
        return None
    members = session.scalars(
        select(DeliberationMember).where(DeliberationMember.deliberation_id == row.id).order_by(DeliberationMember.name)
    )
    return DeliberationRecord(
        id=row.id, outcome=row.outcome, held_on=row.held_on, place=row.place,
        members=tuple(MemberOfStudy(each.name, each.officer_id == row.chaired_by, each.conflicted) for each in members),
        absent=row.absent, conflict_note=number(row.conflict_note), votes_for=row.votes_for,
        votes_against=row.votes_against, votes_abstain=row.votes_abstain, minutes=number(row.minutes),
        minutes_sha256=row.minutes_sha256, by=_by(row),
    )  # fmt: skip


def _appraisal(row: Appraisal | None, *, in_full: bool) -> AppraisalRecord | None:
    if row is None:
        return None
    return AppraisalRecord(
        id=row.id, outcome=row.outcome, appraised_on=row.appraised_on, panel=row.panel, category=row.category,
        category_reason=row.category_reason, main_cause=row.main_cause, secondary_causes=tuple(row.secondary_causes),
        cause_text=row.cause_text if in_full else masking.hide(row.cause_text), groups=tuple(row.groups),
        primary_group=row.primary_group, plan=row.plan if in_full else masking.mask_numbers(row.plan), by=_by(row),
    )  # fmt: skip


def _publicity(row: Publicity, files: Sequence[AttachmentRecord]) -> PublicityRecord:
    return PublicityRecord(
        id=row.id, state=row.state, place_unit=row.place_unit, place_community=row.place_community,
        posted_on=row.posted_on, started_on=row.started_on, ends_on=row.ends_on, days=row.days_required,
        provisional=row.provisional, text=row.notice, text_sha256=row.text_sha256, closed_at=row.closed_at,
        photos=_photos(files, row.id), superseded=row.superseded_at is not None, by=_by(row),
    )  # fmt: skip


def _objections(session: Session, case_id: uuid.UUID, number: _Mask) -> tuple[ObjectionRecord, ...]:
    rows = session.scalars(
        select(Objection).where(Objection.case_id == case_id).order_by(Objection.raised_at, Objection.id)
    )
    return tuple(
        ObjectionRecord(
            id=row.id, publicity_id=row.publicity_id, state=row.state, channel=row.channel, anonymous=row.anonymous,
            content=number(row.content), raised_at=row.raised_at, handled_by=row.handled_name,
            investigated_on=row.investigated_on, methods=tuple(row.methods), finding=number(row.finding),
            malicious=row.malicious, decided_at=row.decided_at,
        )
        for row in rows
    )  # fmt: skip


def _verdict(row: Review | Approval | None) -> VerdictRecord | None:
    return None if row is None else VerdictRecord(row.id, row.outcome, row.opinion, _by(row))


def _signature(row: Signature | None) -> SignatureRecord | None:
    if row is None:
        return None
    return SignatureRecord(
        id=row.id, outcome=row.outcome, unit_name=row.unit_name, role=row.role, letter_no=row.letter_no,
        signed_at=row.signed_at, signed_on=row.signed_on, document_sha256=row.document_sha256,
        drawing_id=row.drawing_id, by=_by(row),
    )  # fmt: skip

"""In which state a case may be filed. The schema's triggers say the same once more; here are the sentences."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from kit.db import Session
from kit.i18n import date_text
from relief.eligibility import queries as eligibility
from relief.eligibility.records import DecisionRecord
from relief.evidence.errors import MinutesBeforeVisit, NoSignatureYet, PostedBeforeStudy
from relief.evidence.models import Appraisal, Approval, Deliberation, Publicity, Signature, Statement, Visit
from relief.evidence.study import proposing_appraisal, proposing_study
from relief.evidence.sums import done_visit, statement_needed
from relief.evidence.verdicts import chairs_signature, closed_publicity, passing_approval, passing_review
from relief.files.errors import CaseClosed, CategoryDiffers, DecidedOut, NoCategory, NotAccepted, PersonHasFile
from relief.files.models import FilePerson, HardshipFile
from relief.households import codes
from relief.intake.records import CaseRecord
from relief.intake.status import Status

OUT = "OUT"


@dataclass(frozen=True)
class Proofs:
    """The rows that a filing rests on, all of one case and of its current round."""

    visit: Visit
    statement: Statement
    study: Deliberation
    appraisal: Appraisal
    publicity: Publicity
    signature: Signature
    approval: Approval
    decision: DecisionRecord


def check_can_file(session: Session, case: CaseRecord) -> Proofs:
    """Return what proves that a case may be filed.

    Raises:
        CaseClosed, NotAccepted: the case is not in that state.
        NoVisitYet, NoStatementYet, NoDeliberationYet, NoAppraisalYet, NoPublicityYet, PublicityNotOver, ObjectionOpen,
        NoReviewYet, NoSignatureYet, EvidenceChangedSinceSigning, NoApprovalYet: the record that is missing.
        NotDecidedYet, DecidedOut, CategoryDiffers: the rules have not decided, or otherwise.
        MinutesBeforeVisit, PostedBeforeStudy, NoCategory: the records contradict each other.
    """
    if case.status in {Status.REJECTED, Status.LAPSED, Status.WITHDRAWN, Status.ENDED}:
        raise CaseClosed(case_no=case.case_no)
    if case.accepted_at is None:
        raise NotAccepted(case_no=case.case_no)
    proofs = Proofs(
        visit=done_visit(session, case.id),
        statement=statement_needed(session, case.id),
        study=proposing_study(session, case.id),
        appraisal=proposing_appraisal(session, case.id),
        publicity=closed_publicity(session, case.id),
        signature=_signature(session, case.id),
        approval=passing_approval(session, case.id),
        decision=eligibility.latest(session, case.id, "category"),
    )
    _check_order(proofs)
    check_category(session, case, proofs.appraisal.category, proofs.appraisal.category_reason)
    return proofs


def check_category(session: Session, case: CaseRecord, category: str | None, reason: str) -> None:
    """Refuse an appraisal that the decision of the rules does not bear.

    Raises:
        NotDecidedYet: the rules have not decided.
        DecidedOut: they decided that the household is out.
        CategoryDiffers: another category is proposed and nothing says why.
    """
    decision = eligibility.latest(session, case.id, "category")
    if decision.outcome == OUT:
        raise DecidedOut(case_no=case.case_no)
    if category is not None and category != decision.outcome and not reason.strip():
        decided, proposed = codes.label("category", decision.outcome), codes.label("category", category)
        raise CategoryDiffers(decided=decided, proposed=proposed)


def _signature(session: Session, case_id: uuid.UUID) -> Signature:
    passing_review(session, case_id)
    return chairs_signature(session, case_id)


def _check_order(proofs: Proofs) -> None:
    held, visited, posted = proofs.study.held_on, proofs.visit.visited_on, proofs.publicity.posted_on
    if held is None or held < visited:
        raise MinutesBeforeVisit(visited=date_text(visited), held=date_text(held) if held else "-")
    if posted < held:
        raise PostedBeforeStudy(studied=date_text(held), posted=date_text(posted))
    if proofs.publicity.closed_at is None or proofs.signature.signed_at < proofs.publicity.closed_at:
        raise NoSignatureYet
    if proofs.appraisal.category is None or proofs.appraisal.main_cause is None:
        raise NoCategory


def check_nobody_filed(session: Session, indexes: Sequence[bytes], file_id: uuid.UUID | None) -> None:
    """Refuse a household of which somebody is in another active file, anywhere (invariant 1).

    Raises:
        PersonHasFile: who that is does not show, only in which file.
    """
    query = (
        select(HardshipFile.file_no, func.count())
        .join(FilePerson, FilePerson.file_id == HardshipFile.id)
        .where(FilePerson.id_number_index.in_(list(indexes)), FilePerson.active.is_(True))
        .group_by(HardshipFile.file_no)
        .order_by(HardshipFile.file_no)
    )
    if file_id is not None:
        query = query.where(HardshipFile.id != file_id)
    taken = session.execute(query).first()
    if taken is not None:
        raise PersonHasFile(file_no=taken[0], count=taken[1])

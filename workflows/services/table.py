"""One handler per service and decision, named as in the diagrams; each works inside the command's transaction.

All of them are idempotent: a retry after a failure, or a second call, leaves what the first one left.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kit import outbox
from kit.db import Session
from relief.eligibility import facts as eligibility
from relief.files import facts as files
from relief.files import sampling
from relief.intake import facts as intake
from relief.intake.status import CaseOutcome
from workflows.operations.context import ServiceContext, Services


def decide_scope(session: Session, context: ServiceContext) -> Mapping[str, Any]:
    """Decide who may be filed at all (DT1) and keep the decision with its explanation."""
    return {"scope": eligibility.decide(session, context.subject.id, "scope", context.at)}


def decide_category(session: Session, context: ServiceContext) -> Mapping[str, Any]:
    """Do the sums (DT3) and decide the category (DT2)."""
    eligibility.decide(session, context.subject.id, "category", context.at)
    return {}


def file_case(session: Session, context: ServiceContext) -> Mapping[str, Any]:
    """Enter the hardship file (建档); the schema lets only a case through whose four gates hold (D13)."""
    file_no = files.file_case(session, context.subject.id, context.at)
    outbox.enqueue(session, "CaseFiled", _case(context) | {"file_no": file_no}, key=f"CaseFiled:{context.subject.id}")
    return {}


def draw_sample(session: Session, context: ServiceContext) -> Mapping[str, Any]:
    """Draw, reproducibly, whether the city checks this file (市州抽查, D11)."""
    return {"sampled": sampling.draw(session, context.subject.id, context.at)}


def record_rejection(session: Session, context: ServiceContext) -> Mapping[str, Any]:
    """Close the case as not filed (不予建档) with the coded reason of the step that rejected it."""
    intake.close_case(session, context.subject.id, CaseOutcome.REJECTED, context.at)
    files.drop_episode(session, context.subject.id, context.at)
    outbox.enqueue(session, "CaseRejected", _case(context), key=f"CaseRejected:{context.subject.id}")
    return {}


def record_lapse(session: Session, context: ServiceContext) -> Mapping[str, Any]:
    """Close the case as lapsed (逾期未补): silent too long, closed but not rejected."""
    intake.close_case(session, context.subject.id, CaseOutcome.LAPSED, context.at)
    files.drop_episode(session, context.subject.id, context.at)
    outbox.enqueue(session, "CaseLapsed", _case(context), key=f"CaseLapsed:{context.subject.id}")
    return {}


def record_withdrawal(session: Session, context: ServiceContext) -> Mapping[str, Any]:
    """Close the case as withdrawn (申请人撤回)."""
    intake.close_case(session, context.subject.id, CaseOutcome.WITHDRAWN, context.at)
    files.drop_episode(session, context.subject.id, context.at)
    outbox.enqueue(session, "CaseWithdrawn", _case(context), key=f"CaseWithdrawn:{context.subject.id}")
    return {}


def _case(context: ServiceContext) -> dict[str, Any]:
    return {"subject_id": str(context.subject.id), "subject_no": context.subject.no}


SERVICES: Services = {
    "file_case": file_case,
    "draw_sample": draw_sample,
    "record_rejection": record_rejection,
    "record_lapse": record_lapse,
    "record_withdrawal": record_withdrawal,
    "decide:scope": decide_scope,
    "decide:category": decide_category,
}

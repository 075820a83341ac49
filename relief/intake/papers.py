"""The checklist of papers, returns for more with what was supplied, and the scans."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select

from kit.crypto import encrypt
from kit.db import Session, lock, new_id
from relief.households import codes
from relief.intake import sealed
from relief.intake.errors import NothingListed
from relief.intake.models import Paper, PaperReturn, Scan
from relief.intake.policies import REQUIRED_PAPERS
from relief.intake.steps import StepFacts


def begin_checklist(session: Session, case_id: uuid.UUID) -> None:
    """Put every needed paper on the checklist as missing."""
    for paper in REQUIRED_PAPERS:
        session.add(Paper(application_id=case_id, paper=paper, received_at=None, received_by=None))


def listed(raw: object) -> tuple[str, ...]:
    """Return the codes of a multiple choice."""
    return tuple(str(each) for each in raw) if isinstance(raw, Sequence) and not isinstance(raw, str) else ()


def on_hand(session: Session, case_id: uuid.UUID) -> tuple[str, ...]:
    """Return the papers that were received already."""
    query = select(Paper.paper).where(Paper.application_id == case_id, Paper.received_at.is_not(None))
    return tuple(session.scalars(query))


def receive(session: Session, case_id: uuid.UUID, received: Iterable[str], facts: StepFacts) -> None:
    """Tick papers as received; what is no paper (a repeated visit, say) is passed over."""
    for code in received:
        if not codes.is_code("paper", code):
            continue
        paper = session.get(Paper, (case_id, code))
        if paper is None:
            paper = Paper(application_id=case_id, paper=code)
            session.add(paper)
        if paper.received_at is None:
            paper.received_at, paper.received_by = facts.at, facts.actor.officer_id


def ask(
    session: Session,
    case_id: uuid.UUID,
    *,
    step: str,
    return_to: str,
    missing: tuple[str, ...],
    at: datetime,
    asked_by: uuid.UUID | None,
    note: str,
    reason: str,
) -> None:
    """Open a return; papers on its list count as missing again.

    Raises:
        NothingListed: the list is empty.
    """
    if not missing:
        raise NothingListed
    last = session.scalar(select(func.max(PaperReturn.number)).where(PaperReturn.application_id == case_id))
    session.add(
        PaperReturn(
            id=new_id(), application_id=case_id, number=(last or 0) + 1, step=step, return_to=return_to,
            reason=reason, papers=list(missing), note=sealed.seal_text(note, sealed.RETURN_NOTE), asked_at=at,
            asked_by=asked_by, supplied=[], supplied_note=None, supplied_at=None, supplied_by=None,
        )
    )  # fmt: skip
    for code in missing:
        if codes.is_code("paper", code):
            session.merge(Paper(application_id=case_id, paper=code, received_at=None, received_by=None))
    session.flush()


def supply(session: Session, supplied: tuple[str, ...], note: str, facts: StepFacts) -> None:
    """Close the open return with what was supplied.

    Raises:
        NothingListed: nothing is named.
    """
    if not supplied:
        raise NothingListed
    query = select(PaperReturn).where(PaperReturn.application_id == facts.case_id, PaperReturn.supplied_at.is_(None))
    found = session.scalar(lock(query))
    if found is None:
        # A decision table sent the case here (DT1 NOT_YET): what it waits for is what now comes.
        ask(
            session, facts.case_id, step=facts.step, return_to="accept", missing=supplied, at=facts.at,
            asked_by=None, note="", reason="PAPERS_MISSING",
        )  # fmt: skip
        found = session.scalars(query).one()
    found.supplied = list(supplied)
    found.supplied_note = sealed.seal_text(note, sealed.SUPPLIED_NOTE)
    found.supplied_at, found.supplied_by = facts.at, facts.actor.officer_id
    receive(session, facts.case_id, supplied, facts)
    session.flush()


def keep_scans(session: Session, facts: StepFacts) -> None:
    """Keep the form's files, encrypted; the same file twice in a case is kept once."""
    files = facts.values.get("files")
    for file in files if isinstance(files, Sequence) else ():
        content = bytes(file["content"])
        digest = hashlib.sha256(content).hexdigest()
        known = session.scalar(select(Scan.id).where(Scan.application_id == facts.case_id, Scan.digest == digest))
        if known is None:
            session.add(
                Scan(
                    id=new_id(), application_id=facts.case_id, step=facts.step,
                    name=encrypt(str(file["name"]), sealed.SCAN_NAME), media_type=str(file["type"]),
                    size=len(content), digest=digest, content=encrypt(content, sealed.SCAN), added_at=facts.at,
                    added_by=facts.actor.officer_id,
                )
            )  # fmt: skip
            session.flush()

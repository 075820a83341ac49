"""Objections (异议) during publicity: raised by anybody, looked into by the county, decided once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from kit import clock
from kit.db import Session, lock, new_id
from kit.i18n import date_text
from relief.evidence import errors
from relief.evidence.attachments.facts import SCAN, Keeping, keep_files
from relief.evidence.models import Objection
from relief.evidence.permissions import check_did_not_visit
from relief.evidence.publicity import hanging, interrupt, resume, stop
from relief.evidence.returns import reject
from relief.evidence.status import OBJECTION, VERB_OF_OUTCOME
from relief.evidence.study import past_day
from relief.evidence.values import Entered
from relief.intake.steps import StepFacts
from unions.records import Actor

LEAST_CONTENT = 4
CHANNELS = ("phone", "letter", "visit", "online", "box")
"""By telephone, by letter, in person, on the notice site, in the objections box."""


@dataclass(frozen=True)
class NewObjection:
    """An objection as it reached the union; ``objector`` stays empty when it is anonymous."""

    channel: str
    content: str = field(repr=False)
    anonymous: bool = True
    objector: str = field(default="", repr=False)


def raise_objection(
    session: Session, case_id: uuid.UUID, objection: NewObjection, actor: Actor | None, at: datetime
) -> uuid.UUID:
    """Record an objection and stop the clock of the publicity; ``actor`` is None when the public wrote it itself.

    Raises:
        NothingIsPosted: no notice hangs.
        ObjectionTooShort: it does not say what is wrong.
    """
    row = hanging(session, case_id)
    if len(objection.content.strip()) < LEAST_CONTENT:
        raise errors.ObjectionTooShort(limit=LEAST_CONTENT)
    if objection.channel not in CHANNELS:
        raise errors.ChannelUnknown(channels=", ".join(CHANNELS))
    interrupt(row, at)
    made = Objection(
        id=new_id(), case_id=case_id, publicity_id=row.id, state=OBJECTION.initial, channel=objection.channel,
        anonymous=objection.anonymous, objector=None if objection.anonymous else objection.objector.strip(),
        content=objection.content.strip(), raised_at=at, recorded_by=actor.officer_id if actor else None,
        methods=[], finding="", malicious=False,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made.id


def record_handle_objection(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the county's finding on all open objections of a case.

    Dismissed: the clock goes on. Upheld: the notice comes down; the case is checked and posted again, or rejected.

    Raises:
        NoOpenObjection, VisitorMayNotDoThis, FindingBeforeObjection, DayInFuture, OpinionNeeded, ReasonNeeded.
    """
    entered = Entered(facts.values)
    check_did_not_visit(session, facts.case_id, facts.actor.officer_id, facts.actor.name)
    open_ones = session.scalars(
        lock(select(Objection).where(Objection.case_id == facts.case_id, Objection.state == OBJECTION.initial))
    ).all()
    if not open_ones:
        raise errors.NoOpenObjection
    row = hanging(session, facts.case_id)
    investigated_on = past_day(entered, "investigated_on", facts)
    raised_on = max(clock.local_date(objection.raised_at) for objection in open_ones)
    if investigated_on < raised_on:
        raise errors.FindingBeforeObjection(raised=date_text(raised_on), investigated=date_text(investigated_on))
    for objection in open_ones:
        objection.state = OBJECTION.target(objection.state, VERB_OF_OUTCOME[facts.outcome])
        objection.handled_by, objection.handled_name = facts.actor.officer_id, facts.actor.name
        objection.decided_at, objection.investigated_on = facts.at, investigated_on
        objection.methods, objection.finding = list(entered.choices("method")), entered.text("finding")
        objection.malicious = entered.flag("malicious")
        keeping = Keeping(facts.case_id, objection.id, facts.step, facts.actor.officer_id, facts.at)
        keep_files(session, keeping, SCAN, entered.rows("files"))
    if facts.outcome == "dismissed":
        resume(row, facts.at)
    else:
        stop(row)
    session.flush()
    if facts.outcome == "upheld_reject":
        reject(session, facts, entered)
    return {}

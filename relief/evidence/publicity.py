"""Publicity (公示): the masked notice, its posting, and its end. Nobody can shorten the period.

The period counts from the day on which the posting is recorded, so that an earlier date on the form gains nothing.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kit import clock
from kit.db import Session
from kit.i18n import Text, date_text
from kit.workdays import add_working_days, working_days_between
from relief.evidence import errors
from relief.evidence.attachments.facts import PHOTO, Keeping, keep_files
from relief.evidence.models import Publicity
from relief.evidence.offices import union_of
from relief.evidence.rounds import begin, current
from relief.evidence.settings import publicity_days
from relief.evidence.status import PUBLICITY, PublicityState
from relief.evidence.study import past_day, proposing_appraisal, proposing_study
from relief.evidence.values import Entered
from relief.households import codes
from relief.intake import queries as intake
from relief.intake.steps import StepFacts
from unions import queries as unions
from unions.levels import Level

# The notice is a Chinese paper whatever language the clerk works in.
NOTICE_LANGUAGE = "zh"
_NUMBER = re.compile(r"\d{7,}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HANGING = {PublicityState.POSTED, PublicityState.INTERRUPTED}


@dataclass(frozen=True)
class MaskedNotice:
    """The notice as it hangs, or would hang if it were posted now: surname and star, union, category; no number."""

    text: str
    sha256: str
    days: int
    starts_on: date
    ends_on: date
    provisional: bool
    posted: bool


def masked_notice(session: Session, case_id: uuid.UUID) -> MaskedNotice:
    """Return the notice that hangs, or the one to post now.

    Raises:
        NoAppraisalYet: the category is not proposed yet.
    """
    row = current(session, Publicity, case_id)
    if row is not None:
        return MaskedNotice(
            row.notice, row.text_sha256, row.days_required, row.started_on, row.ends_on, row.provisional, posted=True
        )
    return _compose(session, case_id, clock.today())


def _compose(session: Session, case_id: uuid.UUID, starts_on: date) -> MaskedNotice:
    appraisal = proposing_appraisal(session, case_id)
    case = intake.case(session, case_id)
    days = publicity_days(session, case.division, starts_on)
    due = add_working_days(starts_on, days)
    unit = unions.get_unit(session, case.unit_id).name
    centre = union_of(session, case, Level.COUNTY, starts_on).name
    category = codes.label("category", appraisal.category, NOTICE_LANGUAGE)
    period = {"days": days, "start": date_text(starts_on), "end": date_text(due.day)}
    lines = (
        Text("Notice: household proposed for hardship relief"),
        Text("After a home visit, the sums, a collective study and an appraisal, the household below is proposed for a hardship file. The notice hangs for {days} working days, from {start} to {end}.", period),
        Text("Worker: {name}", {"name": case.title}),
        Text("Union: {unit}", {"unit": unit}),
        Text("Category: {category}", {"category": category}),
        Text("Whoever objects may tell {centre} by telephone, by letter or in person while the notice hangs; an objection may be anonymous and is kept confidential.", {"centre": centre}),
        Text("{unit}, {day}", {"unit": unit, "day": date_text(starts_on)}),
    )  # fmt: skip
    text = "\n".join(line.render(NOTICE_LANGUAGE) for line in lines)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return MaskedNotice(text, digest, days, starts_on, due.day, due.provisional, posted=False)


def record_post_notice(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record that the notice hangs in both places; its period begins.

    Raises:
        NoDeliberationYet, NoAppraisalYet, PostedBeforeStudy, DayInFuture, NoticeWasChanged, PersonalDataInNotice,
        PhotoMissing: what is missing or wrong.
    """
    entered = Entered(facts.values)
    study = proposing_study(session, facts.case_id)
    appraisal = proposing_appraisal(session, facts.case_id)
    posted_on = past_day(entered, "posted_on", facts)
    studied_on = max(day for day in (study.held_on, appraisal.appraised_on) if day is not None)
    if posted_on < studied_on:
        raise errors.PostedBeforeStudy(studied=date_text(studied_on), posted=date_text(posted_on))
    if not entered.rows("photos"):
        raise errors.PhotoMissing
    notice = _compose(session, facts.case_id, clock.local_date(facts.at))
    _check_text(notice, entered)
    row = begin(session, Publicity, facts)
    row.state = PUBLICITY.initial
    row.place_unit, row.place_community = entered.text("place_unit"), entered.text("place_community")
    row.posted_on, row.started_on, row.running_since = posted_on, notice.starts_on, notice.starts_on
    row.days_required, row.running_days = notice.days, notice.days
    row.ends_on, row.provisional = notice.ends_on, notice.provisional
    row.notice, row.text_sha256 = notice.text, notice.sha256
    session.add(row)
    session.flush()
    keeping = Keeping(facts.case_id, row.id, facts.step, facts.actor.officer_id, facts.at)
    keep_files(session, keeping, PHOTO, entered.rows("photos"))
    return {}


def _check_text(notice: MaskedNotice, entered: Entered) -> None:
    shown = entered.text("notice_text")
    if shown and _undated(shown) != _undated(notice.text):
        raise errors.NoticeWasChanged
    if any(_NUMBER.search(text) for text in (notice.text, entered.text("place_unit"), entered.text("place_community"))):
        raise errors.PersonalDataInNotice


def _undated(text: str) -> str:
    # A page that was opened yesterday shows yesterday's dates; what is kept and printed is today's text.
    return _DATE.sub("", "".join(text.split()))


def close_publicity(session: Session, case_id: uuid.UUID, at: datetime) -> None:
    """End the publicity when its clock has run out; repeating it changes nothing.

    Raises:
        NoPublicityYet: nothing was posted.
        PublicityInterrupted: an objection is open.
        PublicityNotOver: the last day has not passed.
    """
    row = current(session, Publicity, case_id)
    if row is None:
        raise errors.NoPublicityYet
    if row.state == PublicityState.CLOSED:
        return
    if row.state == PublicityState.INTERRUPTED:
        raise errors.PublicityInterrupted
    if at < clock.end_of_day(row.ends_on):
        raise errors.PublicityNotOver(ends=date_text(row.ends_on))
    row.state, row.closed_at = PUBLICITY.target(row.state, "close"), at
    session.flush()


def hanging(session: Session, case_id: uuid.UUID) -> Publicity:
    """Return the case's publicity that runs or is interrupted.

    Raises:
        NothingIsPosted: there is none.
    """
    row = current(session, Publicity, case_id)
    if row is None or row.state not in _HANGING:
        raise errors.NothingIsPosted
    return row


def take_down(session: Session, case_id: uuid.UUID) -> None:
    """Take down a notice that still hangs, because its case ended; repeating it changes nothing."""
    row = current(session, Publicity, case_id)
    if row is not None and row.state in _HANGING:
        stop(row)
        session.flush()


def pause_publicity(session: Session, case_id: uuid.UUID, at: datetime) -> None:
    """Let a running publicity stand still, for another reason than an objection.

    Raises:
        NothingIsPosted: there is none.
    """
    interrupt(hanging(session, case_id), at)
    session.flush()


def resume_publicity(session: Session, case_id: uuid.UUID, at: datetime) -> None:
    """Let a publicity that stands still go on with the days that are left.

    Raises:
        NothingIsPosted: there is none.
    """
    resume(hanging(session, case_id), at)
    session.flush()


def interrupt(row: Publicity, at: datetime) -> None:
    """Stop the clock of a running publicity; the day itself is not spent, the public gets the whole of it again."""
    if row.state == PublicityState.INTERRUPTED:
        return
    today = clock.local_date(at)
    spent = working_days_between(row.running_since, today - timedelta(days=1)) if today > row.running_since else 0
    row.state, row.interrupted_at = PUBLICITY.target(row.state, "interrupt"), at
    row.running_days = max(0, row.running_days - spent)


def resume(row: Publicity, at: datetime) -> None:
    """Let the clock go on with the days that are left."""
    today = clock.local_date(at)
    due = add_working_days(today, row.running_days)
    row.state, row.interrupted_at = PUBLICITY.target(row.state, "resume"), None
    row.running_since, row.ends_on, row.provisional = today, due.day, due.provisional


def stop(row: Publicity) -> None:
    """Take the notice down for good: an objection was upheld, or the case ended."""
    row.state, row.interrupted_at = PUBLICITY.target(row.state, "stop"), None

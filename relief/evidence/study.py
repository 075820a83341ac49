"""Record the collective study (议) and the appraisal (评)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kit import clock
from kit.db import Session
from kit.i18n import date_text
from relief.evidence import errors
from relief.evidence.attachments.facts import SCAN, Keeping, keep_files
from relief.evidence.models import Appraisal, Deliberation, DeliberationMember
from relief.evidence.offices import names_in_office, union_of
from relief.evidence.permissions import check_did_not_visit
from relief.evidence.returns import send_back
from relief.evidence.rounds import begin, current
from relief.evidence.settings import study_quorum
from relief.evidence.sums import done_visit, statement_needed
from relief.evidence.values import Entered
from relief.households import codes
from relief.intake import queries as intake
from relief.intake.steps import StepFacts
from unions import queries as unions
from unions.levels import Level
from unions.roles import Role

MAX_SECONDARY = 3
OTHER_CAUSE = "R10"


@dataclass(frozen=True)
class _Meeting:
    """A meeting as entered, checked; empty when the case is returned without one."""

    held_on: date | None = None
    chaired_by: uuid.UUID | None = None
    names: Mapping[uuid.UUID, str] = field(default_factory=dict)
    conflicted: frozenset[uuid.UUID] = frozenset()


def record_deliberate(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the minutes of the collective study: who sat, who stood aside, how they voted.

    Raises:
        NoVisitYet, NoStatementYet, MinutesBeforeVisit, DayInFuture, NoQuorum, NotInOffice, ChairNotPresent,
        ChairInConflict, ConflictNotPresent, ConflictNeedsReason, ConflictsNotAsked, VotesDoNotAddUp, NoMajority,
        VisitorMayNotDoThis: what is missing or wrong.
    """
    entered = Entered(facts.values)
    visit = done_visit(session, facts.case_id)
    statement_needed(session, facts.case_id)
    meeting = _Meeting() if facts.outcome == "return" else _meeting(session, facts, entered, visit.visited_on)
    minutes = entered.text("minutes")
    row = begin(session, Deliberation, facts)
    row.outcome, row.place, row.absent = facts.outcome, entered.text("place"), entered.text("absent")
    row.held_on, row.chaired_by = meeting.held_on, meeting.chaired_by
    row.votes_for, row.votes_against, row.votes_abstain = _votes(entered)
    row.conflict_note, row.minutes = entered.text("conflict_note"), minutes
    row.minutes_sha256 = hashlib.sha256(minutes.encode()).hexdigest() if minutes else None
    session.add(row)
    session.flush()
    for officer, name in meeting.names.items():
        conflicted = officer in meeting.conflicted
        session.add(DeliberationMember(deliberation_id=row.id, officer_id=officer, name=name, conflicted=conflicted))
    _keep_scans(session, facts, row.id, entered)
    return send_back(session, facts, entered)


def _meeting(session: Session, facts: StepFacts, entered: Entered, visited_on: date) -> _Meeting:
    held_on = past_day(entered, "held_on", facts)
    if held_on < visited_on:
        raise errors.MinutesBeforeVisit(visited=date_text(visited_on), held=date_text(held_on))
    case = intake.case(session, facts.case_id)
    unit = union_of(session, case, Level.GRASSROOTS, held_on)
    names = names_in_office(session, unit, Role.COMMITTEE, entered.people("present"), held_on)
    conflicted = frozenset(entered.people("conflicted"))
    _check_conflicts(session, entered, names, conflicted)
    voters = len(names.keys() - conflicted)
    needed = study_quorum(session, case.division, held_on)
    if voters < needed:
        raise errors.NoQuorum(needed=needed, count=voters)
    chair = next(iter(entered.people("chaired_by")), None)
    if chair is None or chair not in names:
        raise errors.ChairNotPresent(name=_name(session, chair))
    if chair in conflicted:
        raise errors.ChairInConflict(name=names[chair])
    check_did_not_visit(session, facts.case_id, chair, names[chair])
    _check_votes(facts.outcome, entered, voters)
    return _Meeting(held_on, chair, names, conflicted)


def _check_conflicts(
    session: Session, entered: Entered, names: Mapping[uuid.UUID, str], conflicted: frozenset[uuid.UUID]
) -> None:
    if not entered.flag("conflicts_asked"):
        raise errors.ConflictsNotAsked
    for officer in conflicted:
        if officer not in names:
            raise errors.ConflictNotPresent(name=_name(session, officer))
    if conflicted and not entered.text("conflict_note"):
        raise errors.ConflictNeedsReason


def _check_votes(outcome: str, entered: Entered, voters: int) -> None:
    in_favour, against, abstained = _votes(entered)
    if in_favour + against + abstained != voters:
        raise errors.VotesDoNotAddUp(voters=voters, votes=in_favour + against + abstained)
    if outcome == "propose" and in_favour * 2 <= voters:
        raise errors.NoMajority(voters=voters, votes=in_favour)


def _votes(entered: Entered) -> tuple[int, int, int]:
    return (
        entered.number("votes_for") or 0,
        entered.number("votes_against") or 0,
        entered.number("votes_abstain") or 0,
    )


def _name(session: Session, officer_id: uuid.UUID | None) -> str:
    return unions.get_officer(session, officer_id).name if officer_id else "-"


def record_appraise(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the appraisal: category, one main cause and at most three others, groups, the draft of the plan.

    Raises:
        NoDeliberationYet, AppraisalBeforeStudy, DayInFuture, TooManyCauses, MainCauseTwice, CauseNeedsText,
        PrimaryGroupNotChosen: what is missing or wrong.
    """
    entered = Entered(facts.values)
    study = proposing_study(session, facts.case_id)
    appraised_on = None
    if facts.outcome == "propose":
        appraised_on = past_day(entered, "appraised_on", facts)
        if study.held_on is not None and appraised_on < study.held_on:
            raise errors.AppraisalBeforeStudy(held=date_text(study.held_on), appraised=date_text(appraised_on))
        _check_causes(entered)
    row = begin(session, Appraisal, facts)
    row.outcome, row.appraised_on, row.panel = facts.outcome, appraised_on, entered.text("panel")
    row.category, row.category_reason = entered.choice("category"), entered.text("category_reason")
    row.main_cause, row.secondary_causes = entered.choice("main_cause"), list(entered.choices("secondary_causes"))
    row.cause_text, row.groups = entered.text("cause_text"), list(entered.choices("groups"))
    row.primary_group, row.plan = entered.choice("primary_group"), entered.text("plan")
    session.add(row)
    session.flush()
    _keep_scans(session, facts, row.id, entered)
    return send_back(session, facts, entered)


def _check_causes(entered: Entered) -> None:
    main, secondary = entered.choice("main_cause"), entered.choices("secondary_causes")
    if len(secondary) > MAX_SECONDARY:
        raise errors.TooManyCauses(limit=MAX_SECONDARY, count=len(secondary))
    if main in secondary:
        raise errors.MainCauseTwice(cause=codes.label("cause", main))
    if main == OTHER_CAUSE and not entered.text("cause_text"):
        raise errors.CauseNeedsText
    if entered.choice("primary_group") not in entered.choices("groups"):
        raise errors.PrimaryGroupNotChosen


def proposing_study(session: Session, case_id: uuid.UUID) -> Deliberation:
    """Return the case's collective study that proposes it.

    Raises:
        NoDeliberationYet: there is none.
    """
    study = current(session, Deliberation, case_id)
    if study is None or study.outcome != "propose":
        raise errors.NoDeliberationYet
    return study


def proposing_appraisal(session: Session, case_id: uuid.UUID) -> Appraisal:
    """Return the case's appraisal that proposes a category.

    Raises:
        NoAppraisalYet: there is none.
    """
    appraisal = current(session, Appraisal, case_id)
    if appraisal is None or appraisal.outcome != "propose":
        raise errors.NoAppraisalYet
    return appraisal


def past_day(entered: Entered, name: str, facts: StepFacts) -> date:
    """Return a day entered, today when none was.

    Raises:
        DayInFuture: it has not come yet.
    """
    today = clock.local_date(facts.at)
    day = entered.day(name) or today
    if day > today:
        raise errors.DayInFuture(day=date_text(day))
    return day


def _keep_scans(session: Session, facts: StepFacts, evidence_id: uuid.UUID, entered: Entered) -> None:
    keeping = Keeping(facts.case_id, evidence_id, facts.step, facts.actor.officer_id, facts.at)
    keep_files(session, keeping, SCAN, entered.rows("files"))

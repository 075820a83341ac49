"""Writes of intake: an application is registered, accepted, supplemented, and closed once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kit import clock
from kit.db import Session, lock, new_id, savepoint
from relief.households import codes
from relief.households import facts as households
from relief.households import queries as household_queries
from relief.households.entries import HouseholdEntry
from relief.households.facts import SavedHousehold
from relief.intake import numbering, papers, policies, queries, sealed
from relief.intake.errors import (
    AlreadyOpen,
    AlreadyOpenElsewhere,
    CaseNotFound,
    UnknownOutcome,
    UnknownReason,
    WithdrawalNeedsReason,
)
from relief.intake.models import Application, Consent, DeclaredLineRow
from relief.intake.permissions import can_see_case, check_can_register
from relief.intake.registration import Registration
from relief.intake.status import ALIVE, APPLICATION, VERB_OF_OUTCOME, CaseOutcome, Status
from relief.intake.steps import StepFacts
from unions import queries as unions
from unions.levels import UnitKind
from unions.records import Actor, UnitRecord

CONSENT_PURPOSE = "COMPARISON"
DEFAULT_REASON = {CaseOutcome.REJECTED: "OTHER", CaseOutcome.LAPSED: "NOT_SUPPLIED", CaseOutcome.WITHDRAWN: "WITHDRAWN"}


def register(session: Session, registration: Registration, actor: Actor, at: datetime) -> uuid.UUID:
    """Take an application in: persons, household, declared facts, consents and a case number. Returns the case's id.

    A household whose earlier applications ended without a file is taken up again; otherwise a new one is made, so that
    nothing entered here changes what another union holds.

    Raises:
        CannotRegister, GrassrootsFirst: not this actor's to take.
        AlreadyOpen, AlreadyOpenElsewhere: the applicant has an open application somewhere.
        NameDiffers, PersonTwice: the persons do not fit the register.
    """
    unit = unions.get_unit(session, registration.unit_id, clock.local_date(at))
    check_can_register(actor, unit, registration.centre_reason)
    index = registration.household.main.id_number.index
    _refuse_second(session, index, actor)
    division = numbering.division_of(session, unit)
    household = _household(session, registration, division, index)
    application = _application(registration, unit, division, household, actor, at)
    application.title = household_queries.person(session, application.applicant_id).name_masked
    application.case_no = numbering.next_case_no(session, division, clock.local_date(at).year)
    try:
        with savepoint(session):
            session.add(application)
    except IntegrityError:
        # Two clerks entered the same worker at the same moment, and the other was first.
        _refuse_second(session, index, actor)
        raise
    _add_lines(session, application.id, registration)
    _add_consents(session, application, registration, actor, at)
    papers.begin_checklist(session, application.id)
    session.flush()
    return application.id


def record_accept(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record the acceptance (受理): complete, incomplete with a list, or not to be filed with a coded reason.

    Raises:
        PapersStillMissing, IdCardNotChecked, ConsentMissing: "complete" does not hold.
        NothingListed, UnknownReason, UnknownOutcome, CaseIsOver: see there.
    """
    application = _locked_open(session, facts.case_id)
    papers.keep_scans(session, facts)
    if facts.outcome == "complete":
        received = papers.listed(facts.values.get("papers"))
        policies.check_complete(received, papers.on_hand(session, facts.case_id), facts.values)
        policies.check_consents(queries.consents(session, facts.case_id, clock.local_date(facts.at)))
        papers.receive(session, facts.case_id, received, facts)
        _note_membership(application, received)
        if application.accepted_at is None:
            application.accepted_at, application.accepted_by = facts.at, facts.actor.officer_id
        session.flush()
        return {}
    if facts.outcome == "incomplete":
        missing = papers.listed(facts.values.get("missing"))
        papers.receive(session, facts.case_id, papers.listed(facts.values.get("papers")), facts)
        return ask_for_papers(
            session, facts.case_id, step=facts.step, return_to="accept", papers_missing=missing, note=facts.opinion,
            asked_by=facts.actor.officer_id, at=facts.at,
        )  # fmt: skip
    if facts.outcome == "reject":
        propose_reason(session, facts.case_id, str(facts.values.get("reject_reason") or ""), facts.opinion)
        return {}
    raise UnknownOutcome(outcomes="complete, incomplete, reject", outcome=facts.outcome)


def record_supplement(session: Session, facts: StepFacts) -> Mapping[str, str]:
    """Record what the household supplied. Whoever sent the case back has said already where it goes on.

    Raises:
        NothingListed: nothing is named as supplied.
        CaseIsOver: the case is closed.
    """
    application = _locked_open(session, facts.case_id)
    papers.keep_scans(session, facts)
    supplied = papers.listed(facts.values.get("supplied"))
    papers.supply(session, supplied, str(facts.values.get("note") or facts.opinion), facts)
    _note_membership(application, supplied)
    session.flush()
    return {}


def ask_for_papers(
    session: Session,
    case_id: uuid.UUID,
    *,
    step: str,
    return_to: str,
    papers_missing: tuple[str, ...],
    at: datetime,
    asked_by: uuid.UUID | None = None,
    note: str = "",
    reason: str = "PAPERS_MISSING",
) -> Mapping[str, str]:
    """Return a case for more (退回补证): one list, and the step (accept, verify or sums) at which it goes on.

    Raises:
        NothingListed: the list is empty.
        CaseIsOver: the case is closed.
    """
    _locked_open(session, case_id)
    papers.ask(
        session, case_id, step=step, return_to=return_to, missing=papers_missing, at=at, asked_by=asked_by, note=note,
        reason=reason,
    )  # fmt: skip
    return {"return_to": return_to}


def propose_reason(session: Session, case_id: uuid.UUID, reason: str, note: str = "") -> None:
    """Keep why a step wants the case closed; ``close_case`` uses it. A later step's reason replaces it.

    Raises:
        UnknownReason: not on the list of coded reasons.
        CaseIsOver: the case is closed.
    """
    if not codes.is_code("closing_reason", reason):
        raise UnknownReason(reason=reason[:40])
    application = _locked_open(session, case_id)
    application.proposed_reason = reason
    application.reason_note = sealed.seal_text(note, sealed.REASON_NOTE)


def request_withdrawal(session: Session, case_id: uuid.UUID, actor: Actor, reason: str, at: datetime) -> None:  # noqa: ARG001
    """Keep the applicant's reason for withdrawing; ``close_case`` then closes the case as withdrawn.

    ``actor`` and ``at`` stand in the audit row of the operation.

    Raises:
        WithdrawalNeedsReason: no reason is given.
        CaseIsOver: the case is closed or filed.
    """
    if not reason.strip():
        raise WithdrawalNeedsReason
    propose_reason(session, case_id, "WITHDRAWN", reason.strip())


def close_case(
    session: Session, case_id: uuid.UUID, outcome: CaseOutcome, at: datetime, *, reason: str | None = None
) -> None:
    """Close a case without a file. The reason is the one given, else the one proposed; repeating it changes nothing.

    Raises:
        IllegalTransition: the case is filed or closed in another way.
        UnknownReason: the reason given is not on the list.
    """
    application = _locked(session, case_id)
    verb = VERB_OF_OUTCOME[CaseOutcome(outcome)]
    if any(move.verb == verb and move.target == application.status for move in APPLICATION.moves):
        return
    target = APPLICATION.target(application.status, verb)
    chosen = reason or (application.proposed_reason if outcome is not CaseOutcome.LAPSED else None)
    chosen = chosen or DEFAULT_REASON[outcome]
    if not codes.is_code("closing_reason", chosen):
        raise UnknownReason(reason=chosen[:40])
    application.status, application.closed_at, application.reason = target, at, chosen
    session.flush()


def mark_filed(session: Session, case_id: uuid.UUID, at: datetime) -> None:
    """Mark a case as filed; ``relief.files`` calls it after the four gates. Repeating it changes nothing.

    Raises:
        IllegalTransition: the case was closed without a file.
    """
    application = _locked(session, case_id)
    if application.status == Status.FILED:
        return
    application.status, application.closed_at = APPLICATION.target(application.status, "file"), at
    application.proposed_reason, application.reason_note = None, None
    session.flush()


def mark_ended(session: Session, case_id: uuid.UUID, at: datetime) -> None:
    """Mark that the file which came of a case is closed, so that the household is free again.

    Raises:
        IllegalTransition: the case has no file.
    """
    application = _locked(session, case_id)
    if application.status == Status.ENDED:
        return
    application.status, application.ended_at = APPLICATION.target(application.status, "end"), at
    session.flush()


def _refuse_second(session: Session, index: bytes, actor: Actor) -> None:
    applicant = household_queries.person_id(session, index)
    for overlap in queries.files_elsewhere(session, [index]):
        if overlap.case.status is Status.OPEN and overlap.case.applicant_id == applicant:
            if can_see_case(session, actor, overlap.case):
                raise AlreadyOpen(case_no=overlap.case.case_no)
            raise AlreadyOpenElsewhere


def _household(session: Session, registration: Registration, division: str, index: bytes) -> SavedHousehold:
    declared = registration.household
    entry = HouseholdEntry(
        members=declared.members, address=declared.address, county_code=declared.county_code or division,
        housing=declared.housing, floor_area_dm2=declared.floor_area_dm2,
    )  # fmt: skip
    for household_id in reversed(household_queries.households_led_by(session, index)):
        earlier = queries.latest_of_household(session, household_id)
        if earlier and not any(case.status in ALIVE for case in earlier):
            return households.revise_household(session, household_id, entry, on=registration.applied_on)
    return households.create_household(session, entry, on=registration.applied_on)


def _application(
    given: Registration, unit: UnitRecord, division: str, household: SavedHousehold, actor: Actor, at: datetime
) -> Application:
    main = given.household.main
    in_union = given.employer_has_union
    if in_union is None:
        # Not asked: a member has a union, and so has whoever applies at the union of the enterprise.
        in_union = main.union_member or unit.kind is UnitKind.ENTERPRISE
    return Application(
        id=new_id(), unit_id=unit.id, province_id=unit.province_id, city_id=unit.city_id, county_id=unit.county_id,
        division=division, household_id=household.household_id, applicant_id=household.person_ids[0],
        channel=given.channel, origin=given.origin, applied_on=given.applied_on, registered_at=at,
        registered_by=actor.officer_id, import_key=given.import_key, status=APPLICATION.initial,
        work_state=main.identity, union_member=main.union_member, migrant=given.migrant, retired=given.retired,
        restructured=given.restructured, single_parent=given.single_parent, on_dibao=given.on_dibao,
        employer_has_union=in_union, contract_months=given.contract_months, assets=list(given.assets),
        causes=list(given.causes), cause_text=sealed.seal_text(given.cause_text, sealed.CAUSE_TEXT),
        centre_reason=given.centre_reason.strip(),
    )  # fmt: skip


def _add_lines(session: Session, case_id: uuid.UUID, registration: Registration) -> None:
    for position, line in enumerate(registration.lines):
        session.add(
            DeclaredLineRow(
                application_id=case_id, position=position, direction=line.direction, kind=line.kind,
                amount=line.amount, period=line.period, source=line.source,
                note=sealed.seal_text(line.note, sealed.NOTE),
            )
        )  # fmt: skip


def _add_consents(
    session: Session, application: Application, registration: Registration, actor: Actor, at: datetime
) -> None:
    household = household_queries.household(session, application.household_id)
    for member in household.members:
        if member.adult:
            session.add(
                Consent(
                    id=new_id(), application_id=application.id, person_id=member.person_id, purpose=CONSENT_PURPOSE,
                    given_on=registration.consent_on, withdrawn_on=None, recorded_at=at,
                    recorded_by=actor.officer_id,
                )
            )  # fmt: skip


def _note_membership(application: Application, received: tuple[str, ...]) -> None:
    # Who joins while the case waits goes on with the same application (scenario 24).
    if "MEMBERSHIP" in received:
        application.union_member = True
        application.employer_has_union = True


def _locked(session: Session, case_id: uuid.UUID) -> Application:
    query = lock(select(Application).where(Application.id == case_id)).execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise CaseNotFound
    return found


def _locked_open(session: Session, case_id: uuid.UUID) -> Application:
    application = _locked(session, case_id)
    policies.check_open(queries.case_record(application))
    return application

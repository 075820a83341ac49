"""What the page of a case shows, and the brief of it beside a task's form. Everything is masked here."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from kit import clock
from kit.db import Session
from kit.i18n import Text, pick
from relief.eligibility import queries as eligibility
from relief.eligibility.records import DecisionRecord
from relief.files import queries as files
from relief.households import codes
from relief.households import queries as households
from relief.households.records import HouseholdRecord
from relief.intake import permissions
from relief.intake import queries as intake
from relief.intake.records import CaseRecord
from relief.intake.status import Status
from tasks import queries as worklist
from tasks.records import WorkItemRecord
from unions import queries as unions
from unions.records import Actor
from web import diagrams, evidence_view, timeline, words
from web.diagrams import StepState
from web.discretion import Discretion, discretion
from web.evidence_view import Gate, Sums
from web.proofs import Proof
from web.timeline import Event
from workflows.engine.definition import Definition
from workflows.instances import queries as instances
from workflows.instances.errors import InstanceNotFound
from workflows.instances.queries import IncidentRecord, InstanceRecord, TimerRecord, TrailRecord
from workflows.operations.permissions import may_control_clock, may_reveal
from workflows.operations.subjects import SUBJECTS

_STATUS: Mapping[Status, tuple[Text, str]] = {
    Status.OPEN: (Text("under way"), "current"),
    Status.FILED: (Text("filed"), "good"),
    Status.REJECTED: (Text("not filed"), "late"),
    Status.LAPSED: (Text("lapsed"), "soon"),
    Status.WITHDRAWN: (Text("withdrawn"), "soon"),
    Status.ENDED: (Text("file closed"), "soon"),
}


@dataclass(frozen=True)
class Word:
    """A state as a word with its style."""

    word: str
    style: str


@dataclass(frozen=True)
class Course:
    """A case's process: where it has been, where it is, what it waits for."""

    instance: InstanceRecord
    definition: Definition
    trail: tuple[TrailRecord, ...]
    items: tuple[WorkItemRecord, ...]
    timers: tuple[TimerRecord, ...]
    incidents: tuple[IncidentRecord, ...]
    states: Mapping[str, StepState]


@dataclass(frozen=True)
class Decided:
    """A decision for its reader: what, why in sentences with their sources, by which rules."""

    title: str
    outcome: str
    sentences: tuple[tuple[str, str], ...]
    record: DecisionRecord


@dataclass(frozen=True)
class OpenStep:
    """Who must act now, by when."""

    item: WorkItemRecord
    due: words.Due
    role: str
    claimed_by: str
    href: str


@dataclass(frozen=True)
class StepLink:
    """A step of the diagram in words, for whoever does not see it or does not use a mouse."""

    id: str
    name: str
    word: str
    style: str


@dataclass(frozen=True)
class CaseView:
    """All that ``case.html`` shows."""

    case: CaseRecord
    status: Word
    unit: str
    household: HouseholdRecord
    causes: str
    reason: str
    file_no: str
    gates: tuple[Gate, ...]
    proofs: tuple[Proof, ...]
    sums: Sums | None
    decisions: tuple[Decided, ...]
    events: tuple[Event, ...]
    open_steps: tuple[OpenStep, ...]
    running: tuple[timeline.Clock, ...]
    incidents: tuple[IncidentRecord, ...]
    steps: tuple[StepLink, ...]
    can_reveal: bool
    can_withdraw: bool
    can_object: bool
    can_control_clock: bool


@dataclass(frozen=True)
class Asked:
    """What a return asks for: why, which papers or records, the words of who returned it, and where the case goes on."""

    reason: str
    missing: str
    note: str
    goes_on_at: str


@dataclass(frozen=True)
class Brief:
    """The case beside a task's form: enough to decide, no more."""

    title: str
    no: str
    unit: str
    case_href: str = ""
    can_reveal: bool = False
    applied_on: str = ""
    persons: int = 0
    causes: str = ""
    gates: tuple[Gate, ...] = ()
    sums: Sums | None = None
    decisions: tuple[Decided, ...] = ()
    events: tuple[Event, ...] = ()
    asked: Asked | None = None


@dataclass(frozen=True)
class AboutStep:
    """What a click on a step says: who holds it and why."""

    name: str
    lane: str
    role: str
    unit: str
    state: str
    style: str
    deadline: str
    holders: tuple[str, ...]
    excluded: tuple[str, ...]
    items: tuple[OpenStep, ...]
    done: tuple[WorkItemRecord, ...]
    system: bool


def status_word(status: Status) -> Word:
    """Return a case's state as a word with its style."""
    text, style = _STATUS[status]
    return Word(text.render(), style)


def course(session: Session, case: CaseRecord) -> Course:
    """Return the process of a case.

    Raises:
        InstanceNotFound: it has none.
    """
    found = instances.instances_of(session, "case", case.id)
    if not found:
        raise InstanceNotFound
    instance = found[0]
    definition = instances.load_definition(session, instance.definition_hash)
    trail = instances.trail(session, instance.id)
    items = worklist.for_subject(session, case.id)
    timers = instances.timers_of(session, instance.id)
    incidents = instances.incidents_of(session, instance.id)
    states = diagrams.states(definition, trail, items, timers, incidents, clock.now())
    return Course(instance, definition, trail, items, timers, incidents, states)


def case_view(session: Session, actor: Actor, case: CaseRecord) -> CaseView:
    """Return the page of a case that the caller has found visible for the actor."""
    found = course(session, case)
    unit = unions.get_unit(session, case.unit_id)
    seen = discretion(session, actor, case)
    proof = evidence_view.evidence(session, case, found.definition, seen)
    file = files.file_of_case(session, case.id)
    return CaseView(
        case=case,
        status=status_word(case.status),
        unit=unit.name,
        household=households.household(session, case.household_id),
        causes=codes.labels("cause", case.causes).render(),
        reason=codes.label("closing_reason", case.reason),
        file_no=file.file_no if file else "",
        gates=proof.gates,
        proofs=proof.proofs,
        sums=proof.sums,
        decisions=_decisions(session, case.id),
        events=timeline.events(session, case, found.definition, found.items, found.timers, found.trail, seen),
        open_steps=tuple(_open_step(session, item) for item in found.items if item.done_at is None),
        running=timeline.clocks(found.definition, found.timers),
        incidents=found.incidents,
        steps=tuple(_step_link(found, id_) for id_, state in found.states.items() if state.told),
        can_reveal=may_reveal(actor, unit),
        can_withdraw=permissions.can_withdraw(session, actor, case)
        and instances.waits_for_message(session, found.instance.id, "withdrawal"),
        can_object=evidence_view.hanging_notice(session, case) is not None,
        can_control_clock=may_control_clock(actor, unit),
    )


def case_brief(session: Session, actor: Actor, item: WorkItemRecord) -> Brief:
    """Return what stands beside a task's form; for a task that is about no case, only its title."""
    if item.subject_kind != "case":
        return Brief(title=item.subject_title, no=item.subject_no, unit=item.unit_name)
    case = intake.case(session, item.subject_id)
    found = course(session, case)
    unit = unions.get_unit(session, case.unit_id)
    seen = discretion(session, actor, case)
    proof = evidence_view.evidence(session, case, found.definition, seen)
    visible = permissions.can_see_case(session, actor, case)
    return Brief(
        case_href=f"/cases/{case.id}" if visible else "",
        can_reveal=visible and may_reveal(actor, unit),
        title=case.title,
        no=case.case_no,
        unit=unit.name,
        applied_on=case.applied_on.isoformat(),
        persons=len(households.household(session, case.household_id).members),
        causes=codes.labels("cause", case.causes).render(),
        gates=proof.gates,
        sums=proof.sums,
        decisions=_decisions(session, case.id),
        events=timeline.events(session, case, found.definition, found.items, found.timers, found.trail, seen),
        asked=_asked(session, case, found.definition, seen) if item.done_at is None else None,
    )


def _asked(session: Session, case: CaseRecord, definition: Definition, seen: Discretion) -> Asked | None:
    waiting = [each for each in intake.returns(session, case.id) if each.supplied_at is None]
    if not waiting:
        return None
    last = waiting[-1]
    element = definition.elements.get(last.return_to)
    return Asked(
        reason=codes.label("return_reason", last.reason),
        missing=codes.labels("supplement", last.papers).render(),
        note=seen.text(last.note) if last.note else "",
        goes_on_at=diagrams.name_of(element) if element else last.return_to,
    )


def about_step(session: Session, case: CaseRecord, element_id: str) -> AboutStep:
    """Return who holds a step of a case, or will, and why."""
    found = course(session, case)
    element = found.definition.elements.get(element_id)
    if element is None:
        raise evidence_view.StepNotFound
    link = _step_link(found, element_id)
    items = [item for item in found.items if item.step == element_id]
    human = element.level is not None and element.role is not None
    route = SUBJECTS["case"].route(session, case.id, element) if human else None
    today = clock.today()
    holders = unions.holders(session, route.unit_id, route.role, today) if route else ()
    barred = set(route.excluded) if route else set()
    return AboutStep(
        name=diagrams.name_of(element),
        lane=pick(element.lane, element.lane_en),
        role=words.role(element.role) if element.role else "",
        unit=route.unit_name if route else "",
        state=link.word,
        style=link.style,
        deadline=diagrams.deadline_text(element.deadline),
        holders=tuple(holder.name for holder in holders if holder.officer_id not in barred),
        excluded=tuple(holder.name for holder in holders if holder.officer_id in barred),
        items=tuple(_open_step(session, item) for item in items if item.done_at is None),
        done=tuple(item for item in items if item.done_at is not None),
        system=not human,
    )


def hanging_notice(session: Session, case: CaseRecord) -> evidence_view.Posted | None:
    """Return the notice that hangs for a case now, if one does."""
    return evidence_view.hanging_notice(session, case)


def _step_link(found: Course, element_id: str) -> StepLink:
    state = found.states[element_id]
    word = state.word or timeline.STATES[state.state].render()
    style = {"passed": "good", "coming": ""}.get(state.state, state.state)
    return StepLink(element_id, diagrams.name_of(found.definition.elements[element_id]), word, style)


def _open_step(session: Session, item: WorkItemRecord) -> OpenStep:
    claimed = unions.get_officer(session, item.assignee_id).name if item.assignee_id else ""
    due = words.due(item.due_at, provisional=item.provisional)
    return OpenStep(item, due, words.role(item.role), claimed, f"/tasks/{item.id}")


def _decisions(session: Session, case_id: uuid.UUID) -> tuple[Decided, ...]:
    latest = {record.kind: record for record in eligibility.for_case(session, case_id)}
    titles = {"scope": Text("Scope (DT1)"), "category": Text("Category (DT2, DT3)")}
    return tuple(
        Decided(
            title=titles[record.kind].render() if record.kind in titles else record.kind,
            outcome=_outcome(record),
            sentences=tuple((pick(each.zh, each.en), each.source) for each in record.sentences),
            record=record,
        )
        for record in latest.values()
    )


_SCOPES: Mapping[str, Text] = {
    "IN": Text("in scope"),
    "REVIEW": Text("in scope after the county's review"),
    "NOT_YET": Text("not yet: something is missing"),
    "DUPLICATE": Text("filed already elsewhere"),
    "OUT": Text("out of scope"),
}


def _outcome(record: DecisionRecord) -> str:
    if record.kind == "category":
        return codes.label("category", record.outcome) if record.outcome != "OUT" else _SCOPES["OUT"].render()
    return _SCOPES[record.outcome].render() if record.outcome in _SCOPES else record.outcome

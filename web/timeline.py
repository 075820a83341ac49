"""The timeline of a case (流转记录): who, in which post, when, how long, with which opinion; and what only time moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kit import clock
from kit.db import Session
from kit.i18n import Text, gettext
from relief.intake.records import CaseRecord
from tasks.records import WorkItemRecord
from tasks.status import WorkItemState
from unions import queries as unions
from web import words
from web.diagrams import name_of
from web.discretion import Discretion
from workflows.engine.definition import Definition
from workflows.instances.queries import TimerRecord, TrailRecord

STATES: Mapping[str, Text] = {
    "passed": Text("passed"),
    "current": Text("now"),
    "late": Text("late"),
    "trouble": Text("stopped"),
    "coming": Text("to come, or not on this case's way"),
}
#: The four gates by their kind in the diagram.
GATES: Mapping[str, Text] = {
    "visit": Text("Home visit"),
    "study": Text("Collective study"),
    "publicity": Text("Publicity"),
    "signature": Text("Chair's signature"),
}
_TIMER_STATES: Mapping[str, Text] = {
    "OPEN": Text("running"),
    "PAUSED": Text("standing still"),
    "FIRED": Text("over"),
    "CANCELLED": Text("cancelled"),
}
_SYSTEM_KINDS = frozenset({"serviceTask", "businessRuleTask"})


@dataclass(frozen=True)
class Event:
    """One entry: ``state`` is done, open, cancelled, system or time."""

    at: datetime
    state: str
    title: str
    who: str
    post: str
    outcome: str
    opinion: str
    took: str
    due: words.Due | None


@dataclass(frozen=True)
class Clock:
    """A clock that counts for a case, such as the publicity's: until when, or what is left of it in working days."""

    element_id: str
    paused: bool
    name: str
    state: str
    until: date | None
    left: int | None
    due: words.Due | None


def events(
    session: Session,
    case: CaseRecord,
    definition: Definition,
    items: Sequence[WorkItemRecord],
    timers: Sequence[TimerRecord],
    trail: Sequence[TrailRecord],
    discretion: Discretion,
) -> tuple[Event, ...]:
    """Return the entries of a case, newest first; opinions as far as the reader may see them."""
    registrar = unions.get_officer(session, case.registered_by).name
    unit = unions.get_unit(session, case.unit_id).name
    found = [
        Event(case.registered_at, "done", gettext("Application registered"), registrar, unit, "", "", "", None),
        *(_of_item(item, discretion) for item in items),
        *(_of_timer(definition, timer) for timer in timers if timer.clock),
        *(_of_service(definition, entry) for entry in trail if _by_system(definition, entry)),
    ]
    # Open work stands above what is done, whatever hour it was opened; equal times keep the order of the steps.
    return tuple(sorted(found, key=lambda event: (event.state == "open", event.at), reverse=True))


def clocks(definition: Definition, timers: Sequence[TimerRecord]) -> tuple[Clock, ...]:
    """Return the named clocks that run or stand still now."""
    return tuple(
        Clock(
            element_id=timer.element_id,
            paused=timer.state == "PAUSED",
            name=_clock_name(definition, timer),
            state=_TIMER_STATES[timer.state].render(),
            until=_last_day(timer),
            left=timer.remaining_days if timer.state == "PAUSED" else None,
            due=words.due(timer.due_at, provisional=timer.provisional) if timer.due_at else None,
        )
        for timer in timers
        if timer.clock and timer.state in {"OPEN", "PAUSED"}
    )


def _of_item(item: WorkItemRecord, discretion: Discretion) -> Event:
    post = f"{item.unit_name} {words.role(item.role)}"
    if item.state == WorkItemState.DONE and item.done_at is not None:
        who = item.done_by_name or ""
        if item.done_for_name:
            who = f"{who} ({gettext('for {name}', name=item.done_for_name)})"
        took = words.duration(item.opened_at, item.done_at)
        opinion = discretion.text(item.opinion)
        return Event(item.done_at, "done", item.label, who, post, item.outcome_label, opinion, took, None)
    if item.state == WorkItemState.CANCELLED and item.done_at is not None:
        return Event(item.done_at, "cancelled", item.label, "", post, gettext("cancelled by the process"), "", "", None)
    due = words.due(item.due_at, provisional=item.provisional)
    took = words.duration(item.opened_at, clock.now())
    return Event(item.opened_at, "open", item.label, "", post, "", "", took, due)


def _of_timer(definition: Definition, timer: TimerRecord) -> Event:
    last = _last_day(timer)
    if timer.state == "PAUSED" and timer.remaining_days is not None:
        said = gettext("{days} working days are left", days=timer.remaining_days)
    else:
        said = gettext("until {day}", day=last.isoformat()) if last else ""
    state = _TIMER_STATES[timer.state].render()
    return Event(timer.opened_at, "time", _clock_name(definition, timer), said, "", state, "", "", None)


def _of_service(definition: Definition, entry: TrailRecord) -> Event:
    name = _name(definition, entry.element_id)
    return Event(entry.at, "system", name, gettext("the system"), "", "", "", "", None)


def _by_system(definition: Definition, entry: TrailRecord) -> bool:
    element = definition.elements.get(entry.element_id)
    return entry.what == "completed" and element is not None and element.kind in _SYSTEM_KINDS


def _name(definition: Definition, element_id: str) -> str:
    element = definition.elements.get(element_id)
    return name_of(element) if element else element_id


def _clock_name(definition: Definition, timer: TimerRecord) -> str:
    # The event is called "period over"; while it runs, what counts is the period, which the gate names.
    element = definition.elements.get(timer.element_id)
    gate = GATES.get(element.gate) if element and element.gate else None
    return gate.render() if gate else _name(definition, timer.element_id)


def _last_day(timer: TimerRecord) -> date | None:
    # A due instant is the first one after the last day.
    return clock.local_date(timer.due_at - timedelta(microseconds=1)) if timer.due_at else None

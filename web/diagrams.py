"""Diagrams for the browser: labels in the reader's language, and what state each step of a case is in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from kit.i18n import gettext, pick
from tasks.records import WorkItemRecord
from web import words
from workflows.engine.definition import Deadline, Definition, Element
from workflows.engine.xml import BANGFU, BPMN, parse_xml
from workflows.instances.queries import IncidentRecord, TimerRecord, TrailRecord

_LABEL = f"{{{BPMN}}}extensionElements/{{{BANGFU}}}label"
_NOTE = f"{{{BPMN}}}text"
_SHOWN_KINDS = frozenset({"userTask", "serviceTask", "businessRuleTask"})


@dataclass(frozen=True)
class StepState:
    """How a step is shown: ``state`` picks the colour, ``word`` says the same to whoever sees no colours."""

    state: str
    word: str
    told: bool


@dataclass(frozen=True)
class StepRow:
    """One task of a definition, for its page."""

    name: str
    lane: str
    role: str
    deadline: str
    outcomes: str
    gate: str


def in_language(bpmn_xml: str, language: str) -> bytes:
    """Return the diagram with its English labels as names when the reader reads English."""
    if language == "zh":
        return bpmn_xml.encode()
    root = parse_xml(bpmn_xml.encode())
    for element in root.iter():
        label = element.find(_LABEL)
        english = label.get("en", "") if label is not None else ""
        note = element.find(_NOTE)
        if english and note is not None:
            note.text = english
        elif english:
            element.set("name", english)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def states(
    definition: Definition,
    trail: Iterable[TrailRecord],
    items: Sequence[WorkItemRecord],
    timers: Sequence[TimerRecord],
    incidents: Iterable[IncidentRecord],
    now: datetime,
) -> dict[str, StepState]:
    """Return the state of every step of a case's diagram: passed, current, late, in trouble, or still to come."""
    passed = {entry.element_id for entry in trail if entry.what == "completed"}
    live = {item.step: item for item in items if item.done_at is None}
    waiting = {timer.element_id for timer in timers if timer.state in {"OPEN", "PAUSED"} and timer.clock}
    stuck = {incident.element_id for incident in incidents if incident.state == "OPEN"}
    found = {}
    for element in definition.elements.values():
        told = element.kind in _SHOWN_KINDS or element.event == "timer"
        if element.id in stuck:
            state = StepState("trouble", gettext("Stopped"), told)
        elif element.id in live and live[element.id].due_at <= now:
            state = StepState("late", gettext("Late"), told)
        elif element.id in live or element.id in waiting:
            state = StepState("current", gettext("Now"), told)
        elif element.id in passed:
            state = StepState("passed", "", told)
        else:
            state = StepState("coming", "", told)
        found[element.id] = state
    return found


def steps_of(definition: Definition) -> tuple[StepRow, ...]:
    """Return the tasks of a definition in the diagram's order."""
    return tuple(
        StepRow(
            name=name_of(element),
            lane=pick(element.lane, element.lane_en),
            role=words.role(element.role) if element.role else "",
            deadline=deadline_text(element.deadline),
            outcomes=gettext(", ").join(pick(outcome.zh, outcome.en) for outcome in element.outcomes),
            gate=gettext("gate") if element.gate else "",
        )
        for element in definition.elements.values()
        if element.kind in _SHOWN_KINDS
    )


def name_of(element: Element) -> str:
    """Return an element's name in the reader's language."""
    return pick(element.name, element.name_en)


def deadline_text(deadline: Deadline | None) -> str:
    """Return a deadline in words."""
    if deadline is None:
        return ""
    if deadline.working_days is not None:
        return gettext("{days} working days", days=deadline.working_days)
    if deadline.calendar_days is not None:
        return gettext("{days} calendar days", days=deadline.calendar_days)
    if deadline.hours is not None:
        return gettext("{hours} hours", hours=deadline.hours)
    return gettext("by the setting {name}", name=deadline.setting)

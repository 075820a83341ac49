"""Stop the clock of a case, or let it go on: what will happen first, then the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kit.db import Session
from kit.errors import FieldErrors
from kit.i18n import Text
from relief.intake import permissions
from web import case_view, edge, timeline
from web.edge import AddressUnknown, Visit
from workflows.instances.errors import NothingWaits
from workflows.operations.control_clock import ControlClock, pause_clock, resume_clock
from workflows.operations.permissions import check_may_control_clock

router = APIRouter()
LEAST_REASON = 4
REASON_MISSING = Text("Write in a few words why.")


@dataclass(frozen=True)
class Act:
    """One of the two acts: its command, what the page says afterwards, and whether it is for a paused clock."""

    name: str
    command: Callable[[Session, ControlClock], None]
    told: str
    paused: bool


ACTS: Mapping[str, Act] = {
    "pause": Act("pause", pause_clock, "paused", paused=False),
    "resume": Act("resume", resume_clock, "resumed", paused=True),
}


@router.get("/cases/{case_id}/clocks/{element_id}/{act}")
def ask(request: Request, case_id: str, element_id: str, act: str) -> Response:
    """Say what stopping or restarting a clock will do, before it is done."""
    with edge.reading(request) as visit:
        return _page(visit, _command(visit, case_id, element_id, ""), _act(act), {}, 200)


@router.post("/cases/{case_id}/clocks/{element_id}/{act}")
def control(request: Request, case_id: str, element_id: str, act: str, form: edge.Sent) -> Response:
    """Stop a clock or let it go on, for the reason that is recorded."""
    chosen, reason = _act(act), edge.text(form, "reason").strip()
    try:
        with edge.command(request, form) as visit:
            command = _command(visit, case_id, element_id, reason)
            _check_reason(reason)
            chosen.command(visit.session, command)
    except FieldErrors as error:
        with edge.reading(request) as visit:
            return _page(visit, _command(visit, case_id, element_id, reason), chosen, error.errors, 422)
    return edge.go(request, f"/cases/{case_id}?told={chosen.told}")


def _act(name: str) -> Act:
    if name not in ACTS:
        raise AddressUnknown
    return ACTS[name]


def _check_reason(reason: str) -> None:
    if len(reason) < LEAST_REASON:
        raise FieldErrors({"reason": REASON_MISSING})


def _command(visit: Visit, case_id: str, element_id: str, reason: str) -> ControlClock:
    command = ControlClock(edge.number(case_id), element_id, visit.actor, reason)
    check_may_control_clock(visit.session, visit.actor, command.case_id)
    return command


def _page(visit: Visit, command: ControlClock, act: Act, faults: Mapping[str, Text], status: int) -> Response:
    case = permissions.visible_case(visit.session, visit.actor, command.case_id)
    course = case_view.course(visit.session, case)
    running = {each.element_id: each for each in timeline.clocks(course.definition, course.timers)}
    if command.element_id not in running:
        raise NothingWaits(name=command.element_id)
    found = running[command.element_id]
    return visit.page(
        "clock.html", status, case=case, clock=found, act=act, possible=found.paused == act.paused,
        reason=command.reason, faults=faults,
    )  # fmt: skip

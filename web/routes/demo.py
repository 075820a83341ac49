"""The demonstration's clock: nobody waits five working days to see a case through."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kit import clock, demo_clock, workdays
from kit.demo_clock import ClockIsReal
from kit.errors import Invalid
from kit.settings import get_settings
from web import edge

router = APIRouter()
WORKING_DAYS = {"day": 1, "week": 5}


class StepUnknown(Invalid):
    """Expected to move the clock on by an hour, a working day or five, but got something else. Use one of the buttons."""


@router.post("/demo/clock")
def move_on(request: Request, form: edge.Sent) -> Response:
    """Move the demonstration's clock on; in any other mode there is no such clock."""
    if not get_settings().demo:
        raise ClockIsReal
    with edge.command(request, form) as visit:
        demo_clock.move_on(visit.session, _by(edge.text(form, "step")))
    back = edge.safe_next(edge.text(form, "back"))
    return edge.go(request, f"{back}?told=moved")


def _by(step: str) -> timedelta:
    if step == "hour":
        return timedelta(hours=1)
    if step not in WORKING_DAYS:
        raise StepUnknown
    # To the same time of day, so many working days later: what is due at the end of a day falls due on the next.
    today = clock.today()
    return workdays.add_working_days(today, WORKING_DAYS[step]).day - today

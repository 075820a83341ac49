"""The late guard: after an outage Prefect starts all slots that it missed, at once and in no order."""

from __future__ import annotations

from datetime import timedelta

from prefect import runtime
from prefect.client.schemas.objects import State
from prefect.states import Cancelled

from kit import clock


def late(grace: timedelta) -> State[object] | None:
    """Return the state of a run that comes too late to be of use, else None.

    Nothing is lost by skipping: every flow reads what is due from our own tables.
    """
    scheduled = runtime.flow_run.scheduled_start_time
    if scheduled is None or clock.real_now() - scheduled <= grace:
        return None
    minutes = int((clock.real_now() - scheduled).total_seconds() // 60)
    return Cancelled(message=f"Skipped: this slot is {minutes} minutes late.")

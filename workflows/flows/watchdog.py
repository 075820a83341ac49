"""Every five minutes: is the worker alive? The run fails, for all to see, when it is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from workflows.flows.late import late
from workflows.flows.watching import watch

CRON = "*/5 * * * *"
GRACE = timedelta(minutes=4)


@flow(name="watchdog", timeout_seconds=120, validate_parameters=True)
def watchdog(limit_seconds: int = 180, second_look_seconds: int = 15) -> State[Any] | str:
    """Fail, and tell the administrators, when no worker has swept within ``limit_seconds``."""
    return late(GRACE) or watch(timedelta(seconds=limit_seconds), timedelta(seconds=second_look_seconds))

"""What the watchdog does, without Prefect: looks at the worker's last sweep and tells the administrators of a silence."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from kit import clock, heartbeat
from kit.db import reading
from kit.errors import AppError
from kit.i18n import datetime_text
from kit.outbox import OutboxEvent
from notifications.deliver import deliver

_SILENCES = uuid.UUID("6a0c5f0e-7d0b-5d57-9f3c-2f4f1f6f4b1e")


class WorkerSilent(AppError):
    """Expected a worker to have swept within {minutes} minutes, but the last sweep was at {last}. Look at the worker's log and start it again."""


@dataclass(frozen=True)
class Silence:
    """No worker has finished a sweep since ``last`` (aware UTC), or ever."""

    last: datetime | None

    @property
    def text(self) -> str:
        """The time of the last sweep as Shanghai wall-clock time, or a dash."""
        return datetime_text(self.last) if self.last else "—"


def silence(limit: timedelta) -> Silence | None:
    """Return the silence if the last sweep is older than ``limit`` (real time)."""
    with reading() as session:
        last = heartbeat.last_sweep(session)
    if last is not None and clock.real_now() - last <= limit:
        return None
    return Silence(last)


def watch(limit: timedelta, second_look: timedelta) -> str:
    """Return if the worker swept within ``limit``.

    It looks twice, ``second_look`` apart, before it speaks of a silence: everything may just be starting.

    Raises:
        WorkerSilent: no worker sweeps. The administrators were told, once for each silence.
    """
    found = silence(limit)
    if found is not None:
        time.sleep(second_look.total_seconds())
        found = silence(limit)
    if found is None:
        return "swept"
    minutes = int(limit.total_seconds() // 60)
    # Straight to the officers: the outbox is relayed by the very worker that is silent.
    deliver(
        OutboxEvent(
            id=uuid.uuid5(_SILENCES, found.text), event="WorkerSilent",
            payload={"last": found.text, "minutes": minutes}, created_at=clock.real_now(), attempts=1,
        )
    )  # fmt: skip
    raise WorkerSilent(minutes=minutes, last=found.text)

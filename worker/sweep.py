"""The sweep: fires the timers that have become due, each in a transaction of its own, and leaves a heartbeat.

A timer that fails is tried again later and later; it never holds up the others.
"""

from __future__ import annotations

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from kit import clock, heartbeat
from kit.db import reading, transaction
from unions import sessions
from workflows.instances import queries
from workflows.operations.fire_timer import FireTimer, fire_timer
from workflows.services.table import SERVICES

log = logging.getLogger(__name__)

BATCH = 100
BEAT_SECONDS = 2.0
MAX_DELAY_SECONDS = 300.0
TIDY_SECONDS = 3600.0


@dataclass
class Failing:
    """A timer that failed: how often, and when (monotonic seconds) to try it again."""

    times: int = 0
    due: float = 0.0


@dataclass
class Sweeper:
    """What one process remembers between sweeps; losing it costs nothing but an early retry."""

    name: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}")
    failing: dict[uuid.UUID, Failing] = field(default_factory=dict)
    beaten: float | None = None
    tidied: float | None = None


def fire(timer_id: uuid.UUID) -> bool:
    """Fire one timer in its own transaction; False when another sweep was first."""
    with transaction() as session:
        return fire_timer(session, FireTimer(timer_id), SERVICES)


def sweep(sweeper: Sweeper, fire_one: Callable[[uuid.UUID], bool] = fire) -> bool:
    """Fire what is due and leave a heartbeat; say whether more is due at once."""
    with reading() as session:
        # Those that fail stay at the head of the list: the batch is longer by their number, so that none starves.
        due = queries.due_timers(session, clock.now(), BATCH + len(sweeper.failing))
    sweeper.failing = {timer: state for timer, state in sweeper.failing.items() if timer in set(due)}
    ready = [timer for timer in due if time.monotonic() >= sweeper.failing.get(timer, _NEVER_FAILED).due]
    for timer_id in ready:
        _fire(sweeper, timer_id, fire_one)
    _beat(sweeper)
    _tidy(sweeper)
    return len(ready) >= BATCH


_NEVER_FAILED = Failing()


def _fire(sweeper: Sweeper, timer_id: uuid.UUID, fire_one: Callable[[uuid.UUID], bool]) -> None:
    try:
        fired = fire_one(timer_id)
    except Exception:
        state = sweeper.failing.setdefault(timer_id, Failing())
        state.times += 1
        state.due = time.monotonic() + min(2.0**state.times, MAX_DELAY_SECONDS)
        log.exception("timer failed", extra={"fields": {"timer_id": timer_id, "times": state.times}})
        return
    sweeper.failing.pop(timer_id, None)
    if fired:
        log.info("timer fired", extra={"fields": {"timer_id": timer_id}})


def _beat(sweeper: Sweeper) -> None:
    # Not with every sweep: each beat is a durable write.
    if sweeper.beaten is not None and time.monotonic() - sweeper.beaten < BEAT_SECONDS:
        return
    with transaction() as session:
        heartbeat.beat(session, sweeper.name)
    sweeper.beaten = time.monotonic()


def _tidy(sweeper: Sweeper) -> None:
    # Expired sessions and old counts of wrong attempts serve nobody and would grow for ever.
    if sweeper.tidied is not None and time.monotonic() - sweeper.tidied < TIDY_SECONDS:
        return
    with transaction() as session:
        forgotten = sessions.forget_expired(session)
    log.info("tidied", extra={"fields": {"rows": forgotten}})
    sweeper.tidied = time.monotonic()

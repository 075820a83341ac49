"""A loop that outlives every failure of its work and ends when told to."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

log = logging.getLogger(__name__)

MAX_PAUSE_SECONDS = 30.0


def run(name: str, work: Callable[[], bool], *, pause_seconds: float, stop: threading.Event) -> None:
    """Call ``work`` until ``stop`` is set: again at once while it says that there is more, else after a pause.

    A failure outside any single item (the database is away) is logged; the pause then doubles up to half a minute.
    """
    failures = 0
    while not stop.is_set():
        try:
            more = work()
        except Exception:
            failures += 1
            log.exception("loop failed", extra={"fields": {"loop": name, "failures": failures}})
            stop.wait(min(pause_seconds * 2 ** min(failures, 10), MAX_PAUSE_SECONDS))
            continue
        failures = 0
        if not more:
            stop.wait(pause_seconds)

"""``python -m worker``: the relay and the sweep, until SIGTERM or Ctrl-C."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable

from kit import db
from kit.settings import get_settings
from worker import loops, relay, sweep
from worker.handlers import HANDLERS
from worker.logs import set_up

log = logging.getLogger("worker")

STOP_SECONDS = 60.0


def main() -> None:
    """Run both loops, each in a thread: a slow mail server must not hold up a timer."""
    set_up()
    settings = get_settings()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    sweeper = sweep.Sweeper()
    works: dict[str, Callable[[], bool]] = {
        "relay": lambda: relay.relay_one(HANDLERS),
        "sweep": lambda: sweep.sweep(sweeper),
    }
    threads = [
        threading.Thread(
            target=loops.run,
            name=name,
            args=(name, work),
            kwargs={"pause_seconds": settings.sweep_seconds, "stop": stop},
        )
        for name, work in works.items()
    ]
    for thread in threads:
        thread.start()
    log.info("worker started", extra={"fields": {"worker": sweeper.name}})
    stop.wait()
    # The item in hand is finished; nothing new is begun.
    for thread in threads:
        thread.join(STOP_SECONDS)
    db.disconnect()
    log.info("worker stopped", extra={"fields": {"worker": sweeper.name}})


if __name__ == "__main__":
    main()

"""``python -m tests.bench [ROUNDS]``: how long an officer waits when completing a human task.

Every round takes the household of seed D through the whole chain on a fresh database, by the operation that the web
calls: one durable transaction with the domain fact, the engine's step, the work items, the outbox and the audit row.
Printed: median and 95th percentile for each step, on SQLite and on PostgreSQL, with what the machine was doing.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import time
from pathlib import Path

# Before anything reads the settings: a measurement touches neither the working var/ nor its database.
os.environ.update({"BANGFU_DEMO": "true", "BANGFU_VAR_DIR": tempfile.mkdtemp(prefix="bangfu-bench-")})

from cli import journey
from kit import clock
from tests.support import databases

ROUNDS = 10


def measure(kind: str, rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds that completing each step took."""
    taken: dict[str, list[float]] = {}
    for _ in range(rounds):
        with (
            tempfile.TemporaryDirectory() as folder,
            databases.fresh(kind, Path(folder), furnished=True),
            clock.frozen(databases.BEGINS),
        ):
            case_id = journey.apply()
            while True:
                journey.pass_time(case_id)
                items = journey.open_items(case_id)
                if not items:
                    break
                given = journey.story(items[0])
                began = time.perf_counter()
                journey.complete(items[0], given)
                taken.setdefault(items[0].step, []).append((time.perf_counter() - began) * 1000)
                journey.next_working_day()
                journey.sweep()
    return taken


def report(kind: str, taken: dict[str, list[float]]) -> None:
    """Print the table of one database."""
    rows = {**taken, "all": [one for each in taken.values() for one in each]}
    say(f"\n{kind}: completing a human task, milliseconds")
    say(f"  {'step':<16} {'n':>4} {'median':>8} {'95 %':>8} {'longest':>8}")
    for step, values in rows.items():
        high = statistics.quantiles(values, n=20, method="inclusive")[18] if len(values) > 1 else values[0]
        say(f"  {step:<16} {len(values):>4} {statistics.median(values):>8.1f} {high:>8.1f} {max(values):>8.1f}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(rounds: int) -> None:
    """Measure both databases."""
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    say(f"Python {platform.python_version()}, {os.cpu_count()} processors, load {load}, {rounds} rounds")
    for kind in ("sqlite", "postgresql"):
        report(kind, measure(kind, rounds))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)

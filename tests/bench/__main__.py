"""``python -m tests.bench [CASES]``: how long things take, as a table and in ``var/bench.json``.

Households like that of seed D go through the whole chain on a fresh database, SQLite and then PostgreSQL, by the
operations that web and worker call: durable commits, with the domain fact, the work items, timers, audit rows and
outbox rows. ``docs/benchmarks.md`` says what each line means.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

# Before anything reads the settings: a measurement touches neither the working var/ nor its database.
os.environ.update({"BANGFU_DEMO": "true", "BANGFU_VAR_DIR": tempfile.mkdtemp(prefix="bangfu-bench-")})

import psycopg

from cli import journey
from kit import clock
from kit.settings import ROOT
from tests.bench import work
from tests.bench.measuring import Series, together
from tests.support import databases

CASES = 10
WARM_UP = 2
KINDS = ("sqlite", "postgresql")
RESULT = ROOT / "var" / "bench.json"


def main(cases: int) -> None:
    """Measure both databases, print the table and write the file."""
    machine = {**_machine(), "load_before": _load()}
    lines = [{"database": kind, **line} for kind in KINDS for line in _on(kind, cases)]
    machine["load_after"] = _load()
    for name, value in machine.items():
        say(f"{name:<14} {value}")
    say(f"\n{'what':<58} {'on':<11} {'n':>4} {'median ms':>10} {'p99 ms':>10} {'CPU ms':>8} {'SQL':>5}")
    for line in lines:
        where, statements = line["database"], line.get("statements") or ""
        if "bytes" in line:
            say(f"{line['what']:<58} {where:<11} {line['n']:>4} {line['bytes']:>10,} bytes")
        else:
            times = f"{line['median_ms']:>10.2f} {line['p99_ms']:>10.2f} {line['cpu_ms']:>8.2f}"
            say(f"{line['what']:<58} {where:<11} {line['n']:>4} {times} {statements:>5}")
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps({"machine": machine, "results": lines}, ensure_ascii=False, indent=1) + "\n")
    say(f"\n{RESULT}")


def _on(kind: str, cases: int) -> Iterator[dict[str, Any]]:
    with (
        tempfile.TemporaryDirectory() as folder,
        databases.fresh(kind, Path(folder), furnished=True),
        clock.frozen(databases.BEGINS),
    ):
        # What a process does once, such as parsing the diagram, is not what an officer waits for.
        for number in range(WARM_UP):
            work.carry(work.start(number, Series("")), {})
        before = work.kept_bytes()
        starts, steps = Series("start a case"), dict[str, Series]()
        for number in range(WARM_UP, WARM_UP + cases):
            work.carry(work.start(number, starts), steps)
        kept = (work.kept_bytes() - before) // cases
        whole = together("complete a human task", steps.values()).result()
        yield {**whole, "steps": [series.result() for series in steps.values()]}
        yield starts.result()
        yield work.bare_commits().result()
        yield work.inbox().result()
        yield {"what": "kept for each finished case", "n": cases, "bytes": kept}
        if kind == KINDS[0]:
            # In memory only: the same whatever the database.
            case_id = work.start(WARM_UP + cases, Series(""))
            list(journey.walk(case_id, until="review"))
            yield from ({**series.result(), "database": "-"} for series in work.engine_steps(case_id))


def _machine() -> dict[str, str]:
    cpu = next((line.partition(":")[2] for line in _cpuinfo() if line.startswith("model name")), platform.processor())
    with psycopg.connect(databases.postgres_server()) as connection:
        shown = [connection.execute(f"SHOW {name}").fetchone() for name in ("server_version", "fsync")]
    postgres = [str(row[0]) for row in shown if row]
    return {
        "machine": f"{os.cpu_count()} processors, {cpu.strip()}",
        "system": platform.platform(terse=True),
        "Python": platform.python_version(),
        "SQLite": f"{sqlite3.sqlite_version}, WAL, synchronous=FULL",
        "PostgreSQL": f"{postgres[0]}, fsync={postgres[1]}",
        "SQLAlchemy": version("sqlalchemy"),
        "SpiffWorkflow": version("spiffworkflow"),
    }


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def _load() -> str:
    return ", ".join(f"{each:.1f}" for each in os.getloadavg())


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CASES)

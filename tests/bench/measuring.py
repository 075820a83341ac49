"""Stop-watches: how long something took, and how many SQL statements it sent."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from kit import db


@dataclass
class Series:
    """All measurements of one thing: milliseconds by the wall, of this process's own work, and SQL statements."""

    name: str
    taken: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    @contextmanager
    def once(self) -> Iterator[None]:
        """Measure the block once."""
        began, began_work = time.perf_counter(), time.process_time()
        yield
        self.taken.append((time.perf_counter() - began) * 1000)
        self.worked.append((time.process_time() - began_work) * 1000)

    @contextmanager
    def with_statements(self) -> Iterator[None]:
        """Measure the block once and count its statements; BEGIN and COMMIT are not among them."""
        count = 0

        def sent(*_: object) -> None:
            nonlocal count
            count += 1

        event.listen(db.engine(), "before_cursor_execute", sent)
        try:
            with self.once():
                yield
        finally:
            event.remove(db.engine(), "before_cursor_execute", sent)
        self.statements.append(count)

    def result(self) -> dict[str, Any]:
        """Return the numbers for the table and the JSON file."""
        ordered = sorted(self.taken)
        return {
            "what": self.name,
            "n": len(ordered),
            "median_ms": round(statistics.median(ordered), 3),
            # The nearest rank: a value that was really measured. With fewer than 100 it is the longest.
            "p99_ms": round(ordered[math.ceil(0.99 * len(ordered)) - 1], 3),
            "cpu_ms": round(statistics.median(self.worked), 3),
            "statements": statistics.median_high(self.statements) if self.statements else None,
        }


def together(name: str, parts: Iterable[Series]) -> Series:
    """Return all measurements of several series as one."""
    whole = Series(name)
    for part in parts:
        whole.taken += part.taken
        whole.worked += part.worked
        whole.statements += part.statements
    return whole

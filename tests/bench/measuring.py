"""Stop-watches: how long something took, and how many SQL statements it sent."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import event

from kit import db

Clock = Callable[[], float]


@dataclass
class Series:
    """All measurements of one thing: milliseconds, and statements (empty where none are counted)."""

    name: str
    taken: list[float] = field(default_factory=list)
    statements: list[int] = field(default_factory=list)

    @contextmanager
    def once(self, clock: Clock = time.perf_counter) -> Iterator[None]:
        """Measure the block once."""
        began = clock()
        yield
        self.taken.append((clock() - began) * 1000)

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
            "statements": statistics.median_high(self.statements) if self.statements else None,
        }

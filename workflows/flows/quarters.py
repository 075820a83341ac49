"""What the quarter's run does, without Prefect: county by county, each in its own transaction, gone on with if cut off."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from kit import clock
from kit.db import reading, transaction
from relief.quarters.calendar import Quarter
from unions import queries as unions
from workflows.operations.run_quarter import BeginQuarter, begin_quarter, examine_county, finish_quarter


@dataclass(frozen=True)
class Examined:
    """A finished run and how many files it decided anew."""

    run_id: uuid.UUID
    counties: int
    files: int


def provinces() -> tuple[str, ...]:
    """Return the codes of the tops of the tree: what a run without a province goes over."""
    with reading() as session:
        return tuple(unit.code for unit in unions.roots(session, clock.today()))


def run_quarter(
    province: str, quarter: Quarter, run_key: str, by: str, progress: Callable[[int, int], None] = lambda _d, _a: None
) -> Examined:
    """Run the dry run of a quarter to its end; ``progress`` is told counties done and counties in all."""
    with transaction() as session:
        begun = begin_quarter(session, BeginQuarter(province, quarter, run_key, by))
    files = 0
    for done, part in enumerate(begun.parts):
        progress(done, len(begun.parts))
        with transaction() as session:
            files += examine_county(session, begun.run_id, part)
    with transaction() as session:
        finish_quarter(session, begun.run_id, by)
    progress(len(begun.parts), len(begun.parts))
    return Examined(begun.run_id, len(begun.parts), files)

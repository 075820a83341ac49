"""Whatever tree and whatever moves: work never goes down or sideways."""

from __future__ import annotations

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit import db
from kit.errors import AppError
from tests.unit.unions.world import BY
from unions import facts, queries
from unions.commands import NewUnit, UnitChange
from unions.levels import Level, UnitKind
from unions.records import UnitRecord

SINCE = date(2018, 1, 1)
KINDS = [(kind, level) for kind in UnitKind for level in Level if level in kind.levels]

# Which kind at which level, and under which of the units made before it; then moves of one under another.
TREES = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 30)), min_size=1, max_size=14)
MOVES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4)


def _grow(session: db.Session, plan: list[tuple[tuple[UnitKind, Level], int]]) -> list[UnitRecord]:
    made = [
        facts.create_unit(session, NewUnit("0", "省总", UnitKind.TERRITORIAL, Level.PROVINCE, None, SINCE), by=BY),
    ]
    for number, ((kind, level), under) in enumerate(plan, start=1):
        parent = made[under % len(made)]
        try:
            new = NewUnit(str(number), f"单位{number}", kind, level, parent.id, SINCE)
            made.append(facts.create_unit(session, new, by=BY))
        except AppError:
            continue  # does not fit there
    return made


def _check(session: db.Session, units: list[UnitRecord], on: date) -> None:
    now = {unit.id: queries.get_unit(session, unit.id, on) for unit in units}
    for unit in now.values():
        line = [unit]
        while line[-1].parent_id is not None:
            line.append(now[line[-1].parent_id])
        assert unit.ancestor_ids == tuple(each.id for each in reversed(line[1:]))
        # The repeated ids are those of the nearest unions of these levels on the way up.
        for level, repeated in ((Level.COUNTY, unit.county_id), (Level.CITY, unit.city_id)):
            at = next((e.id for e in line if e.level is level and not e.kind.is_service_point), None)
            assert repeated == at
        assert unit.province_id == line[-1].id
        for level in Level:
            found = queries.ancestor_at(session, unit.id, level, on)
            assert found.id in {each.id for each in line}
            assert found.level.rank >= min(level.rank, line[-1].level.rank)
            assert not found.kind.is_service_point
            lower = [e for e in line[: [e.id for e in line].index(found.id)] if not e.kind.is_service_point]
            assert all(each.level.rank < level.rank for each in lower)


class _Undo(Exception):
    """Raised at the end of an example, so that the next one finds an empty tree."""


@pytest.mark.usefixtures("database")
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(plan=TREES, moves=MOVES)
def test_ancestor_at_never_goes_down_or_sideways(
    plan: list[tuple[tuple[UnitKind, Level], int]], moves: list[tuple[int, int]]
) -> None:
    with contextlib.suppress(_Undo), db.transaction() as session:
        units = _grow(session, plan)
        on = SINCE
        for number, (which, where) in enumerate(moves, start=1):
            unit, parent = units[which % len(units)], units[where % len(units)]
            day = SINCE + timedelta(days=number)
            try:
                with db.savepoint(session):
                    facts.change_unit(session, unit.id, UnitChange(parent_id=parent.id), day, by=BY)
                on = day
            except AppError:
                continue  # impossible there
        for day in {SINCE, on, on + timedelta(days=1)}:
            _check(session, units, day)
        raise _Undo

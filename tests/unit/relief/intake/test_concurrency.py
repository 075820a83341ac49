"""Two clerks at the same moment: one worker gets one case, and no number is given twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from kit import clock, db
from kit.errors import Conflict
from relief.intake import facts, queries
from relief.intake.errors import AlreadyOpen
from relief.intake.registration import Registration
from tests.unit.relief.intake.samples import AT, Office, open_office, registration

pytestmark = pytest.mark.usefixtures("database")
THREADS = 4


def _all_at_once(office: Office, registrations: list[Registration]) -> list[str]:
    gate = Barrier(len(registrations))

    def enter(given: Registration) -> str:
        gate.wait()
        try:
            with db.transaction() as session:
                return queries.case(session, facts.register(session, given, office.clerk, AT)).case_no
        except Conflict as error:
            return type(error).__name__

    with ThreadPoolExecutor(len(registrations)) as pool:
        return sorted(pool.map(enter, registrations))


def _registrations(office: Office, serials: list[int]) -> list[Registration]:
    with clock.frozen(AT):
        return [registration(office, serial) for serial in serials]


def test_one_worker_entered_by_all_gets_one_case() -> None:
    office = open_office()
    results = _all_at_once(office, _registrations(office, [0] * THREADS))
    assert results == [AlreadyOpen.__name__] * (THREADS - 1) + ["SL-621002-2018-000001"]
    with db.reading() as session:
        assert len(queries.cases(session, office.clerk).items) == 1


def test_different_workers_get_different_numbers() -> None:
    office = open_office()
    results = _all_at_once(office, _registrations(office, [10, 20, 30, 40]))
    assert results == [f"SL-621002-2018-{number:06d}" for number in range(1, THREADS + 1)]

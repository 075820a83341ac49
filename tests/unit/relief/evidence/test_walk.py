"""The whole chain by the recorders, and what the queries then show."""

from __future__ import annotations

import pytest

from kit import clock, db
from relief.evidence import queries
from relief.files import facts as files
from relief.files import queries as file_queries
from relief.intake import queries as intake
from tests.unit.relief.evidence import chain
from tests.unit.relief.evidence.chain import day

pytestmark = pytest.mark.usefixtures("database")


def test_a_case_walks_the_chain_to_a_file_number() -> None:
    world = chain.case_at(None)
    with clock.frozen(day(11, 21, 15)), db.transaction() as session:
        assert files.file_case(session, world.case_id, day(11, 21, 15)) == "DA-621002-2018-000001"
    with chain.reading() as session:
        case = intake.case(session, world.case_id)
        file = file_queries.file_of_case(session, world.case_id)
        assert str(case.status) == "FILED"
        assert file is not None
        assert (file.status, file.title, file.opened_on.isoformat()) == ("FILED", "赵*", "2018-11-21")
        assert file.episode is not None
        assert (file.episode.status, file.episode.category, file.episode.main_cause) == ("FILED", "K2", "R09")


def test_the_sums_give_the_gap_of_the_newspaper() -> None:
    world = chain.case_at("deliberate")
    with chain.reading() as session:
        statement = queries.statement_of(session, world.case_id)
    assert statement is not None
    assert (statement.income_year, statement.expense_year, statement.gap_year) == (2_400_000, 3_080_000, 680_000)
    assert [(line.kind, line.period, line.yearly) for line in statement.lines][:3] == [
        ("wage", "month", 2_400_000),
        ("rent", "year", 80_000),
        ("living", "month", 1_200_000),
    ]

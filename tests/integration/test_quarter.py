"""The dry run of a quarter: every file decided anew, county by county, each once, and none changed."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from cli import journey
from kit import clock, db
from kit.errors import AppError
from relief.files import queries as files
from relief.files.models import HardshipFile
from relief.quarters import queries
from relief.quarters.calendar import Quarter, parse_quarter, quarter_before
from relief.quarters.errors import NotAQuarter, QuarterNotBegun
from relief.settings.parameters import NewParameter, set_parameter
from workflows.flows.quarters import run_quarter
from workflows.operations.run_quarter import BeginQuarter, begin_quarter, examine_county

Q4 = Quarter(2018, 4)


@pytest.fixture
def filed(province: str) -> uuid.UUID:  # noqa: ARG001  (the province must be there first)
    case_id = journey.apply()
    list(journey.walk(case_id))
    return case_id


def _outcomes(run_id: uuid.UUID) -> list[tuple[str, str | None, str | None]]:
    with db.reading() as session:
        return [(o.outcome, o.category_before, o.category_now) for o in queries.outcomes(session, run_id)]


def test_quarters_are_read_as_people_write_them() -> None:
    assert parse_quarter(" 2018q4 ") == Q4
    assert (Q4.first_day, Q4.last_day) == (date(2018, 10, 1), date(2018, 12, 31))
    assert quarter_before(date(2019, 1, 1)) == Q4
    assert quarter_before(date(2018, 11, 5)) == Quarter(2018, 3)
    for wrong in ("2018", "2018Q5", "Q4", "201804"):
        with pytest.raises(NotAQuarter):
            parse_quarter(wrong)


def test_a_file_that_still_qualifies_is_kept_with_its_explanation(filed: uuid.UUID) -> None:
    done = run_quarter("620000", Q4, "k", "test")
    assert (done.counties, done.files) == (1, 1)
    assert _outcomes(done.run_id) == [("KEEP", "K2", "K2")]
    with db.reading() as session:
        (part,) = queries.run_parts(session, done.run_id)
        (outcome,) = queries.outcomes(session, done.run_id)
        assert part.unit_name == "西峰区总工会"
        assert part.outcomes == {"KEEP": 1}
        assert outcome.income_fen == 2_400_000
        assert any("K2" in sentence.zh for sentence in outcome.sentences)
        file = files.file_of_case(session, filed)
    assert file is not None
    assert file.status == "FILED"


@pytest.mark.parametrize(
    ("line", "expected"),
    # Y = 24,000 yuan, n = 3: a line of 700 puts the household below it, one of 400 above 150 % of it.
    [(70_000, ("CHANGE", "K2", "K1P")), (40_000, ("NO_LONGER", "K2", "OUT"))],
)
@pytest.mark.usefixtures("filed")
def test_a_new_line_changes_what_the_tables_say_but_no_file(line: int, expected: tuple[str, str, str]) -> None:
    with db.transaction() as session:
        new = NewParameter("dibao_line", "621002", date(2018, 12, 1), line, "test")
        set_parameter(session, new)
    done = run_quarter("620000", Q4, "k", "test")
    # The run is as of today, which lies before the quarter's end and before the new line.
    assert _outcomes(done.run_id) == [("KEEP", "K2", "K2")]
    with db.reading() as session:
        today = clock.today()
    while today < date(2018, 12, 3):
        journey.next_working_day()
        with db.reading():
            today = clock.today()
    done = run_quarter("620000", Q4, "later", "test")
    assert _outcomes(done.run_id) == [expected]
    with db.reading() as session:
        assert session.query(HardshipFile.status).all() == [("FILED",)]


@pytest.mark.usefixtures("filed")
def test_a_run_that_was_cut_off_is_gone_on_with_and_decides_nothing_twice() -> None:
    with db.transaction() as session:
        begun = begin_quarter(session, BeginQuarter("620000", Q4, "k", "test"))
        examine_county(session, begun.run_id, begun.parts[0])
    done = run_quarter("620000", Q4, "k", "test")
    assert done.run_id == begun.run_id
    assert len(_outcomes(done.run_id)) == 1
    again = run_quarter("620000", Q4, "k", "test")
    assert again == done


@pytest.mark.usefixtures("province")
def test_a_quarter_to_come_and_an_unknown_province_are_refused() -> None:
    with pytest.raises(QuarterNotBegun):
        run_quarter("620000", Quarter(2019, 1), "k", "test")
    with pytest.raises(AppError):
        run_quarter("999999", Q4, "k", "test")

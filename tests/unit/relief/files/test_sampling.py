"""Sampling and triggers without a database."""

from __future__ import annotations

import uuid
from datetime import date

import pytest

from migrations.triggers import STATEMENTS, expected_names
from relief.files.sampling import is_drawn, quarter_of, ticket_of
from relief.files.triggers import required


@pytest.mark.parametrize(("share", "least", "most"), [(0, 0, 0), (300, 250, 350), (1000, 1000, 1000)])
def test_a_share_is_drawn_of_many(share: int, least: int, most: int) -> None:
    cases = [uuid.UUID(int=number) for number in range(1000)]
    drawn = sum(is_drawn(ticket_of("ab" * 32, case), share) for case in cases)
    assert least <= drawn <= most


def test_another_seed_draws_others() -> None:
    case = uuid.UUID(int=7)
    assert ticket_of("ab" * 32, case) != ticket_of("cd" * 32, case)
    assert ticket_of("ab" * 32, case) == ticket_of("ab" * 32, case)


@pytest.mark.parametrize(("day", "quarter"), [(date(2018, 1, 1), "2018Q1"), (date(2018, 11, 5), "2018Q4")])
def test_a_day_lies_in_its_quarter(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter


def test_both_databases_get_every_trigger_that_the_check_asks_for() -> None:
    assert expected_names() == required()
    for name in required():
        for statements in STATEMENTS.values():
            assert any(f"TRIGGER {name} " in statement for statement in statements), name

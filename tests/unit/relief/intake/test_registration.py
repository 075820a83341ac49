"""The application form's values: every fault at once, beside its field."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from kit import clock
from kit.errors import FieldErrors
from relief.intake.registration import Registration, from_values
from tests.unit.relief.households.samples import id_text
from tests.unit.relief.intake.samples import AT, values

UNIT = uuid.uuid4()


@pytest.fixture(autouse=True)
def _on_the_fifth() -> Iterator[None]:
    with clock.frozen(AT):
        yield


def _check(**changes: Any) -> Registration:
    return from_values(values(**changes), unit_id=UNIT)


def _faults(**changes: Any) -> dict[str, str]:
    with pytest.raises(FieldErrors) as caught:
        _check(**changes)
    return {name: sentence.render("en") for name, sentence in caught.value.errors.items()}


def test_a_good_form_becomes_a_registration() -> None:
    made = _check()
    assert made.applied_on == date(2018, 11, 5)
    assert [m.relation for m in made.household.members] == ["SELF", "SPOUSE", "CHILD"]
    assert made.household.main.phone == "13893400017"
    assert (made.lines[0].direction, made.lines[0].kind, made.lines[0].amount) == ("income", "wage", 200000)
    assert "赵彩虹" not in repr(made)
    assert "13893400017" not in repr(made)


def test_state_tells_migrant_and_retired() -> None:
    assert _check(work_state="MIGRANT").migrant
    assert _check(work_state="RETIRED").retired
    assert not _check(work_state="INTERNAL_RETIRED").retired


def test_every_fault_is_reported_at_once() -> None:
    members = values()["members"]
    faults = _faults(
        name="", id_number="621002196804122221", phone="1", address=" ", work_state="BOSS", hukou=None, causes=(),
        consent=False, consent_on=date(2018, 11, 6), income=(), cause_text="很" * 2001, contract_months=-1,
        members=({**members[0], "relation": "SELF"}, {**members[1], "id_number": "x", "health": ""}),
    )  # fmt: skip
    assert sorted(faults) == [
        "address", "cause_text", "causes", "consent", "consent_on", "contract_months", "hukou", "id_number", "income",
        "members.0.relation", "members.1.health", "members.1.id_number", "name", "phone", "work_state",
    ]  # fmt: skip
    assert "the last character" in faults["id_number"]
    assert all(sentence.startswith("Expected ") for sentence in faults.values())


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"id_number": id_text("20050101", 11)}, "id_number", "16 years"),
        ({"consent_on": date(1918, 11, 5)}, "consent_on", "2000-01-01"),
        ({"income": ({"kind": "wage", "amount": -1, "period": "month"},)}, "income.0.amount", "-0.01"),
        ({"income": ({"kind": "wage", "amount": 10**15, "period": "month"},)}, "income.0.amount", "100,000,000.00"),
        ({"income": ({"kind": "gift", "amount": 1, "period": "week"},)}, "income.0.period", "a quarter"),
        ({"assets": ("YACHT",)}, "assets", "two or more homes"),
        ({"bank_card": "12"}, "bank_card", "12 to 19 digits"),
        ({"members": ({},) * 21}, "members", "at most 20"),
        ({"applied_on": None, "consent_on": None}, "consent_on", "empty"),
    ],
)
def test_faults_say_what_is_expected(changes: dict[str, Any], field: str, words: str) -> None:
    assert words in _faults(**changes)[field]


def test_one_person_twice_names_the_second_row() -> None:
    members = values()["members"]
    assert list(_faults(members=(members[0], {**members[1], "id_number": members[0]["id_number"]}))) == [
        "members.1.id_number"
    ]
    assert list(_faults(members=({**members[0], "id_number": values()["id_number"]},))) == ["members.0.id_number"]

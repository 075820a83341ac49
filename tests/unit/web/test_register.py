from __future__ import annotations

import re
from typing import Any

import pytest

from cli.demo_story import application
from kit import clock, db
from tests.unit.web.client import Visitor, sent, text_of
from unions import queries as unions

pytestmark = pytest.mark.usefixtures("province")


def entered(**changes: Any) -> dict[str, Any]:
    data, _ = sent(application(clock.today().isoformat()))
    return {**data, **changes}


def test_a_clerk_enters_an_applicant_and_the_case_starts() -> None:
    visitor = Visitor("xf-clerk")
    answer = visitor.post("/applicants/new", entered())
    assert answer.status_code == 303
    page = text_of(visitor.get(answer.headers["location"]))
    for words in ("申请人已登记", "南*", "受理", "办理中", "SL-621002-2018-000001"):
        assert words in page
    assert "受理" in text_of(visitor.get("/inbox"))


def test_the_same_household_twice_is_told_which_case_is_open() -> None:
    visitor = Visitor("xf-clerk")
    visitor.post("/applicants/new", entered())
    again = visitor.post("/applicants/new", entered())
    assert again.status_code == 409
    assert "SL-621002-2018-000001" in text_of(again)
    assert 'value="西峰制药厂"' in again.text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"id_number": "621002197403121311"}, "id_number"),
        ({"members.1.id_number": "x"}, "members.1.id_number"),
        ({"expense.0.amount": "很多"}, "expense.0.amount"),
        ({"phone": "12"}, "phone"),
        ({"consent": "false"}, "consent"),
        ({"consent_on": "2018-13-01"}, "consent_on"),
        ({"name": ""}, "name"),
        ({"causes": ["R99"]}, "causes"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_registered(changes: dict[str, Any], field: str) -> None:
    visitor = Visitor("xf-clerk")
    answer = visitor.post("/applicants/new", entered(**changes))
    assert answer.status_code == 422
    slot = re.search(rf'data-fault-of="{re.escape(field)}">([^<]*)<', answer.text)
    assert slot
    assert slot.group(1).strip()
    assert 'value="庆阳市西峰区安定东路公租房"' in answer.text
    assert "暂无案件" in text_of(visitor.get("/cases"))


def test_an_id_number_at_fault_is_not_repeated_in_the_sentence() -> None:
    answer = Visitor("xf-clerk").post(
        "/applicants/new", entered(id_number="621002197403121311"), headers={"hx-request": "true"}
    )
    assert 'data-fault-for="id_number"' in answer.text
    assert "621002197403121311" not in answer.text


def test_only_clerks_may_register_and_others_are_told_why() -> None:
    for login in ("xf-visitor1", "qx-manager", "gs-admin"):
        visitor = Visitor(login)
        assert "您不能受理申请" in text_of(visitor.get("/applicants/new"))
        assert visitor.post("/applicants/new", entered()).status_code == 403


def test_a_clerk_cannot_register_at_another_union() -> None:
    with db.reading() as session:
        other = unions.unit_by_code(session, "621024100").id
    answer = Visitor("xf-clerk").post("/applicants/new", entered(unit_id=str(other)))
    assert answer.status_code == 422
    assert "请选择受理的工会" in text_of(answer)


def test_the_help_centre_says_why_it_takes_an_application() -> None:
    visitor = Visitor("qx-clerk")
    assert "由帮扶中心" in text_of(visitor.get("/applicants/new"))
    assert visitor.post("/applicants/new", entered()).status_code == 403
    answer = visitor.post("/applicants/new", entered(centre_reason="灵活就业，街道尚未建会"))
    assert answer.status_code == 303

"""An officer of another county gets nothing: not the list, the case, the form, the diagram, the documents."""

from __future__ import annotations

import uuid

import pytest

from kit import db
from relief.evidence import queries as evidence
from relief.intake import queries as intake
from tests.support import cases
from tests.unit.web.client import Visitor, text_of

pytestmark = pytest.mark.usefixtures("province")
STRANGERS = ("hs-clerk", "hs-reviewer", "hs-manager", "ht-clerk")


def document_of(case_id: uuid.UUID) -> uuid.UUID:
    with db.reading() as session:
        return evidence.attachments_of(session, case_id)[0].id


def addresses(case_id: uuid.UUID, item_id: uuid.UUID) -> list[str]:
    case = f"/cases/{case_id}"
    return [
        case,
        f"{case}/diagram",
        f"{case}/steps",
        f"{case}/steps/chair_sign",
        f"{case}/withdraw",
        f"{case}/objection",
        f"{case}/reveal",
        f"{case}/files/{document_of(case_id)}",
        f"/tasks/{item_id}",
    ]


def test_another_county_finds_nothing() -> None:
    case_id = cases.case_at("sums")
    item = cases.item_of(case_id, "sums")
    with db.reading() as session:
        number = intake.case(session, case_id).case_no
    missing = uuid.uuid4()
    for login in STRANGERS:
        stranger = Visitor(login)
        for address in addresses(case_id, item.id):
            answer = stranger.get(address)
            assert answer.status_code == 404, (login, address)
            # Not even that it exists: the same page as for a number that nobody has.
            nobody = stranger.get(address.replace(str(case_id), str(missing)).replace(str(item.id), str(missing)))
            assert (nobody.status_code, number in answer.text) == (404, False)
        assert number not in stranger.get("/cases").text
        assert "没有此受理号" in text_of(stranger.get(f"/cases?no={number}"))
        assert number not in stranger.get("/inbox").text


def test_another_county_can_do_nothing() -> None:
    case_id = cases.case_at("sums")
    item = cases.item_of(case_id, "sums")
    stranger = Visitor("hs-clerk")
    for path in (f"/tasks/{item.id}/claim", f"/tasks/{item.id}/release", f"/tasks/{item.id}/complete"):
        assert stranger.post(path, {"outcome": "agreed"}).status_code == 404
    for path in (f"/cases/{case_id}/withdraw", f"/cases/{case_id}/objection"):
        assert stranger.post(path, {"reason": "自愿撤回", "content": "不属实", "channel": "phone"}).status_code == 404
    assert cases.steps(case_id) == ["sums"]
    assert cases.record(case_id).status == "OPEN"


def test_those_above_see_the_case_and_their_own_counties_list() -> None:
    case_id = cases.case_at("sums")
    for login in ("xf-clerk", "qx-manager", "qy-manager", "gs-auditor"):
        visitor = Visitor(login)
        assert visitor.get(f"/cases/{case_id}").status_code == 200
        assert str(case_id) in visitor.get("/cases").text


def test_documents_are_the_cases_own() -> None:
    case_id = cases.case_at("sums")
    visitor = Visitor("xf-clerk")
    answer = visitor.get(f"/cases/{case_id}/files/{document_of(case_id)}")
    assert (answer.status_code, answer.content[:4]) == (200, b"\x89PNG")
    assert visitor.get(f"/cases/{case_id}/files/{uuid.uuid4()}").status_code == 404


def test_seeing_a_task_is_not_holding_it() -> None:
    case_id = cases.case_at("sums")
    item = cases.item_of(case_id, "sums")
    manager = Visitor("qx-manager")
    page = manager.get(f"/tasks/{item.id}")
    assert page.status_code == 200
    assert "此项由西峰制药厂工会经办人办理" in text_of(page)
    assert "request_id" not in page.text
    assert manager.post(f"/tasks/{item.id}/complete", {"outcome": "agreed", "request_id": "x"}).status_code == 403
    assert cases.steps(case_id) == ["sums"]


def test_nothing_is_shown_without_a_log_in() -> None:
    case_id = cases.case_at("sums")
    nobody = Visitor()
    for address in (
        *addresses(case_id, cases.item_of(case_id, "sums").id),
        "/inbox",
        "/cases",
        "/notices",
        "/definitions",
    ):
        assert nobody.get(address).headers["location"].startswith("/login?next=/")

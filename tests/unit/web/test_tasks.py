from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from cli.demo_story import answer
from cli.journey import officer_ids
from kit import clock, db
from tasks import queries as worklist
from tasks.status import WorkItemState
from tests.support import cases
from tests.unit.web.client import Visitor, request_id, sent, text_of
from web.routes import inbox

pytestmark = pytest.mark.usefixtures("province")


def given(step: str) -> tuple[str, dict[str, Any], list[tuple[str, tuple[str, bytes, str]]]]:
    """Return who does a step by the story, and the form as a browser sends it."""
    story = answer(step, clock.now(), officer_ids)
    data, files = sent(story.values)
    return story.login, {"outcome": story.outcome, "opinion": story.opinion, **data}, files


def state_of(item_id: uuid.UUID) -> tuple[str, str | None]:
    with db.reading() as session:
        item = worklist.work_item(session, item_id)
        return item.state, item.done_by_name


def test_the_inbox_says_when_what_and_for_whom() -> None:
    case_id = cases.case_at("accept")
    said = text_of(Visitor("xf-clerk").get("/inbox"))
    for words in (
        "2018-11-08",
        "剩 3 个工作日",
        "正常",
        "受理",
        cases.record(case_id).case_no,
        "南*",
        "西峰制药厂工会",
    ):
        assert words in said
    assert "南红涛" not in said


def test_an_empty_inbox_says_why_and_what_to_do() -> None:
    said = text_of(Visitor("xf-clerk").get("/inbox"))
    assert "没有待办" in said
    assert "西峰制药厂工会 经办人" in said
    assert "登记申请人" in said
    assert "尚无已办" in text_of(Visitor("xf-clerk").get("/inbox/done"))


def test_a_list_is_paged_without_losing_or_repeating_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "PAGE", 1)
    case_id = cases.case_at("deliberate")
    with db.reading() as session:
        mine = {str(each.id) for each in worklist.for_subject(session, case_id) if each.done_by_name == "马晓燕"}
    visitor, path, seen = Visitor("xf-clerk"), "/inbox/done", []
    while path:
        page = visitor.get(path).text
        seen += re.findall(r'data-open="/tasks/([^"]+)"', page)
        found = re.search(r'href="(/inbox/done\?after=[^"]+)"', page)
        path = found.group(1) if found else ""
    assert len(seen) == len(mine) == 2
    assert set(seen) == mine
    assert visitor.get("/inbox?after=nonsense").status_code == 422


def test_the_list_asks_for_itself_and_gets_nothing_while_nothing_changes() -> None:
    case_id = cases.case_at("accept")
    visitor = Visitor("xf-clerk")
    found = re.search(r'hx-get="(/inbox/list\?seen=\w+)"', visitor.get("/inbox").text)
    assert found
    assert visitor.get(found.group(1)).status_code == 204
    cases.do(case_id, "accept")
    fresh = visitor.get(found.group(1))
    assert fresh.status_code == 200
    assert "没有待办" in text_of(fresh)


def test_claiming_hides_a_task_from_colleagues_and_releasing_shows_it_again() -> None:
    case_id = cases.case_at("home_visit")
    if "data_check" in cases.steps(case_id):
        cases.do(case_id, "data_check")
    path = f"/tasks/{cases.item_of(case_id, 'home_visit').id}"
    mine, colleague = Visitor("xf-visitor1"), Visitor("xf-visitor2")
    assert mine.post(f"{path}/claim").headers["location"] == f"{path}?told=claimed"
    assert "您已签收" in text_of(mine.get("/inbox"))
    assert path not in colleague.get("/inbox").text
    assert "王建军已签收此项" in text_of(colleague.get(path))
    assert colleague.post(f"{path}/claim").status_code == 409
    assert colleague.post(f"{path}/release").status_code == 409
    mine.post(f"{path}/release")
    assert path in colleague.get("/inbox").text


def test_completing_a_task_shows_what_comes_next() -> None:
    case_id = cases.case_at("accept")
    item = cases.item_of(case_id, "accept")
    login, data, files = given("accept")
    visitor = Visitor(login)
    page = visitor.get(f"/tasks/{item.id}")
    answered = visitor.post(f"/tasks/{item.id}/complete", {**data, "request_id": request_id(page)}, files=files)
    assert answered.headers["location"] == f"/tasks/{item.id}"
    said = text_of(visitor.get(f"/tasks/{item.id}"))
    for words in ("此项已办结", "材料齐全", "马晓燕", "信息比对", "西峰区总工会", "入户走访"):
        assert words in said
    assert state_of(item.id) == (WorkItemState.DONE, "马晓燕")


def test_a_double_click_and_a_retry_are_one_completion() -> None:
    case_id = cases.case_at("accept")
    item = cases.item_of(case_id, "accept")
    login, data, _ = given("accept")
    visitor = Visitor(login)
    data["request_id"] = request_id(visitor.get(f"/tasks/{item.id}"))
    answers = [visitor.post(f"/tasks/{item.id}/complete", data).headers["location"] for _ in range(3)]
    assert answers == [f"/tasks/{item.id}"] * 3
    with db.reading() as session:
        steps = [each.step for each in worklist.for_subject(session, case_id)]
    assert sorted(steps) == ["accept", "data_check", "home_visit"]


def test_faults_stand_beside_their_fields_and_nothing_entered_is_lost() -> None:
    case_id = cases.case_at("sums")
    item = cases.item_of(case_id, "sums")
    login, data, _ = given("sums")
    data |= {"income.0.amount": "2k", "signer": "", "expense.1.note": "柴米油盐"}
    answered = Visitor(login).post(f"/tasks/{item.id}/complete", {**data, "request_id": "r"})
    assert answered.status_code == 422
    assert re.search(r'id="f-income\.0\.amount-fault"[^>]*>[^<]*2k', answered.text)
    assert re.search(r'id="f-signer-fault"[^>]*>[^<]+<', answered.text)
    assert 'value="2k"' in answered.text
    assert 'value="柴米油盐"' in answered.text
    assert re.search(r'name="outcome" value="agreed" checked', answered.text)
    assert data["opinion"] in text_of(answered)
    assert cases.steps(case_id) == ["sums"]


def test_a_page_that_shows_faults_in_place_gets_only_the_faults() -> None:
    case_id = cases.case_at("accept")
    path = f"/tasks/{cases.item_of(case_id, 'accept').id}/complete"
    visitor = Visitor("xf-clerk")
    answered = visitor.post(path, {"outcome": "complete", "request_id": "r"}, headers={"hx-request": "true"})
    assert answered.status_code == 422
    assert "<html" not in answered.text
    assert 'data-fault-for="papers"' in answered.text
    chosen = visitor.post(path, {"request_id": "r"}, headers={"hx-request": "true"})
    assert 'data-fault-for="outcome"' in chosen.text


def test_an_opinion_is_asked_for_where_the_outcome_needs_one() -> None:
    case_id = cases.case_at("accept")
    path = f"/tasks/{cases.item_of(case_id, 'accept').id}/complete"
    data = {"outcome": "reject", "reject_reason": "OUT_OF_SCOPE", "request_id": "r"}
    answered = Visitor("xf-clerk").post(path, data, headers={"hx-request": "true"})
    assert answered.status_code == 422
    assert 'data-fault-for="opinion"' in answered.text
    assert cases.steps(case_id) == ["accept"]


def test_somebody_who_comes_too_late_is_told_who_was_first() -> None:
    case_id = cases.case_at("accept")
    item = cases.item_of(case_id, "accept")
    login, data, _ = given("accept")
    cases.do(case_id, "accept")
    answered = Visitor(login).post(f"/tasks/{item.id}/complete", {**data, "request_id": "r"})
    assert answered.status_code == 409
    assert "马晓燕" in text_of(answered)


def test_a_broken_number_in_the_address_is_an_ordinary_not_found() -> None:
    visitor = Visitor("xf-clerk")
    for path in ("/tasks/1", "/cases/x", f"/tasks/{uuid.uuid4()}", f"/cases/{uuid.uuid4()}", "/nowhere"):
        answered = visitor.get(path)
        assert answered.status_code == 404
        assert "事件编号" in text_of(answered)


def test_people_are_picked_from_the_units_own_posts() -> None:
    case_id = cases.case_at("home_visit")
    page = Visitor("xf-visitor1").get(f"/tasks/{cases.item_of(case_id, 'home_visit').id}").text
    names = set(re.findall(r'name="visitors" value="[^"]+"[^>]*> (\S+)', page))
    assert names == {"王建军", "刘海霞"}


def test_the_sums_start_from_what_was_declared_and_the_notice_is_written_already() -> None:
    case_id = cases.case_at("sums")
    page = Visitor("xf-clerk").get(f"/tasks/{cases.item_of(case_id, 'sums').id}").text
    assert page.count('name="expense.') > page.count('name="income.') > 0
    assert 'value="12,000.00"' in page
    for step in ("sums", "deliberate", "appraise"):
        cases.do(case_id, step)
    posting = text_of(Visitor("xf-clerk").get(f"/tasks/{cases.item_of(case_id, 'post_notice').id}"))
    assert "南*" in posting
    assert "南红涛" not in posting


def test_the_clerk_sees_what_a_return_asks_for() -> None:
    case_id = cases.case_at("review")
    cases.do(case_id, "review", "return", return_reason="UNCLEAR", return_to="sums", missing=["SUMS"])
    page = Visitor("xf-clerk").get(f"/tasks/{cases.item_of(case_id, 'supplement').id}").text
    asked = page[page.index("退回要求") :]
    assert "情况不清" in asked or "不清" in asked
    assert "算账" in asked

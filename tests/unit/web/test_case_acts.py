from __future__ import annotations

import pytest

from cli import journey
from relief.intake.status import Status
from tests.support import cases
from tests.unit.web.client import Visitor, text_of

pytestmark = pytest.mark.usefixtures("province")


def test_a_withdrawal_says_first_what_it_will_do() -> None:
    case_id = cases.case_at("sums")
    visitor = Visitor("xf-clerk")
    said = text_of(visitor.get(f"/cases/{case_id}/withdraw"))
    for words in ("将会发生什么", "不可恢复", "“算账”", "西峰制药厂工会（经办人）", "可随时再申请"):
        assert words in said
    assert cases.record(case_id).status is Status.OPEN


def test_a_withdrawal_needs_a_reason_and_closes_the_case() -> None:
    case_id = cases.case_at("sums")
    visitor = Visitor("xf-clerk")
    assert visitor.post(f"/cases/{case_id}/withdraw", {"reason": " 不 "}).status_code == 422
    assert cases.record(case_id).status is Status.OPEN
    answer = visitor.post(f"/cases/{case_id}/withdraw", {"reason": "申请人已找到工作，自愿撤回"})
    assert answer.headers["location"] == f"/cases/{case_id}?told=withdrawn"
    said = text_of(visitor.get(answer.headers["location"]))
    for words in ("撤回已记录", "已撤回", "本件已办结", "流程取消"):
        assert words in said
    assert "没有待办" in text_of(visitor.get("/inbox"))
    assert "已不能撤回" in text_of(visitor.get(f"/cases/{case_id}/withdraw"))


def test_only_a_clerk_over_the_case_may_record_a_withdrawal() -> None:
    case_id = cases.case_at("sums")
    chair = Visitor("xf-chair")
    assert "/withdraw" not in chair.get(f"/cases/{case_id}").text
    assert chair.get(f"/cases/{case_id}/withdraw").status_code == 403
    assert chair.post(f"/cases/{case_id}/withdraw", {"reason": "自愿撤回申请"}).status_code == 403


def test_an_objection_stops_the_clock_and_goes_to_the_county() -> None:
    case_id = cases.case_at("post_notice")
    cases.do(case_id, "post_notice")
    journey.next_working_day()
    visitor = Visitor("xf-clerk")
    said = text_of(visitor.get(f"/cases/{case_id}/objection"))
    assert "5 个工作日中剩余的天数继续计算" in said
    data = {"channel": "phone", "content": "该户另有一套出租住房", "objector": ""}
    answer = visitor.post(f"/cases/{case_id}/objection", data)
    assert answer.headers["location"] == f"/cases/{case_id}?told=objected"
    said = text_of(visitor.get(f"/cases/{case_id}"))
    for words in ("异议处理", "未决", "因异议中断"):
        assert words in said, words
    assert cases.steps(case_id) == ["handle_objection"]


def test_an_objection_needs_words_and_a_posted_notice() -> None:
    case_id = cases.case_at("sums")
    visitor = Visitor("xf-clerk")
    assert "目前没有公示" in text_of(visitor.get(f"/cases/{case_id}/objection"))
    assert visitor.post(f"/cases/{case_id}/objection", {"channel": "phone", "content": "情况不实"}).status_code in {
        409,
        422,
    }
    empty = visitor.post(f"/cases/{case_id}/objection", {"channel": "phone", "content": " "})
    assert empty.status_code == 422
    assert cases.steps(case_id) == ["sums"]

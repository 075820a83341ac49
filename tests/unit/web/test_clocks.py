"""Stop a case's clock from its page, with a reason, and let it go on with what was left."""

from __future__ import annotations

import uuid

import pytest

from cli import journey
from kit import audit, db
from tests.support import cases
from tests.unit.web.client import Visitor, text_of

pytestmark = pytest.mark.usefixtures("province")
ELEMENT = "publicity_period"


def posted() -> uuid.UUID:
    case_id = cases.case_at("post_notice")
    cases.do(case_id, "post_notice")
    journey.next_working_day()
    journey.next_working_day()
    return case_id


def test_a_clock_is_stopped_for_a_reason_and_goes_on() -> None:
    case_id = posted()
    pausing, resuming = (f"/cases/{case_id}/clocks/{ELEMENT}/{act}" for act in ("pause", "resume"))
    visitor = Visitor("qx-reviewer")
    page = visitor.get(f"/cases/{case_id}")
    assert pausing in page.text
    assert "暂停计时" in text_of(page)
    said = text_of(visitor.get(pausing))
    for words in ("将会发生什么", "自现在起暂停计算", "剩余天数保留"):
        assert words in said, words
    short = visitor.post(pausing, {"reason": " 等 "})
    assert short.status_code == 422
    assert "请写明原因" in text_of(short)
    assert cases.timers(case_id, ELEMENT)[0].state == "OPEN"

    answer = visitor.post(pausing, {"reason": "等待民政回复"})
    assert answer.headers["location"] == f"/cases/{case_id}?told=paused"
    page = visitor.get(answer.headers["location"])
    said = text_of(page)
    for words in ("计时已暂停", "已暂停", "还剩 4 个工作日", "恢复计时"):
        assert words in said, words
    assert pausing not in page.text
    assert "计时已经暂停" in text_of(visitor.get(pausing))
    assert visitor.post(pausing, {"reason": "再次等待回复"}).status_code == 409

    assert "按剩余的 4 个工作日继续计算" in text_of(visitor.get(resuming))
    answer = visitor.post(resuming, {"reason": "民政已经回复"})
    assert answer.headers["location"] == f"/cases/{case_id}?told=resumed"
    assert pausing in visitor.get(f"/cases/{case_id}").text
    assert cases.timers(case_id, ELEMENT)[0].state == "OPEN"
    with db.reading() as session:
        done = [row.action for row in audit.history(session, case_id) if row.action.endswith("_clock")]
    assert done == ["pause_clock", "resume_clock"]


def test_only_the_county_and_above_stop_clocks() -> None:
    case_id = posted()
    path = f"/cases/{case_id}/clocks/{ELEMENT}/pause"
    for login, code in (("xf-clerk", 403), ("qx-chair", 403), ("hs-reviewer", 404)):
        visitor = Visitor(login)
        assert path not in visitor.get(f"/cases/{case_id}").text
        assert visitor.get(path).status_code == code
        assert visitor.post(path, {"reason": "等待民政回复"}).status_code == code
    assert path in Visitor("qx-manager").get(f"/cases/{case_id}").text
    assert cases.timers(case_id, ELEMENT)[0].state == "OPEN"


def test_a_form_without_its_token_stops_nothing() -> None:
    case_id = posted()
    answer = Visitor("qx-reviewer").post(
        f"/cases/{case_id}/clocks/{ELEMENT}/pause", {"reason": "等待民政回复", "csrf_token": "x"}
    )
    assert answer.status_code in {400, 403, 409}
    assert cases.timers(case_id, ELEMENT)[0].state == "OPEN"


def test_a_clock_that_does_not_run_and_an_unknown_act_have_no_page() -> None:
    case_id = cases.case_at("sums")
    visitor = Visitor("qx-reviewer")
    assert visitor.get(f"/cases/{case_id}/clocks/{ELEMENT}/pause").status_code == 409
    assert visitor.get(f"/cases/{case_id}/clocks/{ELEMENT}/break").status_code == 404

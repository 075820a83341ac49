from __future__ import annotations

import logging
import re
from datetime import date, timedelta

import pytest

from kit import clock, db, heartbeat, settings
from kit.errors import AppError, NotFound
from notifications import queries as notices
from notifications.models import Notice
from tests.support import cases
from tests.unit.web.client import Visitor, text_of
from unions import queries as unions
from unions import sessions
from unions.commands import NewPost
from unions.facts import appoint
from unions.roles import Role
from web import error_pages
from workflows.instances import queries as instances
from workflows.services import table

pytestmark = pytest.mark.usefixtures("province")


def test_a_failed_service_is_shown_with_its_cause_and_retried(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(_session: object, _context: object) -> dict[str, object]:
        raise NotFound

    case_id = cases.case_at("approve")
    broken = {**table.SERVICES, "file_case": refuses}
    monkeypatch.setattr("cli.journey.SERVICES", broken)
    cases.do(case_id, "approve")
    administrator, clerk = Visitor("gs-admin"), Visitor("xf-clerk")
    page = administrator.get("/admin/incidents")
    assert "您要的内容不存在" in text_of(page)
    assert "file_case" in text_of(page)
    said = text_of(clerk.get(f"/cases/{case_id}"))
    assert "本件停在服务 file_case" in said
    assert clerk.get(f"/cases/{case_id}/steps").json()["steps"]["file_case"]["state"] == "trouble"
    found = re.search(r'action="(/admin/incidents/[^"]+/retry)"', page.text)
    assert found
    assert clerk.post(found.group(1)).status_code == 403
    answer = administrator.post(found.group(1))
    assert answer.headers["location"] == "/admin/incidents?told=retried"
    assert "没有异常" in text_of(administrator.get("/admin/incidents"))
    assert "已解决" in text_of(administrator.get("/admin/incidents?all=1"))
    assert "档案号" in text_of(clerk.get(f"/cases/{case_id}"))


def test_an_administrator_of_another_county_sees_and_retries_no_incident_of_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuses(_session: object, _context: object) -> dict[str, object]:
        raise NotFound

    case_id = cases.case_at("approve")
    monkeypatch.setattr("cli.journey.SERVICES", {**table.SERVICES, "file_case": refuses})
    cases.do(case_id, "approve")
    with db.transaction() as session:
        elsewhere = unions.unit_by_code(session, "621024").id
        officer = unions.officer_by_login(session, "hs-manager").officer_id
        appoint(session, NewPost(officer, elsewhere, Role.ADMINISTRATOR, date(2018, 1, 1)), by="test")
        incident = instances.incidents(session)[0].id
    stranger = Visitor("hs-manager")
    assert "没有异常" in text_of(stranger.get("/admin/incidents"))
    assert stranger.post(f"/admin/incidents/{incident}/retry").status_code == 404


def test_incidents_and_status_are_for_administrators() -> None:
    for path in ("/admin/incidents", "/admin/status"):
        assert Visitor("xf-chair").get(path).status_code == 403
        assert Visitor("gs-admin").get(path).status_code == 200


def test_the_status_page_says_whether_the_worker_is_awake() -> None:
    visitor = Visitor("gs-admin")
    assert "从未" in text_of(visitor.get("/admin/status"))
    with db.transaction() as session:
        heartbeat.beat(session, "test:1")
    assert "正常" in text_of(visitor.get("/admin/status"))


def test_definitions_are_listed_with_version_and_hash_and_shown_with_their_steps() -> None:
    visitor = Visitor("gs-owner")
    page = visitor.get("/definitions")
    found = re.search(r'href="(/definitions/([0-9a-f]{64}))"', page.text)
    assert found
    said = text_of(visitor.get(found.group(1)))
    for words in ("主席签字", "3 个工作日", "签字同意", "关口", found.group(2)):
        assert words in said
    assert visitor.get(f"{found.group(1)}/diagram").status_code == 200
    assert visitor.get("/definitions/" + "0" * 64).status_code == 404


def test_notices_are_counted_opened_and_marked_as_read() -> None:
    with db.transaction() as session:
        clerk = unions.officer_by_login(session, "xf-clerk").officer_id
        session.add(
            Notice(
                id=db.new_id(), event_id=db.new_id(), officer_id=clerk, event="TaskOpened", text_zh="有新的待办",
                text_en="New work", path="/cases", created_at=clock.now(),
            )
        )  # fmt: skip
    visitor, other = Visitor("xf-clerk"), Visitor("xf-chair")
    page = visitor.get("/notices")
    assert "有新的待办" in text_of(page)
    found = re.search(r'action="(/notices/[^"]+/open)"', page.text)
    assert found
    assert other.post(found.group(1)).status_code == 404
    assert visitor.post(found.group(1)).headers["location"] == "/cases"
    with db.reading() as session:
        assert notices.unread_count(session, clerk) == 0


def test_the_demonstrations_clock_moves_by_working_days() -> None:
    visitor = Visitor("xf-clerk")
    answer = visitor.post("/demo/clock", {"step": "week", "back": "/cases"})
    assert answer.headers["location"] == "/cases?told=moved"
    with db.reading():
        # Monday 2018-11-05 and five working days on.
        assert clock.today().isoformat() == "2018-11-12"
    visitor.post("/demo/clock", {"step": "hour", "back": "/inbox"})
    assert visitor.post("/demo/clock", {"step": "year"}).status_code == 422
    assert "2018-11-12 10:00" in text_of(visitor.get("/inbox"))


def test_outside_the_demonstration_there_is_no_clock_to_move(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor("xf-clerk")
    token = visitor.token()
    monkeypatch.setenv("BANGFU_DEMO", "false")
    for name in ("DATA", "BLIND", "AUDIT"):
        monkeypatch.setenv(f"BANGFU_{name}_KEY", "A" * 43 + "=")
    settings.forget()
    try:
        assert "demo-bar" not in visitor.get("/inbox").text
        assert visitor.client.post("/demo/clock", data={"csrf_token": token, "step": "day"}).status_code == 400
    finally:
        monkeypatch.undo()
        settings.forget()


def test_an_error_page_has_the_number_that_the_log_has_and_no_detail(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_: object, **__: object) -> None:
        message = "secret 621002197403121313"
        raise RuntimeError(message)

    visitor = Visitor("xf-clerk")
    monkeypatch.setattr("web.routes.inbox.worklist.inbox", breaks)
    with caplog.at_level(logging.INFO, logger="bangfu.web"):
        answer = visitor.get("/inbox")
    assert answer.status_code == 500
    found = re.search(r"日志中同号）：(\w{8})", text_of(answer))
    assert found
    assert any(found.group(1) in record.message and "/inbox" in record.message for record in caplog.records)
    assert "secret" not in answer.text
    assert "RuntimeError" not in answer.text


def test_every_refusal_has_a_code() -> None:
    def all_of(kind: type[AppError]) -> list[type[AppError]]:
        return [kind, *(each for sub in kind.__subclasses__() for each in all_of(sub))]

    for kind in all_of(AppError):
        error = AppError.__new__(kind)
        assert 400 <= error_pages.code_of(error) < 500


def test_a_session_slides_with_use_but_not_by_itself() -> None:
    visitor = Visitor("xf-clerk")
    token = visitor.client.cookies["bangfu_session"]
    with db.transaction() as session:
        row = sessions._row(session, token)
        assert row is not None
        row.seen_at -= timedelta(minutes=5)
        row.expires_at = before = row.expires_at - timedelta(minutes=5)
    visitor.get("/inbox/list?seen=x")
    with db.reading() as session:
        found = sessions.find(session, token)
        assert found is not None
        assert found.expires_at == before
    visitor.get("/inbox")
    with db.reading() as session:
        found = sessions.find(session, token)
        assert found is not None
        assert found.expires_at > before

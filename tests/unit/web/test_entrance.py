from __future__ import annotations

import pytest

from tests.unit.web.client import Visitor, text_of
from unions.sessions import ATTEMPTS_PER_LOGIN

pytestmark = pytest.mark.usefixtures("province")


def test_log_in_leads_to_the_to_do_list() -> None:
    visitor = Visitor()
    answer = visitor.log_in("xf-clerk")
    assert (answer.status_code, answer.headers["location"]) == (303, "/inbox")
    assert "马晓燕" in text_of(visitor.get("/inbox"))


def test_log_in_goes_on_to_the_page_asked_for_but_never_to_another_site() -> None:
    visitor = Visitor()
    assert visitor.get("/cases").headers["location"] == "/login?next=/cases"
    for wanted, reached in (("/cases", "/cases"), ("//evil.example", "/inbox"), ("https://evil.example/", "/inbox")):
        data = {"csrf_token": visitor.token("/login"), "login": "xf-clerk", "password": "bangfu-demo", "next": wanted}
        assert visitor.client.post("/login", data=data).headers["location"] == reached


def test_a_wrong_password_is_said_and_counted() -> None:
    visitor = Visitor()
    for _ in range(ATTEMPTS_PER_LOGIN):
        answer = visitor.log_in("xf-clerk", "wrong")
        assert answer.status_code == 401
        assert 'value="xf-clerk"' in answer.text
    answer = visitor.log_in("xf-clerk")
    assert answer.status_code == 429
    assert visitor.get("/inbox").status_code == 303


def test_cookies_are_for_this_site_only_and_not_for_scripts() -> None:
    cookie = Visitor().log_in("xf-clerk").headers["set-cookie"]
    assert "bangfu_session=" in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie


def test_log_out_ends_the_session_on_the_server_too() -> None:
    visitor = Visitor("xf-clerk")
    kept = visitor.client.cookies["bangfu_session"]
    answer = visitor.post("/logout")
    assert answer.headers["location"] == "/login"
    visitor.client.cookies.set("bangfu_session", kept)
    assert visitor.get("/inbox").headers["location"] == "/login?next=/inbox"


def test_language_is_switched_on_every_page_and_remembered() -> None:
    visitor = Visitor("xf-clerk")
    answer = visitor.post("/language", {"language": "en", "back": "/cases"})
    assert answer.headers["location"] == "/cases"
    visitor.client.cookies.set("bangfu_language", "en")
    assert "Cases" in text_of(visitor.get("/cases"))
    again = Visitor()
    again.client.cookies.delete("bangfu_language")
    assert "bangfu_language=en" in ";".join(again.log_in("xf-clerk").headers.get_list("set-cookie"))


@pytest.mark.parametrize("token", ["", "x", "bm90IGEgdG9rZW4="])
def test_a_form_without_its_token_is_refused(token: str) -> None:
    visitor = Visitor("xf-clerk")
    assert visitor.client.post("/language", data={"csrf_token": token, "language": "en"}).status_code == 403
    assert visitor.client.post("/notices/read", data={"csrf_token": token}).status_code == 403


def test_another_officers_token_is_refused() -> None:
    theirs = Visitor("qx-clerk").token()
    mine = Visitor("xf-clerk")
    assert mine.client.post("/notices/read", data={"csrf_token": theirs}).status_code == 403


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}]
)
def test_a_form_from_another_site_is_refused_whatever_it_carries(headers: dict[str, str]) -> None:
    visitor = Visitor("xf-clerk")
    assert visitor.post("/notices/read", headers=headers).status_code == 403
    assert visitor.post("/notices/read", headers={"origin": "http://testserver"}).status_code == 303


def test_health_needs_the_database_and_nobody() -> None:
    answer = Visitor().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_demonstration_log_ins_are_shown_in_the_demonstration_only(monkeypatch: pytest.MonkeyPatch) -> None:
    from kit import settings

    assert "xf-clerk" in Visitor().get("/login").text
    monkeypatch.setenv("BANGFU_DEMO", "false")
    for key in ("DATA", "BLIND", "AUDIT"):
        monkeypatch.setenv(f"BANGFU_{key}_KEY", "A" * 43 + "=")
    settings.forget()
    try:
        assert "xf-clerk" not in Visitor().get("/login").text
    finally:
        monkeypatch.undo()
        settings.forget()

"""Every page at every step of a case, in both languages: complete, without a personal datum, light enough."""

from __future__ import annotations

import gzip
import re
import uuid

import pytest

from cli import journey
from kit import db
from kit.i18n import catalogue
from relief.intake import queries as intake
from relief.intake.status import Status
from tests.support import cases
from tests.unit.web.client import Visitor, text_of
from web.rendering import DIST, asset

FIRST_PAGE_BYTES, NEXT_PAGE_BYTES = 300_000, 40_000
PERSONAL = ("南红涛", "李秀芳", "南小雨", "13900001234", "6222022700012345678", "安定东路公租房", "621002197403")


def sentences(text: str) -> set[str]:
    """Return English message ids of the pages that stand untranslated in a Chinese page."""
    return {msgid for msgid in catalogue("zh") if len(msgid) > 12 and "{" not in msgid and msgid in text}


@pytest.mark.usefixtures("province")
def test_every_page_at_every_step_in_both_languages() -> None:
    case_id = journey.apply()
    chinese, english = Visitor("xf-clerk"), Visitor("xf-clerk", "en")
    seen = []
    for item, given in journey.walk(case_id):
        seen.append(item.step)
        paths = (
            f"/cases/{case_id}",
            f"/cases/{case_id}/steps/{item.step}",
            f"/tasks/{item.id}",
            "/inbox",
            "/inbox/done",
        )
        for path in paths:
            said = text_of(chinese.get(path))
            assert not sentences(said), (path, sentences(said))
            assert english.get(path).status_code == 200, path
            assert not [datum for datum in PERSONAL if datum in said], path
        actor_page = Visitor(given.login, "en").get(f"/tasks/{item.id}")
        assert actor_page.status_code == 200
    assert {"accept", "home_visit", "deliberate", "chair_sign", "approve", "county_check"} <= set(seen)
    assert cases.record(case_id).status is Status.FILED


@pytest.mark.usefixtures("province")
def test_the_case_page_shows_gates_sums_decisions_and_the_file_number() -> None:
    case_id = cases.case_at("county_check")
    said = text_of(Visitor("xf-chair").get(f"/cases/{case_id}"))
    assert said.count("已通过") >= 4
    for words in ("6,800.00", "24,000.00", "30,800.00", "低保边缘户", "rs-2016-st", "档案号", "流转记录", "陈国栋"):
        assert words in said, words
    said = text_of(Visitor("xf-chair", "en").get(f"/cases/{case_id}"))
    for words in ("Home visit", "Chair's signature", "on the margin of the dibao line", "Timeline"):
        assert words in said, words


@pytest.mark.usefixtures("province")
def test_the_diagram_follows_the_case_and_speaks_the_readers_language() -> None:
    case_id = cases.case_at("sums")
    visitor = Visitor("xf-clerk")
    steps = visitor.get(f"/cases/{case_id}/steps").json()["steps"]
    assert (steps["accept"]["state"], steps["sums"]["state"], steps["approve"]["state"]) == (
        "passed",
        "current",
        "coming",
    )
    assert steps["sums"]["word"] == "当前"
    assert 'name="算账' in visitor.get(f"/cases/{case_id}/diagram").text
    english = Visitor("xf-clerk", "en").get(f"/cases/{case_id}/diagram").text
    names = re.findall(r'<bpmn:(?:userTask|serviceTask|lane|process)[^>]* name="([^"]*)"', english)
    assert len(names) > 15
    assert not re.search(r"[\u4e00-\u9fff]", "".join(names))
    about = text_of(visitor.get(f"/cases/{case_id}/steps/approve"))
    assert "孙秀英" in about
    assert visitor.get(f"/cases/{case_id}/steps/nothing").status_code == 404


@pytest.mark.usefixtures("province")
def test_a_late_step_is_said_to_be_late() -> None:
    case_id = cases.case_at("sums")
    for _ in range(5):
        journey.next_working_day()
    visitor = Visitor("xf-clerk")
    assert visitor.get(f"/cases/{case_id}/steps").json()["steps"]["sums"]["state"] == "late"
    assert "已逾期 4 个工作日" in text_of(visitor.get("/inbox"))


@pytest.mark.usefixtures("province")
def test_pages_are_light_and_load_nothing_from_elsewhere() -> None:
    case_id = cases.case_at("county_check")
    visitor = Visitor("xf-clerk")
    first = [visitor.get("/login").content] + [
        (DIST / asset(name)[8:]).read_bytes() for name in ("styles.css", "app.js")
    ]
    first.append((DIST / asset("icons.svg")[8:]).read_bytes())
    assert sum(len(gzip.compress(part)) for part in first) < FIRST_PAGE_BYTES
    for path in ("/inbox", f"/cases/{case_id}", "/applicants/new", "/definitions"):
        page = visitor.get(path)
        assert len(gzip.compress(page.content)) < NEXT_PAGE_BYTES, path
        loaded = re.findall(r'(?:src|href)="([^"]+)"', re.sub(r"<a [^>]*>", "", page.text))
        assert all(each.startswith("/") for each in loaded), loaded
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son[a-z]+=", page.text), path


@pytest.mark.usefixtures("province")
def test_every_answer_carries_the_security_headers() -> None:
    visitor = Visitor("xf-clerk")
    for path in ("/inbox", "/login", "/nowhere", "/healthz", asset("app.js")):
        headers = visitor.get(path).headers
        assert "script-src 'self'; style-src 'self'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert visitor.get("/inbox").headers["cache-control"] == "no-store"
    assert "immutable" in visitor.get(asset("app.js")).headers["cache-control"]


@pytest.mark.usefixtures("province")
def test_cases_are_found_by_number_and_filtered_by_state() -> None:
    case_id = cases.case_at("accept")
    with db.reading() as session:
        number = intake.case(session, case_id).case_no
    visitor = Visitor("qx-manager")
    assert visitor.get(f"/cases?no=%20{number.lower()}%20").headers["location"] == f"/cases/{case_id}"
    assert number in visitor.get("/cases?status=OPEN").text
    assert "暂无案件" in text_of(visitor.get("/cases?status=FILED"))
    assert visitor.get(f"/cases?after={uuid.uuid4()}").status_code == 200

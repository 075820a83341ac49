"""Free text of a case: for those who work on it; an objection: never for the union that is objected to."""

from __future__ import annotations

import uuid

import pytest

from cli import journey
from cli.demo_story import Answer, png
from kit import clock, db
from relief.evidence import queries as evidence
from tasks import queries as worklist
from tests.support import cases, deeds
from tests.unit.web.client import Visitor, text_of

pytestmark = pytest.mark.usefixtures("province")
OBJECTION = "听说他家有个小卖部"
FINDING = "经实地核查，小卖部属于邻居。"


def free_texts(case_id: uuid.UUID) -> list[str]:
    """Return what officers wrote on a case, as the pages would show it."""
    with db.reading() as session:
        found = evidence.evidence_of(session, case_id)
        files = evidence.attachments_of(session, case_id)
        items = worklist.for_subject(session, case_id)
    assert found.comparison
    assert found.visit
    assert found.statement
    assert found.deliberation
    assert found.appraisal
    assert found.review
    assert found.approval
    texts = [
        found.visit.place, found.visit.observed["needs"], found.visit.observed["problems"],
        found.comparison.difference, found.comparison.explanation, *(reply.note for reply in found.comparison.replies),
        *(line.note for line in found.statement.lines), found.deliberation.minutes, found.appraisal.plan,
        found.review.opinion, found.approval.opinion, *(item.opinion for item in items),
        *(file.name for file in files if file.kind == "photo"),
    ]  # fmt: skip
    # "生活费" and the like are names of kinds too.
    return [text.splitlines()[0] for text in texts if len(text) > 3]


def test_a_manager_sees_stars_where_those_who_work_on_the_case_read() -> None:
    case_id = cases.case_at("county_check")
    texts = free_texts(case_id)
    assert len(texts) > 10
    reviewer = text_of(Visitor("qx-reviewer").get(f"/cases/{case_id}"))
    shown = [text for text in texts if text in reviewer]
    assert len(shown) > 10
    for login in ("qx-manager", "gs-manager", "gs-admin", "gs-owner"):
        page = text_of(Visitor(login).get(f"/cases/{case_id}"))
        assert [text for text in shown if text in page] == [], login
        assert "***" in page
        # What the work is measured by stays: who, when, how it ended, the sums.
        for words in ("陈国栋", "30,800.00", "同意"):
            assert words in page, words
    for login in ("xf-clerk", "xf-visitor1", "xf-chair", "qx-approver", "gs-auditor"):
        page = text_of(Visitor(login).get(f"/cases/{case_id}"))
        assert [text for text in shown if text not in page] == [], login


def test_an_opinion_on_a_tasks_page_follows_the_same_rule() -> None:
    case_id = cases.case_at("sums")
    with db.reading() as session:
        done = next(item for item in worklist.for_subject(session, case_id) if item.opinion)
    assert done.opinion in text_of(Visitor("xf-clerk").get(f"/tasks/{done.id}"))
    page = text_of(Visitor("qx-manager").get(f"/tasks/{done.id}"))
    assert done.opinion not in page
    assert "***" in page


def test_an_objection_is_for_the_county_not_for_the_union_objected_to() -> None:
    case_id = cases.case_at("post_notice")
    cases.do(case_id, "post_notice")
    journey.next_working_day()
    deeds.object_to(case_id)
    for login in ("qx-reviewer", "qx-clerk", "gs-auditor"):
        assert OBJECTION in text_of(Visitor(login).get(f"/cases/{case_id}")), login
    item = cases.item_of(case_id, "handle_objection")
    for login in ("xf-clerk", "xf-visitor1", "xf-chair", "qx-manager"):
        visitor = Visitor(login)
        for path in (f"/cases/{case_id}", f"/tasks/{item.id}", f"/cases/{case_id}/steps/handle_objection"):
            assert OBJECTION not in visitor.get(path).text, (login, path)
        assert "未决" in text_of(visitor.get(f"/cases/{case_id}"))


def test_what_was_found_reaches_the_union_the_papers_of_the_objection_do_not() -> None:
    case_id = cases.case_at("post_notice")
    cases.do(case_id, "post_notice")
    journey.next_working_day()
    deeds.object_to(case_id)
    with db.reading():
        today = clock.today().isoformat()
    paper = {"name": "举报信.png", "type": "image/png", "content": png()}
    values = {"investigated_on": today, "method": ["visit"], "finding": FINDING, "files": [paper]}
    item = cases.item_of(case_id, "handle_objection")
    journey.complete(item, Answer("qx-reviewer", "dismissed", "已当面核实，与该户无关", values))
    with db.reading() as session:
        (document,) = [file for file in evidence.attachments_of(session, case_id) if file.step == "handle_objection"]
    for login, sees in (("qx-reviewer", True), ("xf-clerk", False)):
        visitor = Visitor(login)
        page = text_of(visitor.get(f"/cases/{case_id}"))
        assert FINDING in page
        assert (OBJECTION in page, "举报信" in page) == (sees, sees)
        assert visitor.get(f"/cases/{case_id}/files/{document.id}").status_code == (200 if sees else 404)
    page = text_of(Visitor("qx-manager").get(f"/cases/{case_id}"))
    assert FINDING not in page
    assert "已当面核实，与该户无关" not in page

"""A whole case and the mails that it sends: to its own line of the tree, once, and without a word about the person."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import journey
from cli.demo_story import Answer, application
from kit import db
from notifications import queries
from tests.support import mailing
from unions import queries as unions
from worker.handlers import HANDLERS
from worker.relay import relay_one

STEPS = 13
pytestmark = pytest.mark.usefixtures("province")


def relay_all() -> None:
    while relay_one(HANDLERS):
        pass


def notices_of(login: str) -> list[str]:
    with db.reading() as session:
        officer = unions.officer_by_login(session, login)
        return [notice.event for notice in reversed(queries.notices(session, officer.officer_id, limit=100))]


def test_a_filed_case_tells_each_officer_of_its_line_and_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mailing.smtp_server(tmp_path / "mail", monkeypatch) as folder:
        case_id = journey.apply()
        for _ in range(STEPS):
            journey.pass_time(case_id)
            relay_all()
            for item in journey.open_items(case_id)[:1]:
                journey.complete(item, journey.story(item))
            journey.next_working_day()
            journey.sweep()
        relay_all()
        sent = mailing.kept(folder)
    to = [str(mail["To"]) for mail in sent]
    for login in ("xf-clerk", "qx-clerk", "xf-visitor1", "xf-committee3", "qx-reviewer", "xf-chair", "qx-approver"):
        assert any(login in each for each in to), f"{login} was told of nothing"
    assert not [each for each in to if "hs-" in each or "ht-" in each], "the neighbour county is told of nothing"
    assert len({mail["Message-ID"] for mail in sent}) == len(sent)
    assert notices_of("xf-clerk")[-1] == "CaseFiled"
    assert notices_of("hs-clerk") == []
    person = application("2018-11-05")
    secrets = [person["name"], person["id_number"], person["phone"], person["bank_card"], person["address"]]
    words = "\n".join(f"{mail['Subject']}\n{mail.get_content()}" for mail in sent)
    assert not [secret for secret in secrets if secret in words]


def test_a_returned_case_tells_its_clerk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mailing.smtp_server(tmp_path / "mail", monkeypatch):
        case_id = journey.apply()
        list(journey.walk(case_id, until="review"))
        (item,) = journey.open_items(case_id)
        values = {"return_reason": "UNCLEAR", "return_to": "sums", "missing": ["SUMS"]}
        journey.complete(item, Answer("qx-reviewer", "return", "算账不清", values))
        relay_all()
    assert notices_of("xf-clerk").count("TaskReturned") == 1
    assert notices_of("xf-clerk")[-1] in {"TaskOpened", "TaskReturned"}

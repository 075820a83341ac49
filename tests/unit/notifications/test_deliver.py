"""Each officer whom a rule names is told once, by notice and by mail, in his or her language, without personal data."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import select

from kit import clock, db
from kit.outbox import OutboxEvent
from notifications import facts, queries
from notifications.deliver import deliver
from notifications.errors import MailNotSent
from notifications.mail import message_id
from notifications.models import Receipt
from notifications.render import TEMPLATES
from notifications.rules import RULES, SILENT, Channel
from tasks import facts as tasks
from tests.support import mailing, offices
from unions.records import Actor
from unions.roles import Role

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _in_2018() -> Iterator[None]:
    with clock.frozen(mailing.AT):
        yield


@pytest.fixture
def mails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    with mailing.smtp_server(tmp_path / "mail", monkeypatch) as folder:
        yield folder


def event(name: str, **payload: object) -> OutboxEvent:
    return OutboxEvent(uuid.uuid4(), name, payload, datetime(2018, 11, 5, tzinfo=UTC), 1)


def task_opened(item_id: uuid.UUID) -> OutboxEvent:
    return event("TaskOpened", work_item_id=str(item_id))


def unread(actor: Actor) -> list[str]:
    with db.reading() as session:
        return [notice.text for notice in queries.notices(session, actor.officer_id) if notice.read_at is None]


def body(mail: EmailMessage) -> str:
    return str(mail.get_content())


def test_holders_of_the_post_get_a_notice_and_a_mail_and_nobody_else_does(mails: Path) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        reviewer = mailing.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        strangers = [
            mailing.officer(session, "elsewhere", (tree["other"], Role.REVIEWER)),
            mailing.officer(session, "clerk", (tree["county"], Role.CLERK)),
            mailing.officer(session, "above", (tree["city"], Role.REVIEWER)),
        ]
        item = mailing.work_item(session, tree)
    deliver(task_opened(item))
    (mail,) = mailing.kept(mails)
    assert "reviewer@example.org" in mail["To"]
    assert mail["Subject"] == "【帮扶】待办：SL-621002-2018-000001 审核"
    assert f"http://127.0.0.1:8000/tasks/{item}" in body(mail)
    assert unread(reviewer) == ["待办：SL-621002-2018-000001 审核"]
    assert [unread(stranger) for stranger in strangers] == [[], [], []]


def test_an_officer_reads_mail_in_the_language_chosen(mails: Path) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        mailing.officer(session, "reviewer", (tree["county"], Role.REVIEWER), language="en")
        item = mailing.work_item(session, tree)
    deliver(task_opened(item))
    (mail,) = mailing.kept(mails)
    assert mail["Subject"] == "[Bangfu] To do: SL-621002-2018-000001 Review"
    assert mail["Content-Language"] == "en"


def test_a_mail_is_correct_utf8_and_says_that_a_program_sent_it(mails: Path) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        reviewer = mailing.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        item = mailing.work_item(session, tree)
    told = task_opened(item)
    deliver(told)
    (path,) = mails.glob("*.eml")
    assert path.read_bytes().isascii(), "headers and body are encoded, so that any server takes them"
    (mail,) = mailing.kept(mails)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] == message_id(told.id, reviewer.officer_id)
    assert mail.get_content_charset() == "utf-8"
    assert "环节，等待您所在岗位办理" in body(mail)


def test_a_repeated_delivery_tells_nobody_twice(mails: Path) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        reviewer = mailing.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        item = mailing.work_item(session, tree)
    told = task_opened(item)
    deliver(told)
    deliver(told)
    assert len(mailing.kept(mails)) == 1
    assert len(unread(reviewer)) == 1


def test_a_mail_that_may_have_left_is_sent_again_under_the_same_message_id(mails: Path) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        mailing.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        item = mailing.work_item(session, tree)
    told = task_opened(item)
    deliver(told)
    # What a kill between the server's "250 OK" and our commit leaves behind.
    with db.transaction() as session:
        receipt = session.scalars(select(Receipt).where(Receipt.channel == "mail")).one()
        receipt.state, receipt.sent_at = "SENDING", None
    deliver(told)
    first, second = mailing.kept(mails)
    assert first["Message-ID"] == second["Message-ID"]


def test_without_a_mail_server_the_notice_stands_and_the_mail_follows_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        reviewer = mailing.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        item = mailing.work_item(session, tree)
    told = task_opened(item)
    with mailing.smtp_server(tmp_path / "mail", monkeypatch):
        pass  # the settings now name a port on which nobody listens
    with pytest.raises(MailNotSent) as refused:
        deliver(told)
    assert "reviewer@" not in str(refused.value)
    assert len(unread(reviewer)) == 1
    with mailing.smtp_server(tmp_path / "mail", monkeypatch) as folder:
        deliver(told)
        assert len(mailing.kept(folder)) == 1
    assert len(unread(reviewer)) == 1


def test_a_task_that_is_done_meanwhile_is_not_announced_any_more(mails: Path) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        reviewer = mailing.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        item = mailing.work_item(session, tree)
        done = tasks.Completion(reviewer.officer_id, "n", None, None, "pass", "通过", "Pass", "", mailing.AT)
        tasks.complete(session, item, done)
    deliver(task_opened(item))
    assert mailing.kept(mails) == []
    assert unread(reviewer) == []


def test_an_excluded_officer_is_not_asked(mails: Path) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        visitor = mailing.officer(session, "visitor", (tree["county"], Role.REVIEWER))
        other = mailing.officer(session, "other", (tree["county"], Role.REVIEWER))
        item = mailing.work_item(session, tree, excluded={visitor.officer_id: "visited"})
    deliver(task_opened(item))
    assert unread(visitor) == []
    assert len(unread(other)) == 1
    assert len(mailing.kept(mails)) == 1


def test_an_officer_without_an_address_gets_the_notice_alone(mails: Path) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        reviewer = offices.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        item = mailing.work_item(session, tree)
    deliver(task_opened(item))
    assert len(unread(reviewer)) == 1
    assert mailing.kept(mails) == []


def test_an_incident_goes_to_the_administrators_on_the_line_of_the_case(mails: Path) -> None:
    assert mails.exists()
    case = uuid.uuid4()
    with db.transaction() as session:
        tree = offices.build(session)
        admin = mailing.officer(session, "admin", (tree["province"], Role.ADMINISTRATOR))
        elsewhere = mailing.officer(session, "elsewhere", (tree["other"], Role.ADMINISTRATOR))
        mailing.work_item(session, tree, subject_id=case)
    deliver(event("IncidentRaised", subject_id=str(case), incident_id="x", service="file_case", kind="KeyError"))
    assert unread(admin) == ["流程故障：file_case"]
    assert unread(elsewhere) == []


def test_every_template_renders_a_real_event_in_both_languages_without_personal_data(mails: Path) -> None:
    case = uuid.uuid4()
    with db.transaction() as session:
        tree = offices.build(session)
        posts = [(tree["county"], Role.CLERK), (tree["province"], Role.ADMINISTRATOR)]
        chinese = mailing.officer(session, "chinese", *posts)
        english = mailing.officer(session, "english", *posts, language="en")
        item = mailing.work_item(session, tree, role=Role.CLERK, subject_id=case)
    payload = {
        "subject_id": str(case), "work_item_id": str(item), "service": "file_case", "kind": "KeyError",
        "last": "2018-11-05 09:00", "minutes": 3,
    }  # fmt: skip
    for name in dict.fromkeys(rule.event for rule in RULES):
        deliver(event(name, **payload))
    events, mailed = {r.event for r in RULES}, {r.event for r in RULES if Channel.MAIL in r.channels}
    for officer in (chinese, english):
        with db.reading() as session:
            notices = queries.notices(session, officer.officer_id)
        assert {notice.event for notice in notices} == events
        assert all(notice.text_zh and notice.text_en for notice in notices)
        assert not any(word in notice.text_zh + notice.text_en for notice in notices for word in ("{", "李"))
    sent = mailing.kept(mails)
    assert len(sent) == 2 * len(mailed)
    for mail in sent:
        assert "http://127.0.0.1:8000/" in body(mail)
        assert "李" not in body(mail) + mail["Subject"]
        assert ("打开链接" in body(mail)) == ("chinese" in mail["To"])


def test_every_rule_has_its_templates_and_every_template_a_rule() -> None:
    wanted = {f"{rule.template}.{language}.txt" for rule in RULES for language in ("zh", "en")}
    there = {path.name for path in TEMPLATES.glob("*.txt") if not path.name.startswith("_")}
    assert there == wanted
    assert not SILENT & {rule.event for rule in RULES}


def test_a_notice_can_be_read_by_its_own_officer_only(mails: Path) -> None:
    with db.transaction() as session:
        tree = offices.build(session)
        reviewer = mailing.officer(session, "reviewer", (tree["county"], Role.REVIEWER))
        other = mailing.officer(session, "other", (tree["other"], Role.REVIEWER))
        item = mailing.work_item(session, tree)
    deliver(task_opened(item))
    assert mails.exists()
    with db.transaction() as session:
        (notice,) = queries.notices(session, reviewer.officer_id)
        assert queries.unread_count(session, reviewer.officer_id) == 1
        with pytest.raises(facts.NoticeNotFound):
            facts.mark_read(session, other.officer_id, notice.id)
        assert facts.mark_read(session, reviewer.officer_id, notice.id) == f"/tasks/{item}"
        assert queries.unread_count(session, reviewer.officer_id) == 0

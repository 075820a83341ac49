"""kill -9 of the real web and of the real worker amid their work: nothing between two steps, nothing lost or twice.

Commands killed at chosen instants have ``test_killed``, a mail on the wire ``test_relay_killed``, the supervisor
``test_supervisor``.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from cli import journey, mail_sink
from cli.demo_province import PASSWORD
from kit import clock, db
from kit.outbox import OutboxRow
from kit.settings import ROOT
from notifications.mail import message_id
from notifications.models import Notice, Receipt
from relief.intake.status import Status
from tests.support import cases, mailing
from tests.support.doomed import settle
from tests.support.ports import free_port
from tests.support.processes import eventually, running
from tests.support.wholeness import assert_whole, contents, count
from tests.unit.web.client import REQUEST, TOKEN, sent
from workflows.flows.campaigns import start_year
from workflows.instances.models import ProcessInstance, Timer

KILLS = 2
# The sends of a year follow one another: a pause between sweeps leaves work for after each kill.
WORKER = {"BANGFU_SWEEP_SECONDS": "0.3"}


def fired() -> int:
    return count(Timer, Timer.state == "FIRED")


def fired_at_least(number: int) -> bool:
    return fired() >= number


def all_ended() -> bool:
    return count(ProcessInstance, ProcessInstance.state == "RUNNING") == 0


def all_told() -> bool:
    return count(OutboxRow, OutboxRow.done_at.is_(None)) == 0


def let_claims_run_out() -> None:
    """Spare the minute after which what a dead relay had in hand is taken up by the next."""
    with db.transaction() as session:
        past = clock.real_now() - timedelta(seconds=1)
        session.execute(update(OutboxRow).where(OutboxRow.done_at.is_(None)).values(available_at=past))


def test_a_worker_killed_again_and_again_fires_every_timer_and_tells_everything_once(
    province: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert province
    journey.publish(ROOT / "bpmn" / "campaign")
    # All of these are long overdue on the worker's clock, which is the real one.
    years = start_year(2019).started
    late = [cases.case_at("accept")]
    cases.do(late[0], "accept", "incomplete", missing=["HUKOU"])
    assert years > 0
    log, started = tmp_path / "worker.log", fired()
    with mailing.smtp_server(tmp_path / "mail", monkeypatch):
        for _ in range(KILLS):
            some = fired() + 6
            with running("-m", "worker", log=log, env=WORKER) as worker:
                assert eventually(partial(fired_at_least, some)), log.read_text()
                worker.send_signal(signal.SIGKILL)
                worker.wait()
            settle()
            assert not all_ended(), "it was killed amid its work"
            assert_whole()
        let_claims_run_out()
        with running("-m", "worker", log=log, env=WORKER) as worker:
            assert eventually(lambda: all_ended() and all_told()), log.read_text()
            worker.send_signal(signal.SIGTERM)
            assert worker.wait(60) == 0
        mails = mail_sink.mails(tmp_path / "mail")
    assert_whole()
    assert fired() == started + 8 * years + len(late)
    assert count(Timer, Timer.state == "OPEN") == 0
    assert [cases.record(case).status for case in late] == [Status.LAPSED]
    assert count(OutboxRow, OutboxRow.event == "ProcessEnded") == years + len(late)
    assert count(OutboxRow, OutboxRow.event == "CaseLapsed") == len(late)
    assert count(OutboxRow, OutboxRow.dead_at.is_not(None)) == 0
    _told_each_officer_once({mail["Message-ID"] for mail in mails})


def _told_each_officer_once(mails: set[str]) -> None:
    numbers: dict[str, set[str]] = {"SENDING": set(), "SENT": set(), "DROPPED": set()}
    with db.reading() as session:
        notices = session.execute(select(Notice.event_id, Notice.officer_id)).all()
        for receipt in session.scalars(select(Receipt).where(Receipt.channel == "mail")):
            numbers[receipt.state].add(message_id(receipt.event_id, receipt.officer_id))
    assert notices
    assert len(notices) == len(set(notices))
    # A mail in hand may leave a second time, under its own number, or be dropped when its task is over by then.
    assert numbers["SENT"] <= mails <= numbers["SENT"] | numbers["DROPPED"]
    assert not numbers["SENDING"]


def log_in(client: httpx.Client, address: str) -> None:
    """Log in as the grassroots clerk."""
    client.base_url = httpx.URL(address)
    token = TOKEN.search(client.get("/login").text)
    assert token
    client.post("/login", data={"csrf_token": token.group(1), "login": "xf-clerk", "password": PASSWORD})


def healthy(address: str) -> bool:
    try:
        return httpx.get(address + "/healthz", timeout=5, trust_env=False).is_success
    except httpx.TransportError:
        return False


@contextmanager
def web(log: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    port = free_port()
    with running("-m", "web.serve", log=log, env={"BANGFU_WEB_PORT": str(port)}) as process:
        assert eventually(partial(healthy, f"http://127.0.0.1:{port}")), log.read_text()
        yield process, f"http://127.0.0.1:{port}"


def press(client: httpx.Client, path: str, form: Mapping[str, Any]) -> int:
    """Send a form and return the answer's status; 0 when the server was gone before it answered."""
    try:
        return client.post(path, data=form).status_code
    except httpx.TransportError:
        return 0


def test_the_web_killed_while_it_answers_leaves_one_side_or_the_other_and_the_same_request_again_is_safe(
    province: str, tmp_path: Path
) -> None:
    assert province
    # The web's clock is the real one, and nobody accepts the application of years ago.
    with clock.frozen(clock.real_now()):
        case_id = cases.case_at("accept")
        item = cases.item_of(case_id, "accept")
        given = journey.story(item)
    path, before = f"/tasks/{item.id}", contents()
    form: dict[str, Any] = {"outcome": given.outcome, "opinion": given.opinion, **sent(given.values)[0]}
    with httpx.Client(timeout=60, trust_env=False) as client:
        with web(tmp_path / "web.log") as (process, address), ThreadPoolExecutor(1) as officer:
            log_in(client, address)
            page = client.get(path).text
            for name, pattern in (("csrf_token", TOKEN), ("request_id", REQUEST)):
                found = pattern.search(page)
                assert found
                form[name] = found.group(1)
            logged_in = contents()
            pressed = officer.submit(press, client, f"{path}/complete", form)
            # Rules and lists that a new process loads first take it longer than this.
            time.sleep(0.1)
            process.send_signal(signal.SIGKILL)
            assert pressed.result() in (0, 303)
        settle()
        assert logged_in != before
        assert (contents() == logged_in) == (cases.steps(case_id) == ["accept"])
        assert_whole()
        with web(tmp_path / "web.log") as (_, address):
            # The officer's page is still open, and the session has outlived the process.
            client.base_url = httpx.URL(address)
            assert [press(client, f"{path}/complete", form) for _ in range(2)] == [303, 303]
    assert cases.steps(case_id) == ["data_check", "home_visit"]
    assert_whole()

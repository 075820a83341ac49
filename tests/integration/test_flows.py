"""The flows on a real Prefect server, started by a real runner."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from cli.prefect_env import prefect_environment
from cli.prepare import prepare
from kit import clock, db, heartbeat
from kit.settings import Settings
from notifications import queries as notices
from relief.campaigns import queries as campaigns
from relief.quarters import queries as quarters
from tests.support import databases, mailing
from tests.support.ports import free_port
from tests.support.processes import eventually, running
from unions import queries as unions
from unions.records import OfficerRecord
from workflows.flows.campaigns import PLANNERS
from workflows.instances import queries as instances
from workflows.instances.models import ProcessInstance

pytestmark = pytest.mark.prefect

FLOWS = {"watchdog", "campaign-calendar", "quarter-run"}
ENDED = {"COMPLETED", "FAILED", "CRASHED", "CANCELLED"}


@dataclass(frozen=True)
class Prefect:
    """A running server with its runner."""

    url: str
    administrator: OfficerRecord

    def deployments(self) -> dict[str, dict[str, Any]]:
        """Return the registered deployments by name."""
        answer = httpx.post(f"{self.url}/deployments/filter", json={}, timeout=10, trust_env=False)
        return {deployment["name"]: deployment for deployment in answer.raise_for_status().json()}

    def run(
        self, name: str, parameters: dict[str, Any] | None = None, scheduled: datetime | None = None
    ) -> dict[str, Any]:
        """Start a deployment, wait for its end and return its last state."""
        details = {"scheduled_time": scheduled.isoformat()} if scheduled else {}
        body = {"parameters": parameters or {}, "state": {"type": "SCHEDULED", "state_details": details}}
        deployment = self.deployments()[name]["id"]
        made: list[httpx.Response] = []

        def taken() -> bool:
            # The server answers 503 while its SQLite is busy and asks to try again, as Prefect's own client does.
            address = f"{self.url}/deployments/{deployment}/create_flow_run"
            made.append(httpx.post(address, json=body, timeout=30, trust_env=False))
            return made[-1].status_code != httpx.codes.SERVICE_UNAVAILABLE

        assert eventually(taken)
        run_id = made[-1].raise_for_status().json()["id"]
        until = time.monotonic() + 90
        while time.monotonic() < until:
            state: dict[str, Any] = httpx.get(f"{self.url}/flow_runs/{run_id}", timeout=10, trust_env=False).json()[
                "state"
            ]
            if state["type"] in ENDED:
                return state
            time.sleep(0.2)
        pytest.fail(f"{name} did not end: {state}")


@pytest.fixture(scope="module")
def prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    folder = tmp_path_factory.mktemp("prefect")
    settings = Settings(var_dir=folder, prefect_port=free_port())
    env = {**prefect_environment(settings), "BANGFU_PREFECT_PORT": str(settings.prefect_port)}
    with databases.fresh("sqlite", folder):
        prepare(folder / "logins.json")
        with db.reading() as session:
            administrator = unions.officer_by_login(session, "gs-admin")
        made = Prefect(settings.prefect_api_url, administrator)
        server = ("-m", "workflows.flows.server", str(settings.prefect_port))
        with (
            pytest.MonkeyPatch.context() as patch,
            mailing.smtp_server(folder / "mail", patch),
        ):
            with (
                running(*server, log=folder / "server.log", env=env),
                running("-m", "workflows.flows.serve", log=folder / "runner.log", env=env),
            ):
                assert eventually(lambda: _registered(made), 120), (folder / "runner.log").read_text()
                yield made


def _registered(prefect: Prefect) -> bool:
    try:
        return set(prefect.deployments()) >= FLOWS
    except httpx.HTTPError:
        return False


def test_every_flow_has_its_calendar_in_shanghai_and_runs_once_at_a_time(prefect: Prefect) -> None:
    calendars = {
        name: [(each["schedule"]["cron"], each["schedule"]["timezone"]) for each in deployment["schedules"]]
        for name, deployment in prefect.deployments().items()
    }
    assert calendars == {
        "watchdog": [("*/5 * * * *", "Asia/Shanghai")],
        "campaign-calendar": [("0 3 * * *", "Asia/Shanghai")],
        "quarter-run": [("0 2 1 1,4,7,10 *", "Asia/Shanghai")],
    }
    assert all(d["global_concurrency_limit"]["limit"] == 1 for d in prefect.deployments().values())


def test_the_calendar_schedules_runs_ahead(prefect: Prefect) -> None:
    wanted = {prefect.deployments()[name]["id"] for name in FLOWS}

    def scheduled() -> bool:
        body = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}}
        answer = httpx.post(f"{prefect.url}/flow_runs/filter", json=body, timeout=10, trust_env=False)
        return wanted <= {run["deployment_id"] for run in answer.raise_for_status().json() if run["auto_scheduled"]}

    assert eventually(scheduled)


def test_the_watchdog_passes_while_a_worker_sweeps(prefect: Prefect) -> None:
    with db.transaction() as session:
        heartbeat.beat(session, "test:1")
    assert prefect.run("watchdog")["type"] == "COMPLETED"


def test_the_watchdog_fails_and_tells_the_administrators_once_when_the_worker_is_silent(prefect: Prefect) -> None:
    with db.transaction() as session:
        heartbeat.beat(session, "test:1")
    for _ in range(2):
        state = prefect.run("watchdog", {"limit_seconds": 0, "second_look_seconds": 0})
        assert state["type"] == "FAILED"
        assert "Expected a worker to have swept" in state["message"]
    with db.reading() as session:
        told = [notice.event for notice in notices.notices(session, prefect.administrator.officer_id)]
    assert told == ["WorkerSilent"]


def test_a_slot_that_comes_much_too_late_is_skipped(prefect: Prefect) -> None:
    state = prefect.run("watchdog", scheduled=datetime.now(UTC) - timedelta(hours=2))
    assert state["type"] == "CANCELLED"
    assert "late" in state["message"]


def test_the_calendar_starts_the_campaign_year_once_of_every_union_that_plans(prefect: Prefect) -> None:
    assert prefect.run("campaign-calendar")["type"] == "COMPLETED"
    assert prefect.run("campaign-calendar")["type"] == "COMPLETED", "a repeat finds every year under way"
    with db.reading() as session:
        today = clock.today()
        planning = [
            unit for level, role in PLANNERS.items() for unit in unions.unions_with(session, level, role, today)
        ]
        assert {"620000", "621000", "621002", "621002-Q01"} <= {unit.code for unit in planning}
        assert all(campaigns.started(session, unit.id, today.year) for unit in planning)
        started = session.scalars(select(ProcessInstance.id).where(ProcessInstance.subject_kind == "campaign")).all()
        assert len(started) == len(planning), "one process for each union"
        assert all(instances.timers_of(session, each) for each in started), "the days are timers of ours, not Prefect's"


def test_a_quarter_started_by_hand_is_examined_county_by_county_and_a_repeat_goes_on_with_it(prefect: Prefect) -> None:
    wanted = {"province": "620000", "quarter": "2018Q4", "run_key": "by hand"}
    for _ in range(2):
        assert prefect.run("quarter-run", wanted)["type"] == "COMPLETED"
    with db.reading() as session:
        runs = quarters.runs(session, [unions.unit_by_code(session, "620000").id])
    assert [(str(run.quarter), run.finished_at is not None) for run in runs] == [("2018Q4", True)]

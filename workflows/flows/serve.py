"""``python -m workflows.flows.serve``: registers the flows with the Prefect server and runs what is due."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from datetime import timedelta

import httpx
from prefect import serve
from prefect.automations import Automation
from prefect.client.schemas.objects import StateType
from prefect.deployments.runner import RunnerDeployment
from prefect.events.actions import ChangeFlowRunState
from prefect.events.schemas.automations import EventTrigger, Posture
from prefect.events.schemas.events import ResourceSpecification
from prefect.schedules import Cron
from sqlalchemy.exc import SQLAlchemyError

from kit import heartbeat
from kit.db import reading
from kit.settings import get_settings
from workflows.flows.campaign_calendar import CRON as CALENDAR_CRON
from workflows.flows.campaign_calendar import campaign_calendar
from workflows.flows.quarter_run import CRON as QUARTER_CRON
from workflows.flows.quarter_run import quarter_run
from workflows.flows.watchdog import CRON as WATCHDOG_CRON
from workflows.flows.watchdog import watchdog

log = logging.getLogger(__name__)

TIMEZONE = "Asia/Shanghai"
RUNS_AT_ONCE = 2
# Three heartbeats of 30 s: a run that is silent for longer has lost its process.
ZOMBIE_AFTER = timedelta(seconds=90)
_ENDED = ("Completed", "Failed", "Cancelled", "Crashed", "TimedOut")


def deployments() -> list[RunnerDeployment]:
    """Return the flows with their calendars; each runs once at a time, also when slots were missed."""
    return [
        RunnerDeployment.from_flow(
            watchdog,
            name="watchdog",
            description="Fails when the worker has not swept for three minutes.",
            schedule=Cron(WATCHDOG_CRON, timezone=TIMEZONE),
            concurrency_limit=1,
        ),
        RunnerDeployment.from_flow(
            campaign_calendar,
            name="campaign-calendar",
            description="Starts the campaign year of the four sends in every union that plans.",
            schedule=Cron(CALENDAR_CRON, timezone=TIMEZONE),
            concurrency_limit=1,
        ),
        RunnerDeployment.from_flow(
            quarter_run,
            name="quarter-run",
            description="Re-decides every file of a province as of the last quarter; a dry run that changes none.",
            schedule=Cron(QUARTER_CRON, timezone=TIMEZONE),
            concurrency_limit=1,
        ),
    ]


def wait_for_server() -> None:
    """Return when the Prefect server answers; it may start later than we do, or again."""
    address = f"{get_settings().prefect_api_url}/health"
    while True:
        try:
            if httpx.get(address, timeout=2.0, trust_env=False).is_success:
                return
        except httpx.HTTPError:
            log.info("the Prefect server does not answer yet")
        time.sleep(0.2)


async def crash_zombies() -> None:
    """See to it that a run whose process was killed is marked as crashed, so that its slot is freed."""
    name = "Mark runs without a heartbeat as crashed"
    try:
        await Automation.aread(name=name)
    except ValueError:
        await Automation(
            name=name,
            trigger=EventTrigger(
                after={"prefect.flow-run.heartbeat"},
                expect={"prefect.flow-run.heartbeat", *(f"prefect.flow-run.{state}" for state in _ENDED)},
                match=ResourceSpecification({"prefect.resource.id": ["prefect.flow-run.*"]}),
                for_each={"prefect.resource.id"},
                posture=Posture.Proactive,
                threshold=1,
                within=ZOMBIE_AFTER,
            ),
            actions=[
                ChangeFlowRunState(
                    name=None, state=StateType.CRASHED, message="Its process no longer answers.", force=False
                )
            ],
        ).acreate()


def wait_for_schema() -> None:
    """Return when our own database is there; on a first start it is made while we start."""
    while True:
        try:
            with reading() as session:
                heartbeat.last_sweep(session)
        except SQLAlchemyError:
            log.info("our database is not there yet")
            time.sleep(0.2)
        else:
            return


def main() -> None:
    """Serve the flows until SIGTERM."""
    wait_for_server()
    wait_for_schema()
    # Beside the registration, which it need not hold up.
    threading.Thread(target=lambda: asyncio.run(crash_zombies()), daemon=True).start()
    serve(*deployments(), pause_on_shutdown=False, limit=RUNS_AT_ONCE, print_starting_message=False)


if __name__ == "__main__":
    main()

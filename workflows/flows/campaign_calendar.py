"""Every day: the campaign year (四送) is under way in every union that plans."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from kit.errors import AppError
from workflows.flows.campaigns import start_year
from workflows.flows.late import late

CRON = "0 3 * * *"
# The next day's slot does the same.
GRACE = timedelta(hours=20)


class CampaignsNotStarted(AppError):
    """Expected to start the campaign year of every union, but {count} did not start: {codes}. The log says why; the next run tries again."""


@flow(name="campaign-calendar", timeout_seconds=3600)
def campaign_calendar(year: int | None = None) -> State[Any] | str:
    """Start the campaign year where it is not under way; ``year`` is today's when omitted."""
    skipped = late(GRACE)
    if skipped is not None:
        return skipped
    done = start_year(year)
    if done.failed:
        raise CampaignsNotStarted(count=len(done.failed), codes=", ".join(done.failed[:20]))
    return f"{done.started} started, {done.there} under way"

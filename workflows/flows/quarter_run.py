"""Each quarter: the register is re-examined as a dry run; also started by hand, in the UI or on the command line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State

from kit import clock
from relief.quarters.calendar import parse_quarter, quarter_before
from workflows.flows.late import late
from workflows.flows.quarters import provinces, run_quarter

# 02:00 on the first day of each quarter, for the quarter that has ended.
CRON = "0 2 1 1,4,7,10 *"
GRACE = timedelta(days=30)


@flow(name="quarter-run", timeout_seconds=4 * 3600, retries=2, retry_delay_seconds=60)
def quarter_run(
    province: str | None = None, quarter: str | None = None, run_key: str = "scheduled"
) -> State[Any] | str:
    """Run the dry run of ``quarter`` (the one before today when omitted) over a province, or over each there is.

    The same province, quarter and key go on with the same run: a retry, or a second slot, decides no file twice.
    """
    skipped = late(GRACE)
    if skipped is not None:
        return skipped
    wanted = parse_quarter(quarter) if quarter else quarter_before(clock.today())
    said = []
    for code in [province] if province else provinces():
        done = run_quarter(code, wanted, run_key, "prefect")
        said.append(f"{code} {wanted}: {done.files} files in {done.counties} counties")
    return "; ".join(said)

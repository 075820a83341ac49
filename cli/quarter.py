"""``bangfu quarter``: re-examine the register of a quarter."""

from __future__ import annotations

import getpass
import uuid
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from kit import db
from kit.db import new_id
from kit.i18n import gettext, pick
from kit.money import yuan_text
from relief.quarters import queries
from relief.quarters.calendar import parse_quarter
from relief.quarters.errors import OnlyDryRuns
from relief.quarters.examine import Outcome
from workflows.flows.quarters import run_quarter

app = typer.Typer(no_args_is_help=True)
SHOWN = 50


@app.callback()
def quarter() -> None:
    """Re-examine the register of a quarter."""


@app.command()
def run(
    *,
    province: Annotated[str, typer.Option(help="The province's division code, such as 620000.")],
    quarter: Annotated[str, typer.Option(help="The quarter, such as 2018Q4.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Decide every file anew and change none.")] = False,
    key: Annotated[str, typer.Option(help="Go on with the run of this key; a new one when omitted.")] = "",
    shown: Annotated[int, typer.Option(help="How many files to show with their explanation.")] = SHOWN,
) -> None:
    """Decide every active file anew by the tables in force on the quarter's last day, county by county."""
    if not dry_run:
        raise OnlyDryRuns
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, transient=True) as bar:
        task = bar.add_task(gettext("Counties"), total=None)
        done = run_quarter(
            province, parse_quarter(quarter), key or f"hand:{new_id()}", f"cli:{getpass.getuser()}",
            lambda count, total: bar.update(task, completed=count, total=total),
        )  # fmt: skip
    _print(done.run_id, shown)


def _print(run_id: uuid.UUID, shown: int) -> None:
    console = Console()
    with db.reading() as session:
        record = queries.run(session, run_id)
        parts = queries.run_parts(session, run_id)
        outcomes = queries.outcomes(session, run_id, limit=shown)
    console.print(
        gettext(
            "Quarter {quarter}, as of {day}: dry run, no file was changed", quarter=record.quarter, day=record.as_of
        )
    )
    table = Table(gettext("County"), gettext("Files"), *(str(outcome.label) for outcome in Outcome))
    for part in parts:
        table.add_row(part.unit_name, str(part.files), *(str(part.outcomes.get(outcome, 0)) for outcome in Outcome))
    total = [sum(part.outcomes.get(outcome, 0) for part in parts) for outcome in Outcome]
    table.add_row(
        gettext("Total"), str(sum(part.files for part in parts)), *(str(number) for number in total), style="bold"
    )
    console.print(table)
    details = Table(
        gettext("File"), gettext("Outcome"), gettext("Before"), gettext("Now"), gettext("Income"), gettext("Why")
    )
    for each in outcomes:
        income = yuan_text(each.income_fen) if each.income_fen is not None else ""
        why = "\n".join(pick(s.zh, s.en) for s in each.sentences)
        label = str(Outcome(each.outcome).label)
        details.add_row(
            f"{each.file_no} {each.title}", label, each.category_before or "", each.category_now or "", income, why
        )
    console.print(details)

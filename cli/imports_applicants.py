"""``bangfu template applicants`` and ``bangfu import applicants``; ``cli.templates`` and ``cli.imports`` hang them in.

The importer knows no workflow: the operation that starts a case is handed to it here.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from kit import clock
from kit.db import Session, reading, transaction
from kit.errors import Conflict
from kit.i18n import datetime_text, gettext, using_language
from relief.intake.imports import importing, receipts
from relief.intake.imports.importing import Outcome, RowResult, Start
from relief.intake.imports.reading import ApplicantsFile
from relief.intake.imports.template import write_template
from relief.intake.registration import Registration
from unions import queries as unions
from unions.records import Actor
from workflows.operations.start_case import StartCase, start_case
from workflows.services.table import SERVICES

# Each application is a command of its own: no officer waits for the rest of the file.
BATCH = 1
_SHOWN = 20
_File = Annotated[Path, typer.Argument(help="XLSX made from the template.", metavar="FILE")]
_Login = Annotated[str, typer.Option("--as", help="Log-in name of the clerk who takes the applications.")]
_Receipt = Annotated[Path | None, typer.Option("--receipt", help="Where the receipt goes; else beside FILE.")]
_Output = Annotated[Path, typer.Option("--output", "-o", help="The file to write.", metavar="FILE")]


class WorkbookExists(Conflict):
    """Expected to write a new workbook {path}, but there is one. Move it away or name another with -o."""


def template_applicants(output: _Output = Path("applicants.xlsx")) -> None:
    """Write an empty workbook for applicants and their households, with lists to choose from and an example."""
    if output.exists():
        raise WorkbookExists(path=output)
    write_template(output)
    typer.echo(gettext("Written: {path}", path=output))


def import_applicants(path: _File, login: _Login, receipt: _Receipt = None) -> None:
    """Bring applicants in. The same file twice adds nothing; a refused row stops no other and is named in the receipt."""
    status = run(path, login, receipt or receipts.receipt_path(path), _start)
    if status:
        raise typer.Exit(status)


def run(path: Path, login: str, receipt: Path, start: Start) -> int:
    """Import a file row by row, each in a transaction of its own, and write its receipt; 1 when a row was refused, else 0.

    After a crash the same file goes on: what was committed is found again as unchanged.
    """
    with reading() as session:
        actor = unions.actor_for(session, unions.officer_by_login(session, login).officer_id, clock.today())
        at = datetime_text(clock.now())
    with using_language(actor.language):
        source = ApplicantsFile(path)
        results: list[RowResult] = []
        try:
            _import_batches(source, actor, start, results)
        finally:
            receipts.write_receipt(receipt, _heading(path, actor, at), results)
        _report(results, receipt)
    return 1 if any(result.outcome is Outcome.REFUSED for result in results) else 0


def _import_batches(source: ApplicantsFile, actor: Actor, start: Start, results: list[RowResult]) -> None:
    seen = importing.Progress()
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(gettext("Importing applicants"), total=source.total)
        rows = source.rows()
        while batch := list(islice(rows, BATCH)):
            with transaction() as session:
                done = list(importing.import_rows(session, batch, actor, start, seen, clock.today()))
            # Only what is committed counts as done.
            results.extend(done)
            bar.update(task, completed=min(len(results), source.total))


def _start(session: Session, registration: Registration, actor: Actor) -> uuid.UUID:
    return start_case(session, StartCase(registration, actor), SERVICES)


def _heading(path: Path, actor: Actor, at: str) -> receipts.Heading:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return receipts.Heading(path.name, digest, actor.name, at)


def _report(results: Sequence[RowResult], receipt: Path) -> None:
    console = Console(highlight=False)
    for outcome, count in receipts.counts(results).items():
        console.print(f"{outcome.label}: {count}")
    faults = [fault for result in results for fault in result.faults]
    if faults:
        table = Table()
        for header in ("Sheet", "Cell", "Column", "What is wrong", "What to do"):
            table.add_column(gettext(header), overflow="fold")
        for fault in faults[:_SHOWN]:
            wrong, remedy = receipts.split(str(fault.text))
            cells = (str(fault.sheet), fault.cell, str(fault.header), wrong, remedy)
            table.add_row(*(escape(cell) for cell in cells))
        console.print(table)
        if len(faults) > _SHOWN:
            console.print(gettext("and {count} more faults", count=len(faults) - _SHOWN))
    console.print(gettext("Receipt: {path}", path=receipt), soft_wrap=True)

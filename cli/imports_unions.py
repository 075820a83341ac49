"""``bangfu import unions|officers`` and their templates; ``cli.imports`` and ``cli.templates`` hang them in.

What the columns mean is written in ``unions/imports/units.py`` and ``officers.py``, and on the templates' second page.
"""

from __future__ import annotations

import csv
import getpass
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kit.db import transaction
from kit.errors import Conflict
from kit.i18n import gettext
from unions import sessions
from unions.imports import officers, units
from unions.imports.columns import Column
from unions.imports.receipts import Outcome, Receipt, harmless, receipt_path, write_receipt
from unions.imports.templates import write_template

_SHOWN = 20
_File = Annotated[Path, typer.Argument(help="XLSX, or CSV in UTF-8 or GBK.", metavar="FILE")]
_Receipt = Annotated[Path | None, typer.Option("--receipt", help="Where the receipt goes; else beside FILE.")]
_Passwords = Annotated[
    Path | None,
    typer.Option("--passwords", help="Give first passwords to those who never logged in, into this new CSV file."),
]
_Target = Annotated[Path, typer.Argument(help="The file to write, .xlsx or .csv.", metavar="FILE")]


class FileExists(Conflict):
    """Expected to write a new file {path}, but there is one. Move it away or name another."""


def import_unions(path: _File, receipt: _Receipt = None) -> None:
    """Bring in unions, help centres and stations. The same file twice adds nothing; a faulty row stops no other."""
    with transaction() as session:
        result = units.import_units(session, path, by=_who())
    _report(result, receipt or receipt_path(path))


def import_officers(path: _File, receipt: _Receipt = None, passwords: _Passwords = None) -> None:
    """Bring in officers and their posts. The same file twice adds nothing; a faulty row stops no other."""
    if passwords is not None and passwords.exists():
        raise FileExists(path=passwords)
    with transaction() as session:
        result = officers.import_officers(session, path, by=_who())
    if passwords is not None:
        known = {line.subject for line in result.lines if line.outcome is not Outcome.REFUSED}
        with transaction() as session:
            issued = sessions.issue_passwords(session, sorted(known), by=_who())
        _write_passwords(issued, passwords)
    _report(result, receipt or receipt_path(path))


def template_unions(path: _Target = Path("unions.xlsx")) -> None:
    """Write an empty table of unions."""
    _template(units.COLUMNS, path)


def template_officers(path: _Target = Path("officers.xlsx")) -> None:
    """Write an empty table of officers and posts."""
    _template(officers.COLUMNS, path)


def _template(columns: Sequence[Column], path: Path) -> None:
    if path.exists():
        raise FileExists(path=path)
    write_template(columns, path)
    typer.echo(gettext("Written: {path}", path=path))


def _report(receipt: Receipt, path: Path) -> None:
    """Print the counts and the first faults, write the whole receipt, and end with status 1 when a row was refused."""
    write_receipt(receipt, path)
    console = Console(highlight=False)
    for outcome, count in receipt.counts.items():
        console.print(f"{outcome.label}: {count}")
    refused = receipt.refused
    if refused:
        table = Table(show_lines=False)
        for header in ("Sheet row", "Column", "Value found", "What is wrong and what to do"):
            table.add_column(gettext(header), overflow="fold")
        for line in refused[:_SHOWN]:
            table.add_row(str(line.row), str(line.column), escape(line.value), escape(str(line.text)))
        console.print(table)
        if len(refused) > _SHOWN:
            console.print(gettext("and {count} more faults", count=len(refused) - _SHOWN))
    console.print(gettext("Receipt: {path}", path=path), soft_wrap=True)
    if refused:
        raise typer.Exit(1)


def _write_passwords(issued: Sequence[sessions.IssuedPassword], path: Path) -> None:
    # Readable by the one who asked, and by nobody else from its first byte on.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([gettext("Officer's log-in name"), gettext("Officer's name"), gettext("First password")])
        writer.writerows([each.login, harmless(each.name), each.password] for each in issued)
    typer.echo(
        gettext(
            "First passwords for {count} officers: {path}. Hand them out and delete the file.",
            count=len(issued),
            path=path,
        )
    )


def _who() -> str:
    return f"cli:{getpass.getuser()}"

"""``bangfu audit``: does the chain hold, are the gates' triggers in place?"""

from __future__ import annotations

import typer
from rich.console import Console

from kit import audit as chain
from kit import db
from kit.i18n import gettext
from relief.files import queries as files

app = typer.Typer(no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Verify the audit chain."""


@app.command()
def verify() -> None:
    """Check every row of the chain and every trigger of the gates; exit 1 and say where something is wrong."""
    console = Console()
    with db.reading() as session:
        report = chain.verify(session)
        missing = files.missing_triggers(session)
    for damage in report.damages:
        console.print(damage.text.render(), style="red", markup=False, highlight=False)
    for name in missing:
        console.print(
            gettext("Expected the trigger {name} to guard the gates, but it is missing.", name=name), style="red"
        )
    if report.damages or missing:
        raise typer.Exit(1)
    console.print(gettext("{rows} rows, every chain whole, every trigger in place.", rows=report.rows), style="green")

"""``bangfu audit``: does the chain hold, are the gates' triggers in place?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kit import audit as chain
from kit import db
from kit.i18n import Text, gettext
from migrations.triggers import altered
from relief.files import queries as files
from workflows.instances import queries

app = typer.Typer(no_args_is_help=True)


@app.callback()
def audit() -> None:
    """Verify the audit chain."""


@app.command()
def heads() -> None:
    """Print every chain's end as JSON, to be kept outside the database and given to verify --against later."""
    with db.reading() as session:
        typer.echo(json.dumps(chain.export_heads(session), indent=1))


@app.command()
def verify(
    *,
    against: Annotated[
        Path | None, typer.Option(exists=True, help="Ends printed earlier by: bangfu audit heads.")
    ] = None,
) -> None:
    """Check every row of the chain and every trigger of the gates; exit 1 and say where something is wrong."""
    console = Console()
    with db.reading() as session:
        report = chain.verify(session)
        missing = files.missing_triggers(session)
        hollow = altered(session.connection())
        damages = list(report.damages)
        if against is not None:
            damages += chain.verify_against(session, json.loads(against.read_text()))
        if not report.rows and queries.definitions(session):
            # Publishing writes to the chain: an installation that works has rows.
            damages.append(
                chain.Damage(0, 0, Text("Expected an audit chain, but it is empty: everything was removed."))
            )
    for damage in damages:
        console.print(damage.text.render(), style="red", markup=False, highlight=False)
    for name in missing:
        console.print(
            gettext("Expected the trigger {name} to guard the gates, but it is missing.", name=name), style="red"
        )
    for name in hollow:
        console.print(
            gettext("Expected the trigger {name} as it was written, but it was changed.", name=name), style="red"
        )
    if damages or missing or hollow:
        raise typer.Exit(1)
    console.print(gettext("{rows} rows, every chain whole, every trigger in place.", rows=report.rows), style="green")

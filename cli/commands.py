"""All commands of ``bangfu``."""

from __future__ import annotations

import typer

from cli import audit, definitions, demo, imports, quarter, settings, templates
from cli.migrate import upgrade
from cli.up import up as start
from kit.settings import get_settings

app = typer.Typer(
    help="Bangfu (帮扶): relief of workers in hardship, run as processes.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_show_locals=False,
)  # fmt: skip
app.add_typer(demo.app, name="demo", help="Demonstrations on made-up data.")
app.add_typer(definitions.app, name="definitions", help="Check, publish and list process definitions.")
app.add_typer(templates.app, name="template", help="Write empty tables to be filled in and imported.")
app.add_typer(imports.app, name="import", help="Bring in unions, officers and applicants from CSV or XLSX.")
app.add_typer(quarter.app, name="quarter", help="Re-examine the register of a quarter.")
app.add_typer(settings.app, name="settings", help="What a jurisdiction sets: lines, days, shares.")
app.add_typer(audit.app, name="audit", help="Verify the audit chain.")


@app.command()
def up() -> None:
    """Start web, worker, mail sink, Prefect server and runner on this machine, and stop them with Ctrl-C."""
    raise typer.Exit(start())


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    get_settings().var_dir.mkdir(parents=True, exist_ok=True)
    upgrade(get_settings().url)

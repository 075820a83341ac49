"""``bangfu``: the front door for scripts and engineers. Exit status 0: done; 1: refused or found wanting; 2: usage."""

from __future__ import annotations

import os
import sys

import typer
from rich.console import Console

from cli import audit, definitions, demo, imports, quarter, templates
from cli.language import from_environment
from cli.migrate import upgrade
from kit.errors import AppError
from kit.settings import SettingMissing, get_settings

_PRODUCTION = ("BANGFU_DATA_KEY", "BANGFU_BLIND_KEY", "BANGFU_AUDIT_KEY")

app = typer.Typer(
    help="Bangfu (帮扶): relief of workers in hardship, run as processes.", no_args_is_help=True, add_completion=False,
    pretty_exceptions_show_locals=False,
)  # fmt: skip
app.add_typer(demo.app, name="demo", help="Demonstrations on made-up data.")
app.add_typer(definitions.app, name="definitions", help="Check, publish and list process definitions.")
app.add_typer(templates.app, name="template", help="Write empty tables to be filled in and imported.")
app.add_typer(imports.app, name="import", help="Bring in unions, officers and applicants from CSV or XLSX.")
app.add_typer(quarter.app, name="quarter", help="Re-examine the register of a quarter.")
app.add_typer(audit.app, name="audit", help="Verify the audit chain.")


@app.command()
def up() -> None:
    """Start web, worker, mail sink, Prefect server and runner on this machine, and stop them with Ctrl-C."""
    from cli.up import up as start  # the supervisor sets the environment before anything reads it

    raise typer.Exit(start())


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    upgrade(get_settings().url)


def main() -> None:
    """Run a command; a refusal is one sentence on the error stream, in the language of the environment."""
    from_environment()
    if not any(os.environ.get(name) for name in _PRODUCTION):
        # One machine, no keys given: that is the demonstration, for every command as for `up`.
        os.environ.setdefault("BANGFU_DEMO", "true")
    try:
        app()
    except AppError as refused:
        Console(stderr=True).print(refused.message(), style="red", markup=False, highlight=False)
        sys.exit(1)
    except SettingMissing as missing:
        Console(stderr=True).print(str(missing), style="red", markup=False, highlight=False)
        sys.exit(1)

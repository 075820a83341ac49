"""``bangfu import``: unions, officers and applicants from sheets, each with a receipt row by row."""

from __future__ import annotations

import typer

from cli.imports_applicants import import_applicants
from cli.imports_unions import import_officers, import_unions

app = typer.Typer(no_args_is_help=True)
app.command("unions")(import_unions)
app.command("officers")(import_officers)
app.command("applicants")(import_applicants)

"""``bangfu template``: empty sheets to be filled in and imported."""

from __future__ import annotations

import typer

from cli.imports_applicants import template_applicants
from cli.imports_unions import template_officers, template_unions

app = typer.Typer(no_args_is_help=True)
app.command("applicants")(template_applicants)
app.command("unions")(template_unions)
app.command("officers")(template_officers)

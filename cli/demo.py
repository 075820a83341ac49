"""``bangfu demo``: the household of seed D through the whole intake chain, headless."""

from __future__ import annotations

import typer

from cli.demo_intake import run

app = typer.Typer(no_args_is_help=True)


@app.callback()
def demo() -> None:
    """Demonstrations on made-up data."""


@app.command()
def intake() -> None:
    """Take the Qingyang household through the whole chain on a fresh database and print the trail."""
    raise typer.Exit(run())

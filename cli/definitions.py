"""``bangfu definitions``: check diagrams, publish them, list what is published."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kit import db
from kit.i18n import datetime_text, get_language
from workflows.engine.errors import DefinitionRefused
from workflows.engine.findings import Finding
from workflows.instances import queries
from workflows.operations.check_definition import check_definition
from workflows.operations.publish_definition import freeze_paths, publish_definition
from workflows.services.table import SERVICES

app = typer.Typer(no_args_is_help=True)
Paths = Annotated[list[Path], typer.Argument(exists=True, help="Diagrams, or folders with one process each.")]


@app.command()
def check(
    paths: Paths, *, as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False
) -> None:
    """Judge diagrams without publishing them; exit 1 when anything is found."""
    wrong = 0
    results = []
    for path in paths:
        report = check_definition([path], SERVICES)
        wrong += len(report.findings)
        results.append({"path": str(path), "processes": list(report.processes),
                        "findings": [_as_json(finding) for finding in report.findings]})  # fmt: skip
        if not as_json:
            _show(path, report.findings)
    if as_json:
        typer.echo(json.dumps(results, ensure_ascii=False, indent=2))
    raise typer.Exit(1 if wrong else 0)


@app.command()
def publish(
    paths: Paths, *, by: Annotated[str, typer.Option(help="Who publishes, for the audit chain.")] = "engineer"
) -> None:
    """Check, freeze and publish processes; a definition with findings is refused whole."""
    for path in paths:
        try:
            frozen = freeze_paths([path], SERVICES)
        except DefinitionRefused as refused:
            _show(path, refused.findings)
            raise typer.Exit(1) from refused
        with db.transaction() as session:
            published = publish_definition(session, frozen, by)
        typer.echo(f"{published.key} v{published.version} {published.hash}")


@app.command(name="list")
def list_() -> None:
    """List the published definitions."""
    with db.reading() as session:
        known = queries.definitions(session)
    table = Table("process", "version", "name", "published", "by", "hash")
    for record in known:
        when = datetime_text(record.published_at)
        table.add_row(record.key, str(record.version), record.name, when, record.published_by, record.hash[:16])
    Console().print(table)


def _show(path: Path, findings: tuple[Finding, ...]) -> None:
    console = Console()
    if not findings:
        console.print(f"{path}: OK", style="green", highlight=False)
    for finding in findings:
        where = f"{finding.file}: {finding.element_id or '-'}: [{finding.rule}] "
        console.print(where + finding.text.render(), markup=False, highlight=False, soft_wrap=True)
        if finding.path:
            names = finding.path_names or finding.path
            console.print("    " + " → ".join(names), style="yellow", markup=False, highlight=False, soft_wrap=True)


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.file, "element": finding.element_id, "rule": finding.rule,
        "text": finding.text.render(get_language()), "path": list(finding.path), "path_names": list(finding.path_names),
    }  # fmt: skip

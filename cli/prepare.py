"""What must be there before the parts start: the schema, the published processes and, in the demonstration, its province.

Safe to repeat: what is there stays. ``python -m cli.prepare LOGINS`` writes the demonstration's log-ins to that file.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from cli import language
from cli.demo_province import PASSWORD, load_demo
from cli.migrate import upgrade
from kit.db import reading, transaction
from kit.errors import AppError
from kit.settings import ROOT, get_settings
from workflows.engine.definition import digest
from workflows.engine.publish import read_paths
from workflows.instances import queries
from workflows.operations.context import SYSTEM
from workflows.operations.publish_definition import freeze_paths, publish_definition
from workflows.services.table import SERVICES

DIAGRAMS = ROOT / "bpmn"


def prepare(logins: Path) -> None:
    """Bring the database to what a start needs."""
    now = get_settings()
    now.var_dir.mkdir(parents=True, exist_ok=True)
    upgrade(now.url)
    publish_all()
    if now.demo:
        with transaction() as session:
            made = load_demo(session)
        told = {"password": PASSWORD, "logins": [asdict(login) for login in made]}
        logins.write_text(json.dumps(told, ensure_ascii=False))


def publish_all() -> None:
    """Publish every process under ``bpmn/`` whose files are new; proving those that are known would cost seconds."""
    for folder in sorted({path.parent for path in DIAGRAMS.glob("*/*.bpmn")}):
        with reading() as session:
            known = queries.definition_by_hash(session, digest(read_paths([folder]))) is not None
        if not known:
            frozen = freeze_paths([folder], SERVICES)
            with transaction() as session:
                publish_definition(session, frozen, SYSTEM)


def main(arguments: Sequence[str]) -> int:
    """Prepare, and say in one sentence why it failed."""
    language.from_environment()
    try:
        prepare(Path(arguments[0]))
    except AppError as refusal:
        print(refusal.message(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

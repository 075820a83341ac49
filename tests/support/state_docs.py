"""The state diagrams of ``docs/states``, generated from the literal tables. Write them anew with ``make docs``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import relief
import tasks
import unions
import workflows
from kit.transitions import StateMachine

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "states"


def machines() -> Iterator[tuple[str, StateMachine]]:
    """Yield (name of the document, table) of every state machine in the rooms."""
    for room in (unions, relief, tasks, workflows):
        for module in sorted(pkgutil.walk_packages(room.__path__, f"{room.__name__}."), key=lambda m: m.name):
            if module.name.rpartition(".")[2] != "status":
                continue
            loaded = importlib.import_module(module.name)
            for name, value in sorted(vars(loaded).items()):
                if isinstance(value, StateMachine):
                    package = module.name.rpartition(".")[0].replace(".", "-")
                    yield f"{package}-{name.lower().replace('_', '-')}.md", value


def document(machine: StateMachine, name: str) -> str:
    """Return the page of one state machine."""
    rows = "\n".join(f"| {m.source} | {m.verb} | {m.target} | {m.who} |" for m in machine.moves)
    source = name.removesuffix(".md")
    return (
        f"# {machine.thing.capitalize()}\n\nGenerated from `{source}`; do not edit.\n\n```mermaid\n{machine.mermaid()}```\n\n"
        f"| from | verb | to | who |\n|---|---|---|---|\n{rows}\n"
    )


def write() -> None:
    """Write every page, and remove those whose table is gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = {name: document(machine, name) for name, machine in machines()}
    for old in FOLDER.glob("*.md"):
        if old.name not in made:
            old.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    write()

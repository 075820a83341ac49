"""House rules that a machine can see, each with its own proof that it can fail."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = (
    "kit",
    "decisions",
    "unions",
    "relief",
    "tasks",
    "workflows",
    "notifications",
    "worker",
    "web",
    "cli",
    "migrations",
    "tests",
)
MAX_FILE, MAX_FUNCTION = 400, 60
UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError|pytest\.mark\.(skip|xfail)\b|pytest\.skip\(")
TRANSACTION_VERBS = {"commit", "rollback", "begin", "begin_nested"}


def sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "versions" not in path.parts and "node_modules" not in path.parts:
                yield path


def too_long(path: str, text: str) -> list[str]:
    """Return what is too long in a file: itself, or functions of it."""
    found = []
    lines = text.count("\n") + 1
    if lines > MAX_FILE + 1:
        found.append(f"{path}: {lines} lines")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION:
                found.append(f"{path}:{node.lineno} {node.name} {length} lines")
    return found


def transaction_calls(path: str, text: str) -> list[str]:
    """Return calls of commit, rollback and begin on anything."""
    return [
        f"{path}:{node.lineno} .{node.func.attr}()"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in TRANSACTION_VERBS
    ]


def clock_calls(path: str, text: str) -> list[str]:
    """Return reads of the machine's clock that bypass kit.clock."""
    return [
        f"{path}:{node.lineno} .{node.func.attr}()"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"now", "today", "utcnow"}
        and ast.unparse(node.func.value)
        in {"datetime", "date", "datetime.datetime", "datetime.date", "dt.datetime", "dt.date"}
    ]


def test_the_rules_see_what_they_forbid() -> None:
    assert too_long("x.py", "\n" * 500)
    assert too_long("x.py", "def f():\n" + "    a = 1\n" * 70)
    assert transaction_calls("x.py", "session.commit()")
    assert clock_calls("x.py", "datetime.now(UTC)")
    assert UNFINISHED.search("# TODO later".replace("x", ""))


def test_files_and_functions_are_short() -> None:
    found = [fault for path in sources() for fault in too_long(str(path.relative_to(ROOT)), path.read_text())]
    assert not found, "\n".join(found)


def test_transactions_are_opened_at_the_edge_only() -> None:
    allowed = {"kit/db.py"}
    found = [
        fault
        for path in sources()
        if str(path.relative_to(ROOT)) not in allowed and path.parts[len(ROOT.parts)] not in {"tests", "migrations"}
        for fault in transaction_calls(str(path.relative_to(ROOT)), path.read_text())
    ]
    assert not found, "\n".join(found)


def test_there_is_one_clock() -> None:
    found = [
        fault
        for path in sources()
        if path != ROOT / "kit" / "clock.py" and "tests" not in path.relative_to(ROOT).parts
        for fault in clock_calls(str(path.relative_to(ROOT)), path.read_text())
    ]
    assert not found, "\n".join(found)


def test_nothing_is_left_unfinished() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sources()
        if path != Path(__file__)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert not found, "\n".join(found)


def test_the_process_folder_holds_no_python() -> None:
    assert not list((ROOT / "bpmn").rglob("*.py"))


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "package-lock.json"):
        text = (ROOT / name).read_text()
        assert (
            "://" not in text.replace("https://github.com/sponsors", "").replace("https://opencollective.com", "")
            or name == "package-lock.json"
        )
        assert '"resolved"' not in text
        assert "sha256" in text or "sha512" in text


@pytest.mark.slow
def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [ROOT / ".venv" / "bin" / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:]

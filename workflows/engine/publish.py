"""Publishing: check diagrams in a child process, and freeze what passed under the hash of its files."""

from __future__ import annotations

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kit.i18n import Text
from workflows.engine.catalogue import Catalogue
from workflows.engine.definition import is_definition_file, load
from workflows.engine.errors import DefinitionRefused
from workflows.engine.findings import Finding, ProcessInfo, Report
from workflows.engine.xml import MAX_BYTES

ROOT = Path(__file__).resolve().parents[2]
MAX_FILES = 200
TIMEOUT = 10.0
# By the clock, a child may take longer than its processor time: a busy machine is no fault of the diagram.
PATIENCE = 6


@dataclass(frozen=True)
class Frozen:
    """A definition ready to be stored: its hash, the id of its main process, its names, and its files."""

    hash: str
    key: str
    name_zh: str
    name_en: str
    files: Mapping[str, bytes]


def read_paths(paths: Iterable[Path]) -> dict[str, bytes]:
    """Read the definition files under ``paths``: folders give their files by relative name, files their own name.

    Raises DefinitionRefused when a path does not exist, or the files are too many or too large.
    """
    files: dict[str, bytes] = {}
    for path in paths:
        if path.is_dir():
            inside = [(file.relative_to(path).as_posix(), file) for file in sorted(path.rglob("*")) if file.is_file()]
            named = [(name, file) for name, file in inside if is_definition_file(name)]
        elif path.is_file():
            named = [(path.name, path)]
        else:
            raise DefinitionRefused(
                [Finding(str(path), "-", "no-file", Text("The file or folder does not exist. Correct the path."))]
            )
        for name, file in named:
            if file.stat().st_size > MAX_BYTES or len(files) >= MAX_FILES:
                text = Text(
                    "The definition is too large: at most {files} files of {bytes} bytes are read. Split the process.",
                    _LIMITS,
                )
                raise DefinitionRefused([Finding(name, "-", "file-size", text)])
            files[name] = file.read_bytes()
    return files


_LIMITS = {"files": MAX_FILES, "bytes": MAX_BYTES}


def check_paths(
    paths: Iterable[Path], catalogue: Catalogue, *, timeout: float = TIMEOUT, profile: str = "bangfu"
) -> Report:
    """Check the definition under ``paths`` in a child process that gets ``timeout`` seconds of processor time. Never raises."""
    try:
        files = read_paths(paths)
    except DefinitionRefused as refusal:
        return Report(refusal.findings)
    return check(files, catalogue, timeout=timeout, profile=profile)


def check(
    files: Mapping[str, bytes], catalogue: Catalogue, *, timeout: float = TIMEOUT, profile: str = "bangfu"
) -> Report:
    """Check the files of one definition (name → content) in a child process. Never raises."""
    request = {
        "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
        "catalogue": catalogue.as_json(),
        "profile": profile,
        "timeout": timeout,
    }
    file = next((name for name in sorted(files) if name.endswith(".bpmn")), "-")
    try:
        child = subprocess.run(
            [sys.executable, "-P", "-m", "workflows.engine.check_child"],
            input=json.dumps(request).encode(),
            capture_output=True,
            timeout=timeout * PATIENCE,
            cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _too_slow(file, timeout)
    if child.returncode == -signal.SIGXCPU:
        return _too_slow(file, timeout)
    try:
        answer = json.loads(child.stdout)
        findings = tuple(Finding.from_json(data) for data in answer["findings"])
        processes = tuple(ProcessInfo(*info) for info in answer["processes"])
    except (ValueError, KeyError, TypeError):
        last = child.stderr.decode(errors="replace").strip().splitlines()[-1:] or [f"exit {child.returncode}"]
        text = Text("The check crashed on this definition ({cause}). Simplify the process.", {"cause": last[0][:300]})
        return Report((Finding(file, "-", "check-crash", text),))
    return Report(findings, processes)


def _too_slow(file: str, timeout: float) -> Report:
    text = Text("The check did not end within {seconds} seconds. Simplify the process.", {"seconds": timeout})
    return Report((Finding(file, "-", "check-timeout", text),))


def freeze(paths: Iterable[Path], catalogue: Catalogue, *, timeout: float = TIMEOUT) -> Frozen:
    """Check the definition under ``paths`` and return it with its hash.

    Raises DefinitionRefused with every finding when there is one.
    """
    files = read_paths(paths)
    report = check(files, catalogue, timeout=timeout)
    if report.findings:
        raise DefinitionRefused(report.findings)
    definition = load(files)
    return Frozen(definition.hash, definition.key, definition.name, definition.name_en, files)

"""Child processes of the supervisor: each in a session of its own, with a log file, started again when it dies."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from cli.guardian import signal_group
from kit.settings import ROOT

MAX_LOG_BYTES = 10_000_000
MAX_DELAY_SECONDS = 30.0
STEADY_SECONDS = 60.0
STOP_SECONDS = 15.0


@dataclass
class Child:
    """One supervised program; ``deaths`` counts those since it last ran steadily, ``due`` is when to start it again."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths: int = 0
    due: float = 0.0


@dataclass
class Guardian:
    """The process that ends the children if we are killed, and the pipe that tells it of them."""

    groups: set[int] = field(default_factory=set)
    process: subprocess.Popen[str] | None = None


def start(child: Child, guardian: Guardian) -> None:
    """Start a child in a session of its own and tell the guardian.

    Signals that we handle are back at their defaults in a child: a Prefect runner needs SIGINT not to be ignored.
    """
    child.log.parent.mkdir(parents=True, exist_ok=True)
    with _open_log(child.log) as log:
        child.process = subprocess.Popen(  # noqa: S603 - our own programs, no shell
            child.argv, env=dict(child.env), cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    child.started = time.monotonic()
    child.due = 0.0
    guardian.groups.add(child.process.pid)
    tell(guardian, f"+{child.process.pid}")


def reap(child: Child, guardian: Guardian) -> int | None:
    """Return the status of a child that has died since the last look, else None; its left-over processes are ended."""
    if child.process is None:
        return None
    status = child.process.poll()
    if status is None:
        return None
    forget(child, guardian)
    child.deaths = 1 if time.monotonic() - child.started > STEADY_SECONDS else child.deaths + 1
    child.due = time.monotonic() + min(2.0 ** (child.deaths - 1), MAX_DELAY_SECONDS)
    return status


def stop(child: Child, guardian: Guardian, *, wait_seconds: float = STOP_SECONDS) -> None:
    """End a child: politely, then with its whole group by force."""
    if child.process is None:
        return
    child.process.terminate()
    try:
        child.process.wait(wait_seconds)
    except subprocess.TimeoutExpired:
        signal_group(child.process.pid, signal.SIGKILL)
        child.process.wait()
    forget(child, guardian)


def forget(child: Child, guardian: Guardian) -> None:
    """Kill what a dead child left in its group, and strike the group off the guardian's list."""
    assert child.process is not None
    signal_group(child.process.pid, signal.SIGKILL)
    guardian.groups.discard(child.process.pid)
    tell(guardian, f"-{child.process.pid}")
    child.process = None


def set_guard(guardian: Guardian) -> None:
    """Start the guardian, or start it again after it died, and tell it of all running groups."""
    if guardian.process is not None and guardian.process.poll() is None:
        return
    guardian.process = subprocess.Popen(
        [sys.executable, "-m", "cli.guardian"], cwd=ROOT, stdin=subprocess.PIPE, text=True, start_new_session=True
    )
    for group in guardian.groups:
        tell(guardian, f"+{group}")


def dismiss(guardian: Guardian) -> None:
    """Let the guardian go: everything was stopped in order."""
    if guardian.process is None or guardian.process.stdin is None:
        return
    tell(guardian, "done")
    with contextlib.suppress(BrokenPipeError):
        guardian.process.stdin.close()
    guardian.process.wait()


def tell(guardian: Guardian, line: str) -> None:
    """Send the guardian a line; if it has died, the next ``set_guard`` tells its successor everything."""
    if guardian.process is None or guardian.process.stdin is None:
        return
    with contextlib.suppress(BrokenPipeError):
        guardian.process.stdin.write(line + "\n")
        guardian.process.stdin.flush()


def tail(path: Path, lines: int = 12) -> str:
    """Return the last lines of a log."""
    if not path.exists():
        return ""
    return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])


def _open_log(path: Path) -> IO[bytes]:
    if path.exists() and path.stat().st_size > MAX_LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def environment(extra: Mapping[str, str]) -> dict[str, str]:
    """Return our environment with ``extra`` on top and logs unbuffered."""
    return {**os.environ, "PYTHONUNBUFFERED": "1", **extra}

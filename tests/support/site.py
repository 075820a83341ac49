"""The real web and the real worker on a fresh database, as their own processes, for tests that use a browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from cli import journey
from kit.settings import ROOT
from tests.support import databases
from tests.support.ports import free_port

START_SECONDS = 60.0


@dataclass(frozen=True)
class Site:
    """A running site."""

    address: str
    folder: Path


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    """Start web and worker on a new SQLite database with the demonstration's province and the published process."""
    with databases.fresh("sqlite", folder, furnished=True) as url:
        # Office hours of a working day: what is due, and the pictures, do not hang on when the tests run.
        journey.next_working_day()
        port = free_port()
        environment = {
            **os.environ, "DATABASE_URL": url, "BANGFU_WEB_PORT": str(port), "BANGFU_SMTP_PORT": str(free_port()),
            "BANGFU_SWEEP_SECONDS": "0.3",
        }  # fmt: skip
        parts = [_start(module, environment, folder) for module in ("web.serve", "worker")]
        try:
            address = f"http://127.0.0.1:{port}"
            _wait(address, parts[0], folder)
            yield Site(address, folder)
        finally:
            for part in parts:
                part.terminate()
            for part in parts:
                part.wait(timeout=30)


def _start(module: str, environment: dict[str, str], folder: Path) -> subprocess.Popen[bytes]:
    with (folder / f"{module}.log").open("wb") as log:
        return subprocess.Popen(  # our own modules, no shell
            [sys.executable, "-m", module], cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )


def _wait(address: str, web: subprocess.Popen[bytes], folder: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        log = (folder / "web.serve.log").read_text()
        assert web.poll() is None, f"Expected the web to start, but it ended: {log[-2000:]}"
        try:
            if httpx.get(address + "/healthz", timeout=2).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    message = f"Expected the web to be healthy within {START_SECONDS} s, but it was not."
    raise AssertionError(message)

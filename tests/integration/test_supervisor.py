"""The supervisor's children: they die with it, come back when they die, and leave nothing behind."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli import children, guardian, health, up
from cli.children import Child, Guardian
from kit.settings import Settings
from tests.support.processes import eventually, gone

NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def test_children_and_grandchildren_end_when_the_supervisor_is_killed(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-m", "tests.integration.supervised", str(tmp_path)])
    names = ("child", "grandchild")
    assert eventually(lambda: all((tmp_path / name).exists() and (tmp_path / name).read_text() for name in names))
    pids = [int((tmp_path / name).read_text()) for name in names]
    assert not any(gone(pid) for pid in pids)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert eventually(lambda: all(gone(pid) for pid in pids))


def test_a_child_that_dies_starts_again_later_each_time(tmp_path: Path) -> None:
    guard = Guardian()
    child = Child("short", [sys.executable, "-c", "raise SystemExit(3)"], children.environment({}), tmp_path / "log")
    waits = []
    for _ in range(3):
        children.start(child, guard)
        assert child.process is not None
        child.process.wait()
        assert children.reap(child, guard) == 3
        waits.append(round(child.due - time.monotonic()))
    assert waits == [1, 2, 4]
    assert children.reap(child, guard) is None, "a death is told once"


def test_a_child_that_ignores_the_polite_request_is_killed_with_its_group(tmp_path: Path) -> None:
    program = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    )
    child = Child("stubborn", [sys.executable, "-c", program], children.environment({}), tmp_path / "log")
    guard = Guardian()
    children.start(child, guard)
    assert child.process is not None
    pid = child.process.pid
    assert eventually(lambda: "up" in (tmp_path / "log").read_text())
    children.stop(child, guard, wait_seconds=0.3)
    assert gone(pid)
    assert guard.groups == set()


def test_the_guardian_is_told_that_everything_was_stopped_in_order() -> None:
    assert guardian.watch(["+1\n", "+2\n", "-1\n"]) == {2}
    assert guardian.watch(["+1\n", "done\n"]) == set()


def test_a_taken_port_is_named_with_the_setting_that_moves_it(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        now = Settings(var_dir=tmp_path, demo=True, web_port=port)
        with pytest.raises(up.PortInUse) as refused:
            up.check_ports(now, up.parts(now, since=NEVER))
    sentence = refused.value.message("en")
    assert str(port) in sentence
    assert "BANGFU_WEB_PORT" in sentence


def test_one_folder_has_one_supervisor(tmp_path: Path) -> None:
    with up.only_one(tmp_path), pytest.raises(up.AlreadyUp), up.only_one(tmp_path):
        pass
    with up.only_one(tmp_path):
        assert (tmp_path / "up.lock").exists()


def test_nothing_is_healthy_where_nothing_runs(tmp_path: Path) -> None:
    now = Settings(var_dir=tmp_path, web_port=8299, prefect_port=8298)
    assert not health.web_answers(now)
    assert not health.prefect_answers(now)
    assert not health.runner_registered(now, NEVER)
    assert health.port_free("127.0.0.1", 8299)

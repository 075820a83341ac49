"""``bangfu up`` on this machine: everything healthy, what dies comes back, nothing is left behind."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest

from tests.support.ports import free_port
from tests.support.processes import eventually, gone, running

pytestmark = [pytest.mark.prefect, pytest.mark.slow, pytest.mark.timeout(600)]

UP = ("-c", "from cli.main import main; main()", "up")
PROGRAMS = {
    "web": "web.serve",
    "worker": "worker",
    "mail": "cli.mail_sink",
    "prefect": "workflows.flows.server",
    "runner": "workflows.flows.serve",
}
START_SECONDS = 240.0


@pytest.fixture(scope="module")
def env(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    ports = {f"BANGFU_{name}_PORT": str(free_port()) for name in ("WEB", "PREFECT", "SMTP", "SINK")}
    while len(set(ports.values())) < len(ports):
        ports = {name: str(free_port()) for name in ports}
    return {**ports, "BANGFU_VAR_DIR": str(tmp_path_factory.mktemp("up")), "BANGFU_LANG": "en", "DATABASE_URL": ""}


@contextmanager
def everything(env: Mapping[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], Path]]:
    """Start everything and wait until it says that it is up."""
    output = Path(env["BANGFU_VAR_DIR"]) / "up.out"
    output.unlink(missing_ok=True)
    with running(*UP, log=output, env=env) as process:
        assert eventually(lambda: "Ctrl-C stops" in output.read_text() or process.poll() is not None, START_SECONDS)
        assert process.poll() is None, output.read_text()
        yield process, output


def family(process: subprocess.Popen[bytes]) -> dict[str, psutil.Process]:
    """Return the children by name, with the guardian."""
    found = {}
    for child in psutil.Process(process.pid).children():
        try:
            line = child.cmdline()
        except psutil.Error:  # it ended a moment ago
            continue
        module = line[line.index("-m") + 1] if "-m" in line else ""
        names = [name for name, program in {**PROGRAMS, "guardian": "cli.guardian"}.items() if program == module]
        found.update(dict.fromkeys(names, child))
    return found


def text(env: Mapping[str, str], port: str, path: str) -> str:
    answer = httpx.get(f"http://127.0.0.1:{env[port]}{path}", timeout=10, trust_env=False, follow_redirects=True)
    return answer.raise_for_status().text


def answers(env: Mapping[str, str], port: str, path: str) -> bool:
    try:
        return bool(text(env, port, path))
    except httpx.HTTPError:
        return False


def test_up_starts_everything_restarts_what_dies_and_takes_it_along_when_killed(env: Mapping[str, str]) -> None:
    with everything(env) as (process, output):
        said = output.read_text()
        assert f"http://127.0.0.1:{env['BANGFU_WEB_PORT']}" in said
        for login in ("xf-clerk", "qx-approver", "qy-inspector", "gs-admin"):
            assert re.search(rf"^ +{login} ", said, re.MULTILINE), f"{login} is not printed"
        assert "bangfu-demo" in said
        assert 'name="password"' in text(env, "BANGFU_WEB_PORT", "/login")
        assert "watchdog" in httpx.post(
            f"http://127.0.0.1:{env['BANGFU_PREFECT_PORT']}/api/deployments/filter", json={}, timeout=10, trust_env=False
        ).text  # fmt: skip
        assert "No mail yet" in text(env, "BANGFU_SINK_PORT", "/") or "<article>" in text(env, "BANGFU_SINK_PORT", "/")
        before = family(process)
        assert set(before) == {*PROGRAMS, "guardian"}
        for name in ("web", "worker", "guardian"):
            before[name].send_signal(signal.SIGKILL)
        assert eventually(lambda: set(family(process)) == {*PROGRAMS, "guardian"})
        assert eventually(lambda: answers(env, "BANGFU_WEB_PORT", "/healthz"))
        after = family(process)
        assert all(after[name].pid != before[name].pid for name in ("web", "worker", "guardian"))
        assert after["prefect"].pid == before["prefect"].pid, "only what died was started again"
        assert "worker ended with status -9" in output.read_text()
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert eventually(lambda: all(gone(child.pid) for child in after.values())), "the guardian ends them all"


def test_a_second_start_finds_a_clean_machine_and_stops_without_a_trace(env: Mapping[str, str]) -> None:
    with everything(env) as (process, output):
        children = family(process)
        process.send_signal(signal.SIGINT)
        assert process.wait(90) == 0
        assert "Everything is stopped" in output.read_text()
        assert all(gone(child.pid) for child in children.values())

"""``bangfu up``: everything on one machine from one command, started, watched, restarted and stopped in order."""

from __future__ import annotations

import fcntl
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cli import children, health
from cli.children import Child, Guardian
from cli.prefect_env import prefect_environment
from kit import clock
from kit.errors import AppError
from kit.i18n import gettext, pick
from kit.settings import Settings, get_settings

READY_SECONDS = 180.0
LOOK_SECONDS = 0.2
DEATHS_BEFORE_READY = 3
EARLY = {"prefect", "runner", "mail"}
STOP_ORDER = ("web", "worker", "runner", "prefect", "mail")


class PortInUse(AppError):
    """Expected port {port} to be free for {name}, but another program uses it. Stop that program, or set {setting} to another port."""


class AlreadyUp(AppError):
    """Expected to be the only bangfu up on {folder}, but another one runs there. Stop it first, or set BANGFU_VAR_DIR to another folder."""


class NotPrepared(AppError):
    """Expected to prepare the database, but that ended with status {status}. The lines above say why; everything is stopped again."""


class NotReady(AppError):
    """Expected {name} to become ready, but it did not. The end of its log stands above; the whole log is {log}."""


@dataclass(frozen=True)
class Part:
    """One part of the whole: its port with the setting that moves it, and how one sees that it is ready."""

    child: Child
    ready: Callable[[], bool]
    port: int | None = None
    setting: str = ""


def up() -> int:
    """Start everything, wait until it is healthy, say where it is, and watch it until told to stop."""
    stopping: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: stopping.append(got))
    now = get_settings()
    with only_one(now.var_dir):
        made = parts(now, clock.real_now())
        check_ports(now, made)
        guardian = Guardian()
        children.set_guard(guardian)
        try:
            return _run(now, made, guardian, stopping)
        finally:
            _stop_all(made, guardian, stopping)


def _run(now: Settings, made: Mapping[str, Part], guardian: Guardian, stopping: list[int]) -> int:
    began = time.monotonic()
    # What takes longest, and waits by itself for what it needs, starts while the database is prepared.
    for name in EARLY & made.keys():
        children.start(made[name].child, guardian)
    if not prepare(now, guardian, stopping):
        return 130
    for name in made.keys() - EARLY:
        children.start(made[name].child, guardian)
    if not wait_ready(made, guardian, stopping, began):
        return 130
    announce(now, time.monotonic() - began)
    while not stopping:
        keep_alive(made, guardian)
        time.sleep(LOOK_SECONDS)
    return 0


def parts(now: Settings, since: datetime) -> dict[str, Part]:
    """Return what is to run. Outside the demonstration the mail goes to a real server."""
    python = sys.executable
    base = children.environment(
        {"BANGFU_DEMO": "true" if now.demo else "false", "BANGFU_VAR_DIR": str(now.var_dir.resolve())}
    )
    prefect = {**base, **prefect_environment(now)}
    server = [python, "-m", "workflows.flows.server", str(now.prefect_port)]

    def child(name: str, argv: list[str], env: Mapping[str, str]) -> Child:
        return Child(name, argv, env, now.var_dir / "log" / f"{name}.log")

    made = {
        "prefect": Part(child("prefect", server, prefect), lambda: health.prefect_answers(now), now.prefect_port, "BANGFU_PREFECT_PORT"),
        "web": Part(child("web", [python, "-m", "web.serve"], base), lambda: health.web_answers(now), now.web_port, "BANGFU_WEB_PORT"),
        "worker": Part(child("worker", [python, "-m", "worker"], base), lambda: health.worker_swept(since)),
        "runner": Part(child("runner", [python, "-m", "workflows.flows.serve"], prefect), lambda: health.runner_registered(now, since)),
    }  # fmt: skip
    if now.demo:
        made["mail"] = Part(
            child("mail", [python, "-m", "cli.mail_sink"], base),
            lambda: health.port_open(now.web_host, now.smtp_port),
            now.smtp_port,
            "BANGFU_SMTP_PORT",
        )
    return made


def _base(now: Settings) -> dict[str, str]:
    demo = "true" if now.demo else "false"
    return children.environment({"BANGFU_DEMO": demo, "BANGFU_VAR_DIR": str(now.var_dir.resolve())})


def check_ports(now: Settings, made: Mapping[str, Part]) -> None:
    """Refuse to start when a port is taken.

    Raises:
        PortInUse: names the port and the setting that moves it.
    """
    wanted = [(name, part.port, part.setting) for name, part in made.items()]
    if now.demo:
        wanted.append(("mail page", now.sink_port, "BANGFU_SINK_PORT"))
    for name, port, setting in wanted:
        host = "127.0.0.1" if name == "prefect" else now.web_host
        if port is not None and not health.port_free(host, port):
            raise PortInUse(port=port, name=name, setting=setting)


@contextmanager
def only_one(var_dir: Path) -> Iterator[None]:
    """Hold the lock of ``var_dir`` inside the block; the system lets it go when the process ends in any way.

    Raises:
        AlreadyUp: another supervisor holds it.
    """
    var_dir.mkdir(parents=True, exist_ok=True)
    with (var_dir / "up.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AlreadyUp(folder=str(var_dir)) from error
        yield


def prepare(now: Settings, guardian: Guardian, stopping: list[int]) -> bool:
    """Migrate the database and load what a first start needs; False when told to stop meanwhile.

    In a process of its own, so that the supervisor stays small.

    Raises:
        NotPrepared: it failed; the end of its log, on the terminal, says why.
    """
    argv = [sys.executable, "-m", "cli.prepare", str(_logins(now))]
    child = Child("prepare", argv, _base(now), now.var_dir / "log" / "prepare.log")
    children.start(child, guardian)
    assert child.process is not None
    while child.process.poll() is None and not stopping:
        time.sleep(0.05)
    if stopping:
        children.stop(child, guardian)
        return False
    status = child.process.wait()
    children.forget(child, guardian)
    if status:
        say(children.tail(child.log))
        raise NotPrepared(status=status)
    return True


def wait_ready(made: Mapping[str, Part], guardian: Guardian, stopping: list[int], began: float) -> bool:
    """Wait until every part is ready, telling of each; False when told to stop meanwhile.

    Raises:
        NotReady: a part keeps dying, or is not ready in three minutes.
    """
    waiting = dict(made)
    while waiting and not stopping:
        keep_alive(made, guardian)
        for name, part in list(waiting.items()):
            if part.child.deaths >= DEATHS_BEFORE_READY or time.monotonic() - began > READY_SECONDS:
                say(children.tail(part.child.log))
                raise NotReady(name=name, log=part.child.log)
            if part.child.process is not None and part.ready():
                del waiting[name]
                seconds = f"{time.monotonic() - began:.1f}"
                say(gettext("{name} is ready after {seconds} s.", name=name, seconds=seconds))
        time.sleep(LOOK_SECONDS)
    return not stopping


def keep_alive(made: Mapping[str, Part], guardian: Guardian) -> None:
    """Start again whatever has died, later each time it dies soon."""
    children.set_guard(guardian)
    for part in made.values():
        child = part.child
        status = children.reap(child, guardian)
        if status is not None:
            seconds = f"{child.due - time.monotonic():.0f}"
            say(
                gettext(
                    "{name} ended with status {status} and starts again in {seconds} s. Its log: {log}",
                    name=child.name, status=status, seconds=seconds, log=child.log,
                )
            )  # fmt: skip
        if child.process is None and child.due and time.monotonic() >= child.due:
            children.start(child, guardian)


def announce(now: Settings, seconds: float) -> None:
    """Say where everything is and with which log-ins to try it."""
    say("")
    say(gettext("Bangfu is up after {seconds} s: {url}", seconds=f"{seconds:.1f}", url=now.public_url))
    say(gettext("Prefect's pages: {url}", url=f"http://127.0.0.1:{now.prefect_port}"))
    if now.demo:
        say(gettext("Mails of the demonstration: {url}", url=f"http://{now.web_host}:{now.sink_port}"))
        _announce_logins(now)
    say("")
    say(gettext("Logs: {folder}. Ctrl-C stops everything.", folder=now.var_dir / "log"))


def _logins(now: Settings) -> Path:
    return now.var_dir / "logins.json"


def _announce_logins(now: Settings) -> None:
    say("")
    told = json.loads(_logins(now).read_text())
    say(gettext("Log-ins, all with the password {password}:", password=told["password"]))
    for one in told["logins"]:
        post = pick(one["post_zh"], one["post_en"])
        say(f"  {one['login']:<14} {post} · {one['unit']} · {one['name']}")


def _stop_all(made: Mapping[str, Part], guardian: Guardian, stopping: list[int]) -> None:
    asked = len(stopping)
    running = [made[name].child for name in STOP_ORDER if name in made and made[name].child.process is not None]
    if running:
        say(gettext("Stopping …"))
    for child in running:
        # A second Ctrl-C means: now.
        children.stop(child, guardian, wait_seconds=0.1 if len(stopping) > asked else children.STOP_SECONDS)
    children.dismiss(guardian)
    if running:
        say(gettext("Everything is stopped."))


def say(line: str) -> None:
    """Print a line at once, also into a pipe."""
    print(line, flush=True)

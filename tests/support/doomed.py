"""Officers' and the worker's commands in processes of their own, which are killed with SIGKILL at a chosen instant.

``python -m tests.support.doomed_server`` loads everything once and then forks a process for each command that it reads, so
that a kill costs milliseconds. The forked process opens its own connection and its own transaction at the edge, as web
and worker do.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any
from unittest import mock

from sqlalchemy import event, text

from kit import clock, db, settings
from kit.settings import ROOT, get_settings
from tests.support.processes import eventually
from workflows.instances.apply import apply_step
from workflows.operations import progress

FAILED = 70


@dataclass(frozen=True)
class At:
    """An instant at which to die.

    ``place`` is ``statement`` (just before the SQL statement of this ``number``), ``applied`` (before the engine's step
    of this ``number`` is written, when the engine has just taken it), ``commit`` (before COMMIT is sent), ``committed``
    (when the database has confirmed it, before anybody is told) or ``time`` (``number`` microseconds after the start,
    from outside). Numbers count from 1.
    """

    place: str
    number: int = 1


Deed = Callable[..., object]
"""A function of ``tests.support.deeds``: it opens its own transaction, as the edge does."""


def die() -> None:
    """Kill this process as the kernel or an operator would; nothing of Python's runs afterwards."""
    os.kill(os.getpid(), signal.SIGKILL)
    threading.Event().wait()


@contextmanager
def counting(each: Callable[[int], None]) -> Iterator[None]:
    """Call ``each`` with its number before every SQL statement of this process."""
    number = 0

    def before(*_: object) -> None:
        nonlocal number
        number += 1
        each(number)

    event.listen(db.engine(), "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(db.engine(), "before_cursor_execute", before)


@dataclass(frozen=True)
class Order:
    """What the server is asked: a command, the database, the frozen time, when to die, or only to rehearse it."""

    deed: Deed
    arguments: tuple[object, ...]
    url: str
    now: datetime
    at: At | None = None
    rehearsal: bool = False


class Rehearsed(Exception):
    """The command came as far as its COMMIT and is undone."""


def _rehearse(order: Order) -> int:
    """Do it without committing; return the number of its SQL statements."""
    seen: list[int] = []
    try:
        with (
            counting(seen.append),
            mock.patch.object(db.engine().dialect, "do_commit", side_effect=Rehearsed),
            clock.frozen(order.now),
            suppress(Rehearsed),
        ):
            order.deed(*order.arguments)
    finally:
        # No connection is open while forking; the forked ones use what the engine has compiled.
        db.engine().dispose()
    return len(seen)


def _die_at(at: At) -> AbstractContextManager[object]:
    dialect = db.engine().dialect
    commit = dialect.do_commit
    applied = 0

    def before_commit(_connection: Any) -> None:
        die()

    def committed(connection: Any) -> None:
        commit(connection)
        die()

    def apply(*arguments: Any) -> Any:
        nonlocal applied
        applied += 1
        if applied == at.number:
            die()
        return apply_step(*arguments)

    match at.place:
        case "statement":
            return counting(lambda number: die() if number == at.number else None)
        case "applied":
            return mock.patch.object(progress, "apply_step", apply)
        case "commit":
            return mock.patch.object(dialect, "do_commit", before_commit)
        case "committed":
            return mock.patch.object(dialect, "do_commit", committed)
        case _:
            return nullcontext()


def _fork(order: Order) -> int:
    at = order.at
    child = os.fork()
    if child == 0:
        code = FAILED
        try:
            with clock.frozen(order.now), _die_at(at) if at else nullcontext():
                order.deed(*order.arguments)
            code = 0
        except BaseException:  # noqa: BLE001 - whatever it is, the forked process must not go on as the parent
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    if at is not None and at.place == "time":
        time.sleep(at.number / 1e6)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Fork a process for each order until there is no more; answer with its exit code, negative when killed."""
    while True:
        try:
            order: Order = pickle.load(orders)
        except EOFError:
            return
        if os.environ.get("DATABASE_URL") != order.url:
            db.disconnect()
            os.environ["DATABASE_URL"] = order.url
            settings.forget()
        pickle.dump(_rehearse(order) if order.rehearsal else _fork(order), answers)
        answers.flush()


class Executioner:
    """Has commands done by processes of their own on this process's database, and killed."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def rehearse(self, deed: Deed, *arguments: object) -> int:
        """Let it be done and undone, and return the number of its SQL statements; the next ones find all loaded."""
        # Outside a transaction this is the frozen time; what the demonstration has added stands in the database.
        return self._ask(Order(deed, arguments, get_settings().url, clock.now(), rehearsal=True))

    def run(self, at: At | None, deed: Deed, *arguments: object) -> bool:
        """Let a process do it to its end, or to its death at ``at``; return whether it was killed."""
        code = self._ask(Order(deed, arguments, get_settings().url, clock.now(), at))
        assert code in (0, -signal.SIGKILL), "the command failed by itself; its trace stands above"
        settle()
        return bool(code)

    def _ask(self, order: Order) -> int:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        pickle.dump(order, self._process.stdin)
        self._process.stdin.flush()
        answer: int = pickle.load(self._process.stdout)
        return answer


def settle() -> None:
    """Wait until PostgreSQL has noticed that its client is gone: until then a COMMIT may still be under way."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND backend_type = 'client backend' AND state <> 'idle'"
    )

    def alone() -> bool:
        with db.reading() as session:
            return db.dialect(session) == "sqlite" or session.scalar(text(others)) == 0

    assert eventually(alone)


@contextmanager
def executioner() -> Iterator[Executioner]:
    """Start the process that forks the doomed ones."""
    command = [sys.executable, "-m", "tests.support.doomed_server"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        yield Executioner(process)
        assert process.stdin is not None
        # Nothing more comes: it ends by itself.
        process.stdin.close()

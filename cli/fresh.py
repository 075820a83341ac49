"""A fresh database beside the configured one, for demonstrations: made, used and dropped."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from cli.migrate import upgrade
from kit import db, settings
from kit.settings import get_settings


@contextmanager
def fresh_database() -> Iterator[str]:
    """Give a migrated, empty database of the configured kind in demonstration mode; dropped at the end."""
    configured = get_settings().url
    os.environ["BANGFU_DEMO"] = "true"
    if configured.startswith("sqlite"):
        with tempfile.TemporaryDirectory(prefix="bangfu-demo-") as folder:
            with _using(f"sqlite:///{Path(folder) / 'demo.db'}") as url:
                yield url
        return
    name = f"bangfu_demo_{uuid.uuid4().hex[:12]}"
    server = create_engine(configured, isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        try:
            with _using(make_url(configured).set(database=name).render_as_string(hide_password=False)) as url:
                yield url
        finally:
            with server.connect() as connection:
                connection.execute(text(f'DROP DATABASE "{name}" WITH (FORCE)'))
    finally:
        server.dispose()


@contextmanager
def _using(url: str) -> Iterator[str]:
    before = os.environ.get("DATABASE_URL")
    os.environ["DATABASE_URL"] = url
    db.disconnect()
    settings.forget()
    try:
        upgrade(url)
        yield url
    finally:
        db.disconnect()
        os.environ.pop("DATABASE_URL", None)
        if before is not None:
            os.environ["DATABASE_URL"] = before
        settings.forget()

"""How Alembic reaches the database: by the address that the caller hands in."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import TypeDecorator

from kit import db
from kit.settings import driver_url
from migrations.tables import metadata


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write a sealed column as the bytes that it is in the database: a migration must not need the domain's code."""
    if kind == "type" and isinstance(item, TypeDecorator) and not isinstance(item, db.UTCDateTime):
        return f"sa.{type(item.impl_instance).__name__}()"
    return False


def run() -> None:
    """Run the migrations in one transaction."""
    url = context.config.attributes["url"]
    engine = db.connect(driver_url(url))
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata(),
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_item,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()

"""How Alembic reaches the database: by the address that the caller hands in."""

from __future__ import annotations

from alembic import context

from kit import db
from kit.settings import driver_url
from migrations.tables import metadata


def run() -> None:
    """Run the migrations in one transaction."""
    url = context.config.attributes["url"]
    engine = db.connect(driver_url(url))
    with engine.connect() as connection:
        context.configure(
            connection=connection, target_metadata=metadata(), render_as_batch=connection.dialect.name == "sqlite"
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


run()

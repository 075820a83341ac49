"""Triggers that keep the gates: what no script with the application's role can pass by."""

from __future__ import annotations

from sqlalchemy import Connection, text

STATEMENTS: dict[str, tuple[str, ...]] = {"sqlite": (), "postgresql": ()}


def create_triggers(connection: Connection) -> None:
    """Create every trigger on the database behind ``connection``."""
    for statement in STATEMENTS[connection.dialect.name]:
        connection.execute(text(statement))

"""Alembic migrations: the schema's history, the triggers that keep the gates among it."""

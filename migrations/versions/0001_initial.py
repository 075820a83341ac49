"""The first schema."""

from __future__ import annotations

from alembic import op

from migrations.tables import metadata
from migrations.triggers import create_triggers

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    metadata().create_all(op.get_bind())
    create_triggers(op.get_bind())

"""What must be there before the parts start: the schema and, in the demonstration, its province. Safe to repeat."""

from __future__ import annotations

from cli.migrate import upgrade
from kit.settings import get_settings


def prepare() -> None:
    """Bring the database to what a start needs."""
    now = get_settings()
    now.var_dir.mkdir(parents=True, exist_ok=True)
    upgrade(now.url)


if __name__ == "__main__":
    prepare()

"""``make migration``: write the operations by which the schema must follow the models. Read what it wrote before use."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from cli.migrate import config, upgrade


def main(message: str) -> None:
    """Compare the models with a database at the newest revision and write the next revision."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'compare.db'}"
        upgrade(url)
        command.revision(config(url), message=message, autogenerate=True)


if __name__ == "__main__":
    main(sys.argv[1])

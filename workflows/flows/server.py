"""``python -m workflows.flows.server PORT``: the Prefect server, with one repair that its version needs.

Prefect 3.8.8 inserts scheduled runs in bulk with a key, ``state``, that is a hybrid property of its table. SQLAlchemy
2.0 passed over such a key; 2.1 refuses it unless the property says what to do, and then no calendar ever starts a
flow. Prefect writes the states by a statement of their own, so passing the key over is right. A test sees that runs
are scheduled; this file goes when Prefect is newer.
"""

from __future__ import annotations

import sys
from typing import Any

from prefect.cli import app
from prefect.server.database.orm_models import FlowRun, TaskRun

HOST = "127.0.0.1"


def _pass_over(_entity: Any, _values: Any, _state: Any) -> None:
    """Leave ``state`` where it is: it is no column, so the insert does not write it."""


def repair() -> None:
    """Let bulk inserts pass over ``state``, as they did before SQLAlchemy 2.1."""
    for entity in (FlowRun, TaskRun):
        described = vars(entity)["state"]
        if described.bulk_dml_setter is None:
            described.bulk_dml_setter = _pass_over


def main(port: int) -> None:
    """Serve on the port given until told to stop."""
    repair()
    # Prefect's command line reads its arguments from the process.
    sys.argv = ["prefect", "server", "start", "--host", HOST, "--port", str(port)]
    app()


if __name__ == "__main__":
    main(int(sys.argv[1]))

"""Renew the pictures under ``docs/images/screens``: ``python -m tests.e2e.screenshots``.

They are taken by the browser tests themselves, on the real web and worker, so that no picture shows what the product
does not do.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def main() -> int:
    """Run the browser tests with their camera on; return their exit status."""
    environment = {**os.environ, "BANGFU_SCREENS": "1"}
    return subprocess.call([sys.executable, "-m", "pytest", "tests/e2e", "-q"], cwd=ROOT, env=environment)


if __name__ == "__main__":
    sys.exit(main())

"""A small supervisor over one child with a grandchild, to be killed by a test. Arguments: a folder for the pids."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from cli import children
from cli.children import Child, Guardian

FAMILY = """
import os, pathlib, subprocess, sys, time
folder = pathlib.Path(sys.argv[1])
grandchild = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
(folder / "grandchild").write_text(str(grandchild.pid))
(folder / "child").write_text(str(os.getpid()))
time.sleep(600)
"""


def main(folder: Path) -> None:
    """Start the family and wait to be killed."""
    guardian = Guardian()
    children.set_guard(guardian)
    argv = [sys.executable, "-c", FAMILY, str(folder)]
    child = Child("family", argv, children.environment({}), folder / "family.log")
    children.start(child, guardian)
    time.sleep(600)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""``python -m tests.support.doomed_server``: forks a process for each order that comes in, see ``doomed``."""

from __future__ import annotations

import importlib
import sys

from tests.support import doomed

if __name__ == "__main__":
    # What the forked processes do is loaded once, before any of them.
    importlib.import_module("tests.support.deeds")
    doomed.serve(sys.stdin.buffer, sys.stdout.buffer)

"""Free TCP ports for servers that a test starts."""

from __future__ import annotations

import random
import socket

FIRST, LAST = 8200, 8299


def free_port() -> int:
    """Return a port between 8200 and 8299 that nobody listens on."""
    for port in random.sample(range(FIRST, LAST + 1), LAST - FIRST + 1):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    message = f"Expected a free port between {FIRST} and {LAST}, but all are in use."
    raise AssertionError(message)

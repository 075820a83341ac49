"""The supervisor's last will: ends the children's process groups when the supervisor is gone without a word.

It reads ``+PGID`` and ``-PGID`` lines from its standard input, which only the supervisor holds open. End of input
without ``done`` means that the supervisor was killed. A process of its own, because nothing inside a killed process
runs, and because it works for children of any make, on every Unix.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterable

GRACE_SECONDS = 5.0


def watch(lines: Iterable[str]) -> set[int]:
    """Follow the supervisor's lines to their end and return the groups that it left behind."""
    groups: set[int] = set()
    for line in lines:
        word = line.strip()
        if word == "done":
            return set()
        if word.startswith("+"):
            groups.add(int(word[1:]))
        elif word.startswith("-"):
            groups.discard(int(word[1:]))
    return groups


def signal_group(group: int, number: signal.Signals) -> bool:
    """Send a signal to a process group; say whether anybody was there."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def end_groups(groups: Iterable[int], grace_seconds: float = GRACE_SECONDS) -> None:
    """Ask every group to end, and kill what is still there after the grace."""
    left = [group for group in groups if signal_group(group, signal.SIGTERM)]
    until = time.monotonic() + grace_seconds
    while left and time.monotonic() < until:
        time.sleep(0.1)
        left = [group for group in left if _alive(group)]
    for group in left:
        signal_group(group, signal.SIGKILL)


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


if __name__ == "__main__":
    # Ctrl-C in the terminal is the supervisor's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_groups(watch(sys.stdin))

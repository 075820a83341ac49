"""A loop outlives every failure and ends when told to."""

from __future__ import annotations

import threading

from worker import loops


def test_a_loop_goes_on_after_a_failure_and_ends_when_told() -> None:
    stop = threading.Event()
    seen: list[int] = []

    def work() -> bool:
        seen.append(len(seen))
        if len(seen) == 1:
            raise RuntimeError
        if len(seen) == 4:
            stop.set()
        return True

    loops.run("test", work, pause_seconds=0.001, stop=stop)
    assert seen == [0, 1, 2, 3]


def test_a_loop_pauses_when_nothing_is_left() -> None:
    pauses: list[float | None] = []

    class Counting(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout)
            self.set()
            return True

    loops.run("test", lambda: False, pause_seconds=1.5, stop=Counting())
    assert pauses == [1.5]

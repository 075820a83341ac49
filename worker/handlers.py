"""Which handler an outbox event goes to."""

from __future__ import annotations

from collections.abc import Mapping

from kit.outbox import OutboxEvent
from notifications.deliver import deliver
from notifications.rules import EVENTS, SILENT
from worker.relay import Handler


def tell_nobody(event: OutboxEvent) -> None:
    """Finish an event that the rules name as told to nobody."""


HANDLERS: Mapping[str, Handler] = {event: tell_nobody if event in SILENT else deliver for event in EVENTS}

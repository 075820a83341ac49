"""The relay: hands claimed outbox events to their handlers.

An event is claimed, handled and finished in three steps, so that nothing outside the database happens inside a
transaction. A relay that dies in between leaves the claim to run out: the event is handled again, at least once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import TypeAlias

from kit import outbox
from kit.db import transaction
from kit.outbox import OutboxEvent
from worker.logs import describe

log = logging.getLogger(__name__)

Handler: TypeAlias = Callable[[OutboxEvent], None]


def relay_one(handlers: Mapping[str, Handler]) -> bool:
    """Claim and handle one due event; say whether there was one.

    One at a time: a claim lasts a minute, and a slow mail server must not use up the claims of the events behind it.
    """
    with transaction() as session:
        claimed = outbox.claim(session, 1)
    for event in claimed:
        _handle(event, handlers)
    return bool(claimed)


def _handle(event: OutboxEvent, handlers: Mapping[str, Handler]) -> None:
    fields = {"event": event.event, "event_id": event.id, "attempt": event.attempts}
    handler = handlers.get(event.event)
    try:
        if handler is None:
            # Told to nobody today; the event stays in the table, where a later release can find it.
            log.warning("no handler", extra={"fields": fields})
        else:
            handler(event)
    except Exception as error:
        log.exception("event failed", extra={"fields": fields})
        with transaction() as session:
            outbox.fail(session, event.id, describe(error))
        return
    with transaction() as session:
        outbox.finish(session, event.id)
    log.info("event done", extra={"fields": fields})

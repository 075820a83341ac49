"""Commands that a client may send twice: the second time gets the first one's answer and does nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from kit import clock
from kit.db import Session
from workflows.instances import facts, queries
from workflows.instances.errors import RequestReused

LONGEST = 80


def answered(session: Session, request_id: str, command: str, officer_id: uuid.UUID) -> Mapping[str, Any] | None:
    """Return the answer that this request got before, or None when it is new. An empty number is always new.

    Raises:
        RequestReused: another officer or another command used this number, or it is no number of ours.
    """
    if len(request_id) > LONGEST:
        raise RequestReused
    receipt = queries.receipt(session, request_id) if request_id else None
    if receipt is None:
        return None
    if receipt.command != command or receipt.officer_id != officer_id:
        raise RequestReused
    return receipt.result


def keep(session: Session, request_id: str, command: str, officer_id: uuid.UUID, result: Mapping[str, Any]) -> None:
    """Keep a command's answer under its client's number, in the command's own transaction."""
    if request_id:
        facts.keep_receipt(session, request_id, command, officer_id, clock.now(), result)

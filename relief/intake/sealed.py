"""The encrypted columns of intake, and the name under which each is bound."""

from __future__ import annotations

from kit.crypto import decrypt, encrypt

CAUSE_TEXT = "applications.cause_text"
REASON_NOTE = "applications.reason_note"
NOTE = "application_lines.note"
RETURN_NOTE = "application_returns.note"
SUPPLIED_NOTE = "application_returns.supplied_note"
SCAN = "application_scans.content"
SCAN_NAME = "application_scans.name"


def seal_text(text: str, place: str) -> bytes | None:
    """Return a text encrypted; nothing for an empty one."""
    return encrypt(text, place) if text else None


def open_text(blob: bytes | None, place: str) -> str:
    """Return the text of an encrypted column; empty for nothing."""
    return decrypt(blob, place) if blob else ""

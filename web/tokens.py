"""The form's token on its way through a compressed page.

A page that is compressed and repeats what was sent could betray a constant secret by its length (BREACH); so each
rendering carries the token under a fresh mask.
"""

from __future__ import annotations

import base64
import binascii
import secrets


def mask(token: str) -> str:
    """Return the token under a fresh mask, as text for a form."""
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    return base64.urlsafe_b64encode(pad + _xor(pad, plain)).decode()


def unmask(text: str) -> str:
    """Return the token that ``mask`` was given; empty when the text is no masked token."""
    try:
        raw = base64.urlsafe_b64decode(text.encode())
        half = len(raw) // 2
        return _xor(raw[:half], raw[half:]).decode()
    except (binascii.Error, ValueError):
        return ""


def _xor(pad: bytes, text: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(pad, text, strict=True))

"""Personal data at rest: AES-256-GCM, and blind indexes for looking up what is encrypted."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kit.errors import AppError
from kit.settings import key

VERSION = b"\x01"
NONCE_BYTES = 12


class CannotDecrypt(AppError):
    """Expected to decrypt a stored value, but the key or the record does not match. Ask the engineer to check the data key."""


def encrypt(plain: str | bytes, aad: str) -> bytes:
    """Return version ‖ nonce ‖ ciphertext; ``aad`` names the column, so that a value cannot be moved to another."""
    data = plain.encode() if isinstance(plain, str) else plain
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + AESGCM(key("data")).encrypt(nonce, data, aad.encode())


def decrypt_bytes(blob: bytes, aad: str) -> bytes:
    """Return what ``encrypt`` was given.

    Raises:
        CannotDecrypt: another key, another column, or a damaged value.
    """
    if blob[:1] != VERSION:
        raise CannotDecrypt
    nonce, body = blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
    try:
        return AESGCM(key("data")).decrypt(nonce, body, aad.encode())
    except InvalidTag as error:
        raise CannotDecrypt from error


def decrypt(blob: bytes, aad: str) -> str:
    """Return the text that ``encrypt`` was given."""
    return decrypt_bytes(blob, aad).decode()


def blind_index(text: str, purpose: str) -> bytes:
    """Return a keyed digest by which an encrypted value can be looked up; ``text`` must be normalised first."""
    return hmac.new(key("blind"), f"{purpose}\x00{text}".encode(), hashlib.sha256).digest()

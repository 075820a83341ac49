"""Personal data at rest: AES-256-GCM, encrypted columns, and blind indexes for looking up what is encrypted."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary, TypeDecorator

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


class SealedText(TypeDecorator[str]):
    """A text that only the application can read; ``place`` is ``table.column``, so that a value cannot be moved."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Encrypt on the way in."""
        return None if value is None else encrypt(value, self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Decrypt on the way out."""
        return None if value is None else decrypt(value, self.place)


class SealedBytes(TypeDecorator[bytes]):
    """Bytes that only the application can read, such as a photo."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def process_bind_param(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Encrypt on the way in."""
        return None if value is None else encrypt(value, self.place)

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Decrypt on the way out."""
        return None if value is None else decrypt_bytes(value, self.place)

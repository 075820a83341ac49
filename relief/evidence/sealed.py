"""Columns whose content is encrypted at rest, bound to their table and column."""

from __future__ import annotations

from sqlalchemy import Dialect, LargeBinary, TypeDecorator

from kit.crypto import decrypt, decrypt_bytes, encrypt


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

"""Columns whose content is encrypted at rest, bound to their table and column."""

from __future__ import annotations

from kit.crypto import SealedBytes, SealedText

__all__ = ["SealedBytes", "SealedText"]

"""What a validated form hands over, read with the type that its field has."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class Entered:
    """The values of one form. A field that the outcome did not need reads as empty."""

    values: Mapping[str, object] = field(repr=False)

    def text(self, name: str) -> str:
        """Return a text; empty when nothing was entered."""
        value = self.values.get(name)
        return value if isinstance(value, str) else ""

    def choice(self, name: str) -> str | None:
        """Return the option chosen, or None."""
        return self.text(name) or None

    def choices(self, name: str) -> tuple[str, ...]:
        """Return the options chosen."""
        return tuple(str(value) for value in self._several(name))

    def people(self, name: str) -> tuple[uuid.UUID, ...]:
        """Return the officers named."""
        return tuple(value for value in self._several(name) if isinstance(value, uuid.UUID))

    def rows(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """Return the lines of a table, or the files of a field of files."""
        return tuple(value for value in self._several(name) if isinstance(value, Mapping))

    def day(self, name: str) -> date | None:
        """Return a date, or None."""
        value = self.values.get(name)
        return value if isinstance(value, date) and not isinstance(value, datetime) else None

    def instant(self, name: str) -> datetime | None:
        """Return an instant, or None."""
        value = self.values.get(name)
        return value if isinstance(value, datetime) else None

    def number(self, name: str) -> int | None:
        """Return a whole number or an amount in fen, or None."""
        value = self.values.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def flag(self, name: str) -> bool:
        """Return whether a box is ticked."""
        return self.values.get(name) is True

    def drawing(self, name: str) -> bytes | None:
        """Return a drawn signature as PNG, or None."""
        value = self.values.get(name)
        return value if isinstance(value, bytes) and value else None

    def _several(self, name: str) -> tuple[object, ...]:
        value = self.values.get(name)
        return tuple(value) if isinstance(value, (tuple, list)) else ()

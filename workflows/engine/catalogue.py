"""What diagrams may name: handed in by the caller, because the engine knows no room but its own."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True)
class Catalogue:
    """The known roles, levels, services, decisions, forms and settings."""

    roles: frozenset[str] = frozenset()
    levels: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    settings: frozenset[str] = frozenset()

    def as_json(self) -> dict[str, list[str]]:
        """Return plain JSON, for the child process."""
        return {field.name: sorted(getattr(self, field.name)) for field in fields(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Catalogue:
        """Read what ``as_json`` wrote."""
        return cls(**{name: frozenset(values) for name, values in data.items()})

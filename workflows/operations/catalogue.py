"""What a diagram may name: the roles, levels, forms, services, decisions and settings of this installation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from relief.campaigns.dates import NAMED_DATES
from relief.settings.parameters import DEFAULTS
from unions.levels import Level
from unions.roles import Role
from workflows.engine.catalogue import Catalogue
from workflows.operations.recorders import RECORDERS

DECIDE = "decide:"


def catalogue(paths: Sequence[Path], services: Iterable[str]) -> Catalogue:
    """Return the catalogue for the diagrams at ``paths``; a form is known when its file and its recorder exist."""
    names = frozenset(services)
    return Catalogue(
        roles=frozenset(role.value for role in Role),
        levels=frozenset(level.value for level in Level),
        services=frozenset(name for name in names if not name.startswith(DECIDE)),
        decisions=frozenset(name.removeprefix(DECIDE) for name in names if name.startswith(DECIDE)),
        forms=frozenset(_forms(paths)) & frozenset(RECORDERS),
        settings=frozenset(DEFAULTS) | frozenset(NAMED_DATES),
    )


def _forms(paths: Sequence[Path]) -> Iterable[str]:
    for path in paths:
        folder = path if path.is_dir() else path.parent
        yield from (form.stem for form in (folder / "forms").glob("*.json"))

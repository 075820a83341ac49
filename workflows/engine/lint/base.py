"""What every rule works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from kit.i18n import Text
from workflows.engine.catalogue import Catalogue
from workflows.engine.diagram import Model
from workflows.engine.findings import Finding
from workflows.engine.variables import Forms


@dataclass(frozen=True)
class Check:
    """One check of one definition."""

    model: Model
    catalogue: Catalogue
    forms: Forms
    profile: str


class Placed(Protocol):
    """Something that has an id and a file: a node, a scope, a lane."""

    @property
    def id(self) -> str:
        """The id in the diagram."""

    @property
    def file(self) -> str:
        """The file it is drawn in."""


def fault(subject: Placed, rule: str, text: Text) -> Finding:
    """Return the finding that ``text`` is wrong with ``subject``."""
    return Finding(subject.file, subject.id, rule, text)


def fault_at(file: str, element_id: Any, rule: str, text: Text) -> Finding:
    """Return a finding at an element known only by id."""
    return Finding(file, str(element_id or "-"), rule, text)

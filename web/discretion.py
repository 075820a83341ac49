"""How much of a case's free text a reader sees: what officers wrote down may name a diagnosis, a debt, a neighbour."""

from __future__ import annotations

from dataclasses import dataclass

from kit.db import Session
from relief.evidence import masking
from relief.intake.records import CaseRecord
from unions import queries as unions
from unions.records import Actor
from workflows.operations.permissions import may_read_objections, may_reveal


@dataclass(frozen=True)
class Discretion:
    """What one reader sees of one case: ``texts`` in sealed columns, and what is objected to (``objections``)."""

    texts: bool
    objections: bool

    def text(self, value: str) -> str:
        """Return a sealed text, or stars for who does not work on the case; empty stays empty."""
        return value if self.texts else masking.hide(value)

    def objection(self, value: str) -> str:
        """Return what is objected to, or stars for who must not know; empty stays empty."""
        return value if self.objections else masking.hide(value)


def discretion(session: Session, actor: Actor, case: CaseRecord) -> Discretion:
    """Return what the actor sees of a case."""
    unit = unions.get_unit(session, case.unit_id)
    return Discretion(texts=may_reveal(actor, unit), objections=may_read_objections(actor, unit))

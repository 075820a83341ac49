"""The evidence of a case for its page: the four gates, the sums, and each record in words. Masked throughout."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from kit.db import Session
from kit.errors import NotFound
from kit.i18n import Text, gettext
from relief.evidence import queries as evidence_queries
from relief.evidence.records import CaseEvidence, GateState
from relief.households import codes
from relief.intake.records import CaseRecord
from web import proofs
from web.discretion import Discretion
from web.proofs import Proof
from web.timeline import GATES
from workflows.engine.definition import Definition

HANGING = frozenset({"POSTED", "INTERRUPTED"})


class StepNotFound(NotFound):
    """Expected to find this step in the case's process, but it has none of this name."""


@dataclass(frozen=True)
class Gate:
    """One of the four gates (四个不建档) as it is shown."""

    kind: str
    name: str
    met: bool
    waiting: bool
    word: str
    sentence: str
    who: str


@dataclass(frozen=True)
class Line:
    """One income or expense; amounts in fen."""

    side: str
    kind: str
    amount: int
    period: str
    yearly: int
    note: str


@dataclass(frozen=True)
class Sums:
    """The economic statement of a year, in fen."""

    lines: tuple[Line, ...]
    income: int
    relief: int
    expense: int
    gap: int
    word: str


@dataclass(frozen=True)
class Posted:
    """The notice that hangs."""

    days: int
    text: str


@dataclass(frozen=True)
class Evidence:
    """All of it."""

    gates: tuple[Gate, ...]
    sums: Sums | None
    proofs: tuple[Proof, ...]


_GATE_STATES: Mapping[GateState, Text] = {
    GateState.PASSED: Text("met"),
    GateState.WAITING: Text("running"),
    GateState.MISSING: Text("open"),
    GateState.STALE: Text("to be renewed"),
}


def evidence(session: Session, case: CaseRecord, definition: Definition, discretion: Discretion) -> Evidence:
    """Return everything on record for a case's current round, in words, as far as the reader may see it."""
    found = evidence_queries.evidence_of(session, case.id)
    return Evidence(
        gates=_gates(session, case.id),
        sums=_sums(found, discretion),
        proofs=proofs.proofs(session, case, found, definition, discretion),
    )


def hanging_notice(session: Session, case: CaseRecord) -> Posted | None:
    """Return the notice that hangs for a case now, if one does."""
    found = evidence_queries.evidence_of(session, case.id).publicity
    return Posted(found.days, found.text) if found is not None and found.state in HANGING else None


def _gates(session: Session, case_id: uuid.UUID) -> tuple[Gate, ...]:
    return tuple(
        Gate(
            kind=gate.kind,
            name=GATES[gate.kind].render(),
            met=gate.passed,
            waiting=gate.state is GateState.WAITING,
            word=_GATE_STATES[gate.state].render(),
            # That nothing is there yet, the word says; only what somebody must know gets a sentence.
            sentence="" if gate.state is GateState.MISSING else gate.sentence.render(),
            who=gettext(", ").join(gate.who),
        )
        for gate in evidence_queries.gates(session, case_id)
    )


def _sums(found: CaseEvidence, discretion: Discretion) -> Sums | None:
    made = found.statement
    if made is None:
        return None
    lines = tuple(
        Line(
            side=line.side,
            kind=codes.label(f"{line.side}_kind", line.kind),
            amount=line.amount,
            period=codes.label("period", line.period),
            yearly=line.yearly,
            note=discretion.text(line.note),
        )
        for line in made.lines
    )
    word = gettext("Agreed by the household.") if made.outcome == "agreed" else gettext("Disputed by the household.")
    signed = gettext("Signed.") if made.signed else ""
    return Sums(lines, made.income_year, made.relief_year, made.expense_year, made.gap_year, f"{word} {signed}".strip())

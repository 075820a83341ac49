"""A decision as it is handed outward."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from decisions.dmn import Sentence
from relief.eligibility.outcome import Economics


@dataclass(frozen=True)
class HitRecord:
    """A rule that applied, by its place in the table (from 1)."""

    table: str
    rule_id: str
    index: int


@dataclass(frozen=True)
class DecisionRecord:
    """A decision with its explanation. ``economics`` and ``line`` (fen per person and month) only for a category."""

    id: uuid.UUID
    case_id: uuid.UUID
    kind: str
    outcome: str
    reason: str
    statistics_cell: str | None
    decided_on: date
    decided_at: datetime
    division: str
    ruleset: str
    ruleset_hash: str
    persons: int | None
    line: int | None
    line_assumed: bool
    economics: Economics | None
    hits: tuple[HitRecord, ...]
    sentences: tuple[Sentence, ...]

    @property
    def gap_fen(self) -> int:
        """What a year lacks, in fen (支出 − 收入); 0 for a decision on the scope."""
        return self.economics.gap if self.economics else 0

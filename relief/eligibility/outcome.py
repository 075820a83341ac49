"""What a decision about a household says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from decisions.dmn import RuleHit, Sentence


class Scope(StrEnum):
    """Whether the worker may be filed (DT1)."""

    IN = "IN"
    REVIEW = "REVIEW"  # the county decides in or out, with a reason
    NOT_YET = "NOT_YET"  # something must happen first, such as joining the union
    OUT = "OUT"
    DUPLICATE = "DUPLICATE"


class Category(StrEnum):
    """困难类别 (DT2). OUT goes to the margin register (边缘困难登记)."""

    K1 = "K1"
    K1P = "K1P"  # for the time being, until dibao is decided
    K2 = "K2"
    K3 = "K3"
    OUT = "OUT"


@dataclass(frozen=True)
class Ratio:
    """An exact quotient, kept as the two integers that it was made of."""

    numerator: int
    denominator: int

    @property
    def fraction(self) -> Fraction:
        """The quotient in lowest terms."""
        return Fraction(self.numerator, self.denominator)

    def shown(self, places: int, *, times: int = 1) -> str:
        """Return the quotient ``times`` over with ``places`` decimals, half up, for a screen; never compare this."""
        exact = Decimal(self.numerator * times) / Decimal(self.denominator)
        return str(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))


@dataclass(frozen=True)
class Economics:
    """The sums of a year, in fen. ``per_capita`` is fen per person and month, ``ratio`` that over the line."""

    income: int
    expense: int
    relief: int
    gap: int
    per_capita: Ratio
    ratio: Ratio

    @property
    def per_capita_yuan(self) -> str:
        """Income per person and month in yuan, with two decimals."""
        return Ratio(self.per_capita.numerator, self.per_capita.denominator * 100).shown(2)

    @property
    def percent(self) -> str:
        """The ratio in per cent, with two decimals."""
        return self.ratio.shown(2, times=100)


@dataclass(frozen=True)
class ScopeDecision:
    """DT1's answer with its explanation."""

    scope: Scope
    reason: str
    hits: tuple[RuleHit, ...]
    explanation: tuple[Sentence, ...]
    inputs: dict[str, object]
    ruleset_hash: str


@dataclass(frozen=True)
class CategoryDecision:
    """DT3's sums and DT2's answer with its explanation."""

    category: Category
    reason: str
    statistics_cell: str | None
    economics: Economics
    hits: tuple[RuleHit, ...]
    explanation: tuple[Sentence, ...]
    inputs: dict[str, object]
    ruleset_hash: str


@dataclass(frozen=True)
class Eligibility:
    """Both decisions; there is no category where the worker is not in scope (or in review)."""

    scope: ScopeDecision
    category: CategoryDecision | None

    @property
    def admitted(self) -> bool:
        """Whether the household may go on to be filed."""
        return self.category is not None and self.category.category is not Category.OUT

    @property
    def explanation(self) -> tuple[Sentence, ...]:
        """The sentences of both decisions."""
        return self.scope.explanation + (self.category.explanation if self.category else ())

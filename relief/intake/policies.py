"""In which state a step of intake may be completed. "Who" is not asked here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kit.i18n import Text
from relief.households.codes import labels
from relief.intake.errors import CaseIsOver, ConsentMissing, IdCardNotChecked, PapersStillMissing
from relief.intake.records import CaseRecord, ConsentRecord
from relief.intake.status import Status

REQUIRED_PAPERS = ("APPLICATION", "ID_COPY", "HUKOU", "INCOME", "CAUSE", "CONSENT")
"""What "complete" means (requirements 2, step 1); the bank card may follow until the first payment."""


def check_open(case: CaseRecord) -> None:
    """Refuse to work on a case that is over.

    Raises:
        CaseIsOver: it is filed or closed.
    """
    if case.status is not Status.OPEN:
        raise CaseIsOver(case_no=case.case_no, state=Text(str(case.status)))


def check_complete(received: Sequence[str], on_hand: Sequence[str], values: Mapping[str, object]) -> None:
    """Refuse an acceptance as complete while a needed paper is missing; earlier supplements count.

    Raises:
        PapersStillMissing: which ones.
        IdCardNotChecked: the original was not compared.
    """
    missing = [paper for paper in REQUIRED_PAPERS if paper not in received and paper not in on_hand]
    if missing:
        raise PapersStillMissing(papers=labels("paper", missing))
    if values.get("id_checked") is not True:
        raise IdCardNotChecked


def check_consents(consents: Sequence[ConsentRecord]) -> None:
    """Refuse to go on to the data check while an adult has not consented.

    Raises:
        ConsentMissing: at least one has not.
    """
    if any(consent.given_on is None for consent in consents):
        raise ConsentMissing

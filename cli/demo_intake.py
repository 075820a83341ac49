"""``bangfu demo intake``: the whole chain, headless, on the demonstration clock; prints who did what when."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from rich.console import Console

from cli import journey
from cli.demo_province import load_demo
from cli.demo_story import HOUSEHOLD_SIZE
from cli.fresh import fresh_database
from kit import audit, clock, db
from kit.i18n import datetime_text, gettext, pick
from kit.money import yuan_text
from relief.eligibility import queries as eligibility
from relief.files import queries as files
from relief.intake import queries as intake
from tasks import queries as worklist
from unions.roles import Role

BEGINS = datetime(2018, 11, 5, 1, 0, tzinfo=UTC)
ASSUMED = "The newspaper does not say how large the household is: {persons} persons are assumed."
GAP_FEN = 680_000
"""The gap that the newspaper prints: 缺口资金在 6800 元左右 (D8)."""


def run() -> int:
    """Walk the case and print the trail; 0 when it was filed with the gap of the newspaper and the chain holds."""
    console = Console()
    with fresh_database(), clock.frozen(BEGINS):
        with db.transaction() as session:
            load_demo(session)
        journey.publish()
        case_id = journey.apply()
        for _item, _given in journey.walk(case_id):
            pass
        return _report(console, case_id)


def _report(console: Console, case_id: uuid.UUID) -> int:
    with db.reading() as session:
        case = intake.case(session, case_id)
        items = worklist.for_subject(session, case_id)
        decision = eligibility.latest(session, case_id, "category")
        file = files.file_of_case(session, case_id)
        chain = audit.verify(session)
    console.print(gettext("Case {number}: {title}", number=case.case_no, title=case.title), highlight=False)
    console.print(gettext(ASSUMED, persons=HOUSEHOLD_SIZE), highlight=False, soft_wrap=True)
    for number, item in enumerate(items, 1):
        when = datetime_text(item.done_at) if item.done_at else ""
        who = f"{item.done_by_name} ({Role(item.role).label}, {item.unit_name})"
        line = f"{number:>2}. {when}  {item.label}: {who}: {item.outcome_label}"
        console.print(f"{line}: {item.opinion}" if item.opinion else line, highlight=False, soft_wrap=True)
    for sentence in decision.sentences:
        console.print(pick(sentence.zh, sentence.en), highlight=False, soft_wrap=True)
    console.print(gettext("Gap: {gap} yuan a year", gap=yuan_text(decision.gap_fen)), style="bold", highlight=False)
    console.print(gettext("Category: {category}", category=decision.outcome), style="bold", highlight=False)
    console.print(gettext("File number: {number}", number=file.file_no if file else "-"), style="bold", highlight=False)
    console.print(gettext("Audit: {rows} rows, {damages} damages", rows=chain.rows, damages=len(chain.damages)))
    whole = file is not None and decision.gap_fen == GAP_FEN and not chain.damages
    return 0 if whole else 1

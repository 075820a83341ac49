"""``bangfu demo intake``: the whole chain, headless, on the demonstration clock; prints who did what when."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from cli import journey
from cli.demo_province import load_demo
from cli.fresh import fresh_database
from kit import audit, clock, db
from kit.i18n import datetime_text, gettext, pick
from kit.money import yuan_text
from relief.eligibility import queries as eligibility
from relief.files import queries as files
from relief.intake import queries as intake
from tasks import queries as worklist

BEGINS = datetime(2018, 11, 5, 1, 0, tzinfo=UTC)
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
    table = Table(
        gettext("Step"), gettext("Unit"), gettext("Who"), gettext("When"), gettext("Outcome"), gettext("Opinion")
    )
    for item in items:
        when = datetime_text(item.done_at) if item.done_at else ""
        table.add_row(item.label, item.unit_name, item.done_by_name or "", when, item.outcome_label, item.opinion)
    console.print(gettext("Case {number}: {title}", number=case.case_no, title=case.title), highlight=False)
    console.print(table)
    for sentence in decision.sentences:
        console.print(pick(sentence.zh, sentence.en), highlight=False)
    console.print(gettext("Gap: {gap} yuan a year", gap=yuan_text(decision.gap_fen)), style="bold", highlight=False)
    console.print(gettext("Category: {category}", category=decision.outcome), style="bold", highlight=False)
    console.print(gettext("File number: {number}", number=file.file_no if file else "-"), style="bold", highlight=False)
    console.print(gettext("Audit: {rows} rows, {damages} damages", rows=chain.rows, damages=len(chain.damages)))
    whole = file is not None and decision.gap_fen == GAP_FEN and not chain.damages
    return 0 if whole else 1

"""Collect the facts of a case for its decisions: what was declared for the scope, what was verified for the category."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from kit.db import Session
from relief.eligibility.errors import NoSumsYet
from relief.eligibility.household import Event, Line, Means, Period, Retirement, Settings, Side, Standing
from relief.evidence.models import Statement, StatementLine
from relief.evidence.rounds import current
from relief.intake import queries as intake
from relief.intake.queries import RELIEF_KINDS
from relief.settings.parameters import Parameter, parameter

_NO_EVENT = {"", "none"}


def settings(session: Session, division: str, on: date) -> Settings:
    """Return what the jurisdiction sets for decisions on the day ``on``."""

    def get(name: str) -> Parameter:
        return parameter(session, name, division, on)

    return Settings(
        income_includes_relief=get("income_includes_relief").flag,
        retired_are_out=get("retired_are_out").flag,
        employer_union_required=get("employer_union_required").flag,
        months_below_required=get("months_below_required").integer,
        event_months=get("event_months").integer,
        k3_other_causes=get("k3_other_causes").codes,
    )


def standing(session: Session, case_id: uuid.UUID) -> Standing:
    """Return what decides the scope of a case.

    Raises:
        CaseNotFound: there is no such case.
    """
    facts = intake.profile(session, case_id)
    retirement = Retirement.INTERNAL if facts.work_state == "INTERNAL_RETIRED" else Retirement.NONE
    return Standing(
        files_elsewhere=int(facts.files_elsewhere),
        migrant=facts.migrant,
        union_member=facts.union_member,
        retirement=Retirement.SOCIALISED if facts.retired else retirement,
        employer_has_union=facts.employer_has_union,
        flexible_or_laid_off=facts.flexible_or_laid_off,
        asset_flags=facts.assets,
    )


def means(session: Session, case_id: uuid.UUID, line: int, rules: Settings) -> Means:
    """Return what decides the category of a case: its current statement, verified line by line.

    Raises:
        NoSumsYet: the sums have not been done, or were made stale by a later visit.
    """
    statement = current(session, Statement, case_id)
    if statement is None:
        raise NoSumsYet
    lines = session.scalars(
        select(StatementLine).where(StatementLine.statement_id == statement.id).order_by(StatementLine.seq)
    )
    situation: Mapping[str, Any] = json.loads(statement.facts)
    still_hard = bool(situation.get("still_hard"))
    return Means(
        persons=statement.persons,
        line=line,
        lines=tuple(Line(_side(row), row.kind, row.amount, Period(row.period)) for row in lines),
        causes=tuple(str(code) for code in situation.get("situations") or ()),
        events=_events(situation),
        relieved=bool(situation.get("relieved")),
        still_hard=still_hard,
        still_hard_reason=str(situation.get("still_hard_reason") or ""),
        # The form asks whether the months that the setting requires are over, not how many there were.
        months_below=rules.months_below_required if situation.get("below_six_months") else 0,
    )


def _side(row: StatementLine) -> Side:
    return Side.RELIEF if row.side == "income" and row.kind in RELIEF_KINDS else Side(row.side)


def _events(situation: Mapping[str, Any]) -> tuple[Event, ...]:
    kind, day = str(situation.get("event") or ""), situation.get("event_on")
    if kind in _NO_EVENT or not day:
        return ()
    return (Event(kind, date.fromisoformat(str(day))),)

"""Applications for tests, entered as the web form enters them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from kit import db
from kit.db import Session
from relief.intake import facts
from relief.intake.registration import Registration, from_values
from relief.intake.steps import StepFacts
from tests.support import offices
from tests.support.offices import Offices
from tests.unit.relief.households.samples import id_text
from unions.records import Actor
from unions.roles import Role

AT = datetime(2018, 11, 5, 1, 0, tzinfo=UTC)
ON = date(2018, 11, 5)
ALL_PAPERS = ("APPLICATION", "ID_COPY", "HUKOU", "INCOME", "CAUSE", "CONSENT")


@dataclass(frozen=True)
class Office:
    """A grassroots clerk with his tree, and officers who must see or see nothing."""

    units: Offices
    clerk: Actor
    county_clerk: Actor
    stranger: Actor
    province: Actor


def open_office() -> Office:
    """Create the tree and its officers."""
    with db.transaction() as session:
        units = offices.build(session)
        return Office(
            units=units,
            clerk=offices.officer(session, "xf-clerk", (units["base"], Role.CLERK)),
            county_clerk=offices.officer(session, "qx-clerk", (units["county"], Role.CLERK)),
            stranger=offices.officer(session, "hs-clerk", (units["other"], Role.CLERK)),
            province=offices.officer(session, "gs-manager", (units["province"], Role.MANAGER)),
        )


def values(serial: int = 0, **changes: Any) -> dict[str, Any]:
    """Return the form's values for the household of seed D; another ``serial``, other people."""
    made: dict[str, Any] = {
        "name": "赵彩虹", "id_number": id_text("19680412", 222 + serial), "phone": "13893400017",
        "address": "甘肃省庆阳市西峰区南大街12号3单元501", "work_state": "LAID_OFF", "employer": "西峰制药厂",
        "union_member": True, "hukou": "NON_AGRICULTURAL", "health": "HYPERTENSION", "housing": "PUBLIC_RENTED",
        "assets": (), "causes": ("R09", "R03"), "cause_text": "丈夫打零工，女儿上大学", "consent": True,
        "consent_on": date(2018, 11, 2), "bank_name": "农业银行", "bank_card": "6228480402564890018",
        "members": (
            {"name": "孙建国", "relation": "SPOUSE", "id_number": id_text("19660930", 311 + serial),
             "work_state": "FLEXIBLE", "health": "GOOD"},
            {"name": "孙小雨", "relation": "CHILD", "id_number": id_text("20001120", 428 + serial),
             "work_state": "STUDENT", "health": "GOOD"},
        ),
        "income": (
            {"kind": "wage", "amount": 200000, "period": "month", "source": "declared", "note": None},
            {"kind": "relief", "amount": 50000, "period": "year", "source": "declared", "note": "春节慰问"},
        ),
        "expense": (
            {"kind": "rent", "amount": 80000, "period": "year", "source": "document", "note": None},
            {"kind": "living", "amount": 100000, "period": "month", "source": "declared", "note": None},
        ),
    }  # fmt: skip
    return made | changes


def registration(office: Office, serial: int = 0, *, unit: str = "base", **changes: Any) -> Registration:
    """Return a checked registration."""
    return from_values(values(serial, **changes), unit_id=office.units[unit], applied_on=ON)


def register(session: Session, office: Office, serial: int = 0, **changes: Any) -> uuid.UUID:
    """Register the household of seed D by the grassroots clerk."""
    return facts.register(session, registration(office, serial, **changes), office.clerk, AT)


def step(case_id: uuid.UUID, office: Office, name: str, outcome: str, **given: Any) -> StepFacts:
    """Return what the clerk entered at a step."""
    return StepFacts(
        case_id=case_id, step=name, actor=office.clerk, acting_for=None, outcome=outcome,
        opinion=given.pop("opinion", "已核对"), values=given, at=AT,
    )  # fmt: skip


def later(facts_: StepFacts, at: datetime) -> StepFacts:
    """Return the same facts at another time."""
    return replace(facts_, at=at)

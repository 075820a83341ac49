"""A case that travels the chain through the real recorders, each step by the right officer on its day."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cli.demo_story import png
from kit import clock, db
from kit.db import Session
from relief.eligibility import facts as eligibility
from relief.evidence import facts as evidence
from relief.evidence.objections import NewObjection
from relief.intake import facts as intake
from relief.intake.registration import from_values
from relief.intake.steps import StepFacts
from tests.support import offices
from tests.support.offices import Offices
from tests.unit.relief.intake import samples
from unions.records import Actor
from unions.roles import Role
from workflows import forms

FORMS = Path(__file__).resolve().parents[4] / "bpmn" / "intake" / "forms"
SIGNATURE = "data:image/png;base64," + base64.b64encode(png(200, 80)).decode()
PHOTO = {"name": "photo.png", "content": png()}
SCRIPT = {"name": "photo.jpg", "content": b"#!/bin/sh\nrm -rf /\n"}

RECORDERS = {
    "accept": intake.record_accept,
    "supplement": intake.record_supplement,
    "data_check": evidence.record_data_check,
    "home_visit": evidence.record_home_visit,
    "sums": evidence.record_sums,
    "deliberate": evidence.record_deliberate,
    "appraise": evidence.record_appraise,
    "post_notice": evidence.record_post_notice,
    "handle_objection": evidence.record_handle_objection,
    "review": evidence.record_review,
    "chair_sign": evidence.record_chair_sign,
    "approve": evidence.record_approve,
    "county_check": evidence.record_county_check,
    "spot_check": evidence.record_spot_check,
    "supervise": evidence.record_supervise,
}


def day(month: int, of_month: int, hour: int = 10) -> datetime:
    """Return an instant of 2018 by the Shanghai clock."""
    return datetime(2018, month, of_month, hour, tzinfo=clock.SHANGHAI).astimezone(UTC)


VISITED = day(11, 6)
COUNTED = day(11, 7)
STUDIED = day(11, 8)
APPRAISED = day(11, 8, 15)
POSTED = day(11, 9)
CLOSED = day(11, 17, 0)
REVIEWED_AT = day(11, 19)
SIGNED = day(11, 20)
APPROVED = day(11, 21)


@dataclass(frozen=True)
class World:
    """One case with the officers who work on it."""

    units: Offices
    officers: Mapping[str, Actor]
    case_id: uuid.UUID

    def ids(self, *names: str) -> list[str]:
        """Return officers' ids as a page sends them."""
        return [str(self.officers[name].officer_id) for name in names]


POSTS = {
    "clerk": ("base", Role.CLERK),
    "visitor1": ("base", Role.VISITOR),
    "visitor2": ("base", Role.VISITOR),
    "member1": ("base", Role.COMMITTEE),
    "member2": ("base", Role.COMMITTEE),
    "member3": ("base", Role.COMMITTEE),
    "member4": ("base", Role.COMMITTEE),
    "chair": ("base", Role.CHAIR),
    "county-clerk": ("county", Role.CLERK),
    "reviewer": ("county", Role.REVIEWER),
    "approver": ("county", Role.APPROVER),
    "inspector": ("county", Role.INSPECTOR),
    "city-inspector": ("city", Role.INSPECTOR),
    "province-inspector": ("province", Role.INSPECTOR),
    "other-chair": ("other", Role.CHAIR),
}


def begin(serial: int = 0) -> World:
    """Register and accept a case on 2018-11-05."""
    with clock.frozen(day(11, 5)), db.transaction() as session:
        units = offices.build(session)
        officers = {name: offices.officer(session, name, (units[unit], role)) for name, (unit, role) in POSTS.items()}
        world = World(units, officers, register(session, units, officers["clerk"], serial))
    accept(world)
    return world


def register(session: Session, units: Offices, clerk: Actor, serial: int = 0, **changes: Any) -> uuid.UUID:
    """Register the household of seed D, or other people with another ``serial``."""
    registration = from_values(samples.values(serial, **changes), unit_id=units["base"], applied_on=samples.ON)
    return intake.register(session, registration, clerk, day(11, 5))


def accept(world: World) -> None:
    """Accept the case."""
    record(world, "accept", "complete", day(11, 5), "clerk", papers=list(samples.ALL_PAPERS), id_checked=True)


def record(
    world: World, step: str, outcome: str, at: datetime, by: str, opinion: str = "同意", **raw: Any
) -> Mapping[str, Any]:
    """Validate what is entered by the step's form and record it in a transaction of its own."""
    form = forms.load((FORMS / f"{step}.json").read_bytes())
    with clock.frozen(at), db.transaction() as session:
        facts = StepFacts(
            case_id=world.case_id, step=step, actor=world.officers[by], acting_for=None, outcome=outcome,
            opinion=opinion, values=forms.validate(form, raw, outcome), at=at,
        )  # fmt: skip
        return RECORDERS[step](session, facts)


INCOME = [{"kind": "wage", "amount": "2000", "period": "month", "source": "visited"}]
EXPENSE = [
    {"kind": "rent", "amount": "800", "period": "year", "source": "visited"},
    {"kind": "living", "amount": "1000", "period": "month", "source": "visited"},
    {"kind": "medical", "amount": "6000", "period": "year", "source": "document"},
    {"kind": "schooling", "amount": "12000", "period": "year", "source": "document"},
]


def visit_values(world: World) -> dict[str, Any]:
    """Return what the visitors enter."""
    return {
        "visited_at": "2018-11-06T09:30", "place": "西峰区南大街12号3单元501", "visitors": world.ids("visitor1", "visitor2"),
        "present": "赵彩虹", "persons": "3", "housing": "PUBLIC_RENTED", "housing_safe": "safe", "heating": "stopped",
        "earned_year": "24000", "relief_year": "0", "living_month": "1000", "medicine_year": "6000",
        "schooling_year": "12000", "cause_seen": "高血压病历", "needs": "孩子学费", "photos": [PHOTO], "signer": "赵彩虹",
        "household_signature": SIGNATURE,
    }  # fmt: skip


def visit(world: World, at: datetime = VISITED, by: str = "visitor1", **changes: Any) -> Mapping[str, Any]:
    """Visit the household."""
    return record(world, "home_visit", changes.pop("outcome", "done"), at, by, **(visit_values(world) | changes))


def data_check(world: World, outcome: str = "matched", **changes: Any) -> Mapping[str, Any]:
    """Compare data with the offices."""
    replies = [{"source": "civil_affairs", "asked_on": "2018-11-05", "replied_on": "2018-11-06", "result": "same"}]
    given: dict[str, Any] = {"consent_seen": True, "replies": replies}
    return record(world, "data_check", outcome, day(11, 6), "county-clerk", **(given | changes))


def sums(world: World, at: datetime = COUNTED, outcome: str = "agreed", **changes: Any) -> Mapping[str, Any]:
    """Do the sums."""
    given: dict[str, Any] = {
        "income": INCOME, "expense": EXPENSE, "event": "none", "situations": ["schooling"], "signer": "赵彩虹", "household_signature": SIGNATURE,
        "difference_reason": "看病和上学支出有票据", "dispute": "",
    }  # fmt: skip
    return record(world, "sums", outcome, at, "clerk", **(given | changes))


def decide(world: World, at: datetime = COUNTED) -> None:
    """Let the rules decide the category."""
    with clock.frozen(at), db.transaction() as session:
        eligibility.decide(session, world.case_id, "category", at)


def study(world: World, at: datetime = STUDIED, outcome: str = "propose", **changes: Any) -> Mapping[str, Any]:
    """Study the case."""
    given: dict[str, Any] = {
        "held_on": clock.local_date(at).isoformat(), "place": "会议室", "chaired_by": world.ids("member1"),
        "present": world.ids("member1", "member2", "member3"), "conflicts_asked": True, "votes_for": "3",
        "votes_against": "0", "votes_abstain": "0", "minutes": "听取入户和算账情况，一致同意提出。",
    }  # fmt: skip
    return record(world, "deliberate", outcome, at, "member1", **(given | changes))


def appraise(world: World, at: datetime = APPRAISED, outcome: str = "propose", **changes: Any) -> Mapping[str, Any]:
    """Appraise the case."""
    given: dict[str, Any] = {
        "appraised_on": clock.local_date(at).isoformat(), "category": "K2", "main_cause": "R09",
        "secondary_causes": ["R03"], "groups": ["G3"], "primary_group": "G3", "plan": "金秋助学、转岗培训",
    }  # fmt: skip
    return record(world, "appraise", outcome, at, "member2", **(given | changes))


def post(world: World, at: datetime = POSTED, **changes: Any) -> Mapping[str, Any]:
    """Post the notice: five working days from Friday 2018-11-09 end on Friday 2018-11-16."""
    given: dict[str, Any] = {
        "place_unit": "公告栏", "place_community": "社区公告栏", "posted_on": clock.local_date(at).isoformat(),
        "photos": [PHOTO],
    }  # fmt: skip
    return record(world, "post_notice", "posted", at, "clerk", **(given | changes))


def close(world: World, at: datetime = CLOSED) -> None:
    """Let the clock of the publicity run out."""
    with clock.frozen(at), db.transaction() as session:
        evidence.close_publicity(session, world.case_id, at)


def object_(world: World, at: datetime) -> uuid.UUID:
    """Raise an objection by telephone."""
    with clock.frozen(at), db.transaction() as session:
        objection = NewObjection(channel="phone", content="这户人家开着商店", anonymous=True)
        return evidence.raise_objection(session, world.case_id, objection, world.officers["clerk"], at)


def handle(
    world: World, at: datetime, outcome: str = "dismissed", by: str = "reviewer", **changes: Any
) -> Mapping[str, Any]:
    """Decide on the objection."""
    given: dict[str, Any] = {
        "investigated_on": clock.local_date(at).isoformat(),
        "method": ["interview"],
        "finding": "查无此事，商店是邻居的",
    }
    return record(world, "handle_objection", outcome, at, by, **(given | changes))


REVIEWED = ["papers", "visit", "sums", "study", "publicity", "category"]


def review(
    world: World, at: datetime = REVIEWED_AT, outcome: str = "pass", by: str = "reviewer", **changes: Any
) -> Mapping[str, Any]:
    """Review the case."""
    return record(world, "review", outcome, at, by, **({"checked": REVIEWED} | changes))


def sign(
    world: World, at: datetime = SIGNED, outcome: str = "sign", by: str = "chair", **changes: Any
) -> Mapping[str, Any]:
    """Sign as the chair."""
    given: dict[str, Any] = {"statement": True, "signature": SIGNATURE}
    return record(world, "chair_sign", outcome, at, by, **(given | changes))


def approve(
    world: World, at: datetime = APPROVED, outcome: str = "pass", by: str = "approver", **changes: Any
) -> Mapping[str, Any]:
    """Approve the case."""
    given: dict[str, Any] = {"statement": True}
    return record(world, "approve", outcome, at, by, **(given | changes))


STEPS = (
    "data_check",
    "home_visit",
    "sums",
    "decided",
    "deliberate",
    "appraise",
    "post_notice",
    "closed",
    "review",
    "chair_sign",
    "approve",
)
_DOERS = {
    "data_check": data_check, "home_visit": visit, "sums": sums, "decided": decide, "deliberate": study, "appraise": appraise,
    "post_notice": post, "closed": close, "review": review, "chair_sign": sign, "approve": approve,
}  # fmt: skip


def walk(world: World, *, until: str | None = None) -> World:
    """Do every step of the chain up to and without ``until``."""
    for step in STEPS:
        if step == until:
            break
        _DOERS[step](world)  # type: ignore[operator]  # every step has defaults for all but the world
    return world


def case_at(step: str | None, serial: int = 0) -> World:
    """Return a case at which ``step`` is next; None is past the last one."""
    return walk(begin(serial), until=step)


@contextmanager
def reading(at: datetime = APPROVED) -> Iterator[Session]:
    """Read at a time."""
    with clock.frozen(at), db.reading() as session:
        yield session

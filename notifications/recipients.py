"""Finds the officers whom a rule means, and the few words that a message may hold: number, step, due day, link."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from kit import clock
from kit.db import Session
from kit.i18n import date_text, pick
from notifications.rules import Audience, Rule
from tasks import queries as tasks
from tasks.records import WorkItemRecord
from tasks.status import LIVE
from unions import queries as unions
from unions.records import OfficerRecord
from unions.roles import Role

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
    """Whom to tell, and the values for the templates in each language."""

    officers: tuple[OfficerRecord, ...]
    path: str
    item: WorkItemRecord | None
    payload: Payload

    def values(self, language: str, link: str) -> dict[str, object]:
        """Return what a template may name. Nothing here says who the applicant is."""
        values: dict[str, object] = {"link": link, "number": ""}
        if self.item is not None:
            values["number"] = self.item.subject_no
            values["step"] = pick(self.item.label_zh, self.item.label_en, language)
            values["due"] = date_text(clock.local_date(self.item.due_at - timedelta(seconds=1)))
        for name in ("service", "kind", "last", "minutes"):
            if name in self.payload:
                values[name] = self.payload[name]
        return values


def find(session: Session, rule: Rule, payload: Payload) -> Told:
    """Return whom to tell of an event by this rule; nobody when it is not needed any more."""
    item = _item(session, payload)
    officers = _AUDIENCES[rule.audience](session, item)
    path = rule.page.format_map({name: payload.get(name, "") for name in ("work_item_id", "subject_id")})
    return Told(officers, path, item, payload)


def _item(session: Session, payload: Payload) -> WorkItemRecord | None:
    if "work_item_id" in payload:
        return tasks.work_item(session, uuid.UUID(str(payload["work_item_id"])))
    if "subject_id" in payload:
        # The first work item of a case stands at the union that took it in.
        items = tasks.for_subject(session, uuid.UUID(str(payload["subject_id"])))
        return items[0] if items else None
    return None


def _holders(session: Session, item: WorkItemRecord | None) -> tuple[OfficerRecord, ...]:
    if item is None or item.state not in LIVE:
        return ()
    holders = unions.holders(session, item.unit_id, item.role, clock.today())
    wanted = [officer for officer in holders if officer.officer_id not in item.excluded]
    if item.assignee_id is not None:
        wanted = [officer for officer in wanted if officer.officer_id == item.assignee_id]
    return tuple(wanted)


def _role_at_intake(role: Role) -> Callable[[Session, WorkItemRecord | None], tuple[OfficerRecord, ...]]:
    def find_holders(session: Session, item: WorkItemRecord | None) -> tuple[OfficerRecord, ...]:
        return unions.holders(session, item.unit_id, role, clock.today()) if item is not None else ()

    return find_holders


def _administrators(session: Session, item: WorkItemRecord | None) -> tuple[OfficerRecord, ...]:
    today = clock.today()
    # Only those on the line of the case: an administrator elsewhere has no business with it.
    line = unions.ancestors(session, item.unit_id, today) if item is not None else unions.roots(session, today)
    found = {
        officer.officer_id: officer
        for unit in line
        for officer in unions.holders(session, unit.id, Role.ADMINISTRATOR, today)
    }
    return tuple(found.values())


_AUDIENCES: Mapping[Audience, Callable[[Session, WorkItemRecord | None], tuple[OfficerRecord, ...]]] = {
    Audience.HOLDERS: _holders,
    Audience.CASE_CLERKS: _role_at_intake(Role.CLERK),
    Audience.CASE_CHAIR: _role_at_intake(Role.CHAIR),
    Audience.ADMINISTRATORS: _administrators,
}

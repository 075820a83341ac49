"""Who is told of what, how: one literal table. An event without a row here is told to nobody.

Every event's payload carries what its audience needs (see ``recipients``) and no personal data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """Which officers a rule means; ``recipients`` finds them."""

    HOLDERS = "holders of the post that the work item waits for"
    CASE_CLERKS = "clerks of the union that took the case in"
    CASE_CHAIR = "chair of the union that took the case in"
    ADMINISTRATORS = "administrators"


class Channel(StrEnum):
    """How an officer is told."""

    NOTICE = "notice"
    MAIL = "mail"


class Page(StrEnum):
    """The page that a message links to."""

    TASK = "/tasks/{work_item_id}"
    CASE = "/cases/{subject_id}"
    INCIDENTS = "/admin/incidents"
    STATUS = "/admin/status"


@dataclass(frozen=True)
class Rule:
    """On ``event``, tell ``audience`` by ``channels`` with ``template`` (one file for each language)."""

    event: str
    audience: Audience
    template: str
    page: Page
    channels: tuple[Channel, ...]


BOTH = (Channel.NOTICE, Channel.MAIL)

RULES: tuple[Rule, ...] = (
    Rule("TaskOpened", Audience.HOLDERS, "task_opened", Page.TASK, BOTH),
    # The clerk's own work item, "supplement", comes with a TaskOpened: a second mail would say nothing new.
    Rule("TaskReturned", Audience.CASE_CLERKS, "task_returned", Page.CASE, (Channel.NOTICE,)),
    Rule("CaseRejected", Audience.CASE_CLERKS, "case_rejected", Page.CASE, BOTH),
    Rule("CaseLapsed", Audience.CASE_CLERKS, "case_lapsed", Page.CASE, BOTH),
    Rule("CaseWithdrawn", Audience.CASE_CLERKS, "case_withdrawn", Page.CASE, (Channel.NOTICE,)),
    Rule("CaseFiled", Audience.CASE_CLERKS, "case_filed", Page.CASE, BOTH),
    Rule("CaseFiled", Audience.CASE_CHAIR, "case_filed", Page.CASE, (Channel.NOTICE,)),
    Rule("ObjectionRaised", Audience.CASE_CLERKS, "objection_raised", Page.CASE, BOTH),
    Rule("ObjectionRaised", Audience.CASE_CHAIR, "objection_raised", Page.CASE, BOTH),
    Rule("IncidentRaised", Audience.ADMINISTRATORS, "incident_raised", Page.INCIDENTS, BOTH),
    Rule("WorkerSilent", Audience.ADMINISTRATORS, "worker_silent", Page.STATUS, BOTH),
)

# Events that are told to nobody, named so that none is forgotten. How a case ended is an event of its own.
SILENT: frozenset[str] = frozenset({"ClockMoved", "ProcessEnded"})


def rules_for(event: str) -> tuple[Rule, ...]:
    """Return the rules of an event, in the table's order."""
    return _BY_EVENT.get(event, ())


_BY_EVENT: Mapping[str, tuple[Rule, ...]] = {
    event: tuple(rule for rule in RULES if rule.event == event) for event in dict.fromkeys(rule.event for rule in RULES)
}
EVENTS: frozenset[str] = frozenset(_BY_EVENT) | SILENT

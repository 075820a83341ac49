"""The applicant withdraws (申请人撤回): at any time before entry, without penalty; he or she may apply again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from kit import audit, clock
from kit.db import Session
from relief.intake import facts as intake
from relief.intake import permissions
from unions.records import Actor
from workflows.operations.context import Services
from workflows.operations.correlate_message import correlate_message, lock_running

MESSAGE = "withdrawal"


@dataclass(frozen=True)
class WithdrawCase:
    """A clerk records that the applicant withdraws, and why."""

    case_id: uuid.UUID
    actor: Actor
    reason: str


def withdraw_case(session: Session, command: WithdrawCase, services: Services) -> None:
    """Withdraw an application: everything open is cancelled and the case is closed as withdrawn.

    Raises:
        NotAllowed, InstanceEnded, NothingWaits: not this officer's case, or it is over or filed.
    """
    permissions.check_can_withdraw(session, command.actor, command.case_id)
    instance = lock_running(session, "case", command.case_id)
    intake.request_withdrawal(session, command.case_id, command.actor, command.reason, clock.now())
    audit.append(session, actor=str(command.actor.officer_id), action="withdraw_case", subject=command.case_id)
    correlate_message(session, instance, MESSAGE, {}, services)

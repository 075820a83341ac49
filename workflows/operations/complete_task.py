"""Complete a work item (办理): the domain fact, the closed item, the audit row and the engine's step, all or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kit import audit, clock, outbox
from kit.db import Session
from kit.i18n import pick
from relief.intake.steps import StepFacts
from tasks import facts as worklist
from tasks import permissions, policies
from tasks import queries as worklist_queries
from tasks.errors import OpinionMissing, OutcomeUnknown
from tasks.records import WorkItemRecord
from unions import queries as unions
from unions.records import Actor, PostRecord
from workflows import forms
from workflows.engine.definition import Definition, Element, Outcome
from workflows.engine.step import CompleteTask as TaskDone
from workflows.instances import apply, queries
from workflows.instances.errors import RequestReused
from workflows.operations import progress, receipts
from workflows.operations.context import Services
from workflows.operations.recorders import RECORDERS

RETURN = "return"
"""The outcome that sends a case back for evidence (退回补证)."""


@dataclass(frozen=True)
class CompleteTask:
    """An officer completes a work item with an outcome, an opinion and the raw values of its form.

    ``request_id`` is made by the client when the form is shown: a repeat of the same request does nothing.
    """

    work_item_id: uuid.UUID
    actor: Actor
    outcome: str
    opinion: str
    values: Mapping[str, Any]
    request_id: str


@dataclass(frozen=True)
class Completed:
    """What completing led to: the work items opened next, and whether the process has ended."""

    subject_id: uuid.UUID
    opened: tuple[uuid.UUID, ...]
    ended: bool


def complete_task(session: Session, command: CompleteTask, services: Services) -> Completed:
    """Complete a work item.

    Raises:
        TaskNotFound, NotYourTask, ExcludedFromTask: who.
        TaskAlreadyCompleted, TaskCancelled, TaskClaimedByAnother, InstanceEnded: in which state.
        OutcomeUnknown, OpinionMissing, FieldErrors, and the refusals of ``relief``: what was entered.
    """
    seen = worklist_queries.work_item(session, command.work_item_id)
    instance = queries.locked_instance(session, seen.instance_id)
    done_before = _repeated(session, command)
    if done_before is not None:
        return done_before
    item = worklist_queries.work_item(session, command.work_item_id, locked=True)
    post = permissions.check_may_act(command.actor, item, "complete")
    policies.check_can_work(item, command.actor.officer_id, "complete", _name_of(session, item))
    progress.check_running(instance)
    definition = queries.load_definition(session, instance.definition_hash)
    element = definition.elements[item.step]
    outcome = _outcome(item, element, command)
    values = _values(session, definition, item, command, outcome)
    at = clock.now()
    done = _completion(command, post, outcome)
    variables = RECORDERS[item.form](
        session,
        StepFacts(
            case_id=item.subject_id, step=item.step, actor=command.actor, acting_for=post.via,
            outcome=outcome.value, opinion=command.opinion, values=values, at=at,
        ),
    )  # fmt: skip
    worklist.complete(session, item.id, done)
    audit.append(
        session, actor=str(command.actor.officer_id), action=f"complete:{item.step}", subject=item.subject_id,
        payload={"key": item.key, "outcome": outcome.value, "post": str(post.post_id),
                 "for": str(done.principal_id) if done.principal_id else None},
    )  # fmt: skip
    if outcome.value == RETURN:
        outbox.enqueue(session, "TaskReturned", {"subject_id": str(item.subject_id), "subject_no": item.subject_no})
    if element.resets:
        apply.reset_clock(session, instance, element.resets)
    opened = progress.advance(session, instance, TaskDone(item.key, {**variables, "outcome": outcome.value}), services)
    result = Completed(
        item.subject_id, tuple(uuid.UUID(work.item_id) for work in opened), instance.ended_at is not None
    )
    answer = {"work_item": str(item.id), "opened": [str(o) for o in result.opened], "ended": result.ended}
    receipts.keep(session, command.request_id, "complete_task", command.actor.officer_id, answer)
    return result


def _repeated(session: Session, command: CompleteTask) -> Completed | None:
    answer = receipts.answered(session, command.request_id, "complete_task", command.actor.officer_id)
    if answer is None:
        return None
    if answer["work_item"] != str(command.work_item_id):
        raise RequestReused
    item = worklist_queries.work_item(session, command.work_item_id)
    return Completed(item.subject_id, tuple(uuid.UUID(opened) for opened in answer["opened"]), bool(answer["ended"]))


def _name_of(session: Session, item: WorkItemRecord) -> str:
    return unions.get_officer(session, item.assignee_id).name if item.assignee_id else ""


def _outcome(item: WorkItemRecord, element: Element, command: CompleteTask) -> Outcome:
    for outcome in element.outcomes:
        if outcome.value == command.outcome:
            if "opinion" in outcome.requires and not command.opinion.strip():
                raise OpinionMissing(outcome=pick(outcome.zh, outcome.en))
            return outcome
    known = ", ".join(outcome.value for outcome in element.outcomes)
    raise OutcomeUnknown(known=known, label=item.label, outcome=command.outcome[:40])


def _values(
    session: Session, definition: Definition, item: WorkItemRecord, command: CompleteTask, outcome: Outcome
) -> Mapping[str, Any]:
    file = queries.definition_file(session, definition.hash, f"forms/{item.form}.json")
    assert file is not None  # publishing refuses a user task without its form
    return forms.validate(forms.load(file), command.values, outcome.value)


def _completion(command: CompleteTask, post: PostRecord, outcome: Outcome) -> worklist.Completion:
    principal = post.via
    return worklist.Completion(
        officer_id=command.actor.officer_id, officer_name=command.actor.name,
        principal_id=principal.officer_id if principal else None, principal_name=principal.name if principal else None,
        outcome=outcome.value, outcome_zh=outcome.zh, outcome_en=outcome.en, opinion=command.opinion.strip(),
        at=clock.now(),
    )  # fmt: skip

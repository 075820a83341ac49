"""One task: look at it, claim it, give it back, complete it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from kit.errors import AppError, FieldErrors
from kit.i18n import Text
from tasks import queries as worklist
from tasks.errors import OpinionMissing, OutcomeUnknown
from tasks.records import WorkItemRecord
from web import edge, error_pages, forms, task_page, words
from web.case_view import case_brief
from web.edge import LoginNeeded, Visit
from web.task_page import Entered
from workflows.operations.claim_task import ClaimTask, ReleaseTask, claim_task, release_task
from workflows.operations.complete_task import CompleteTask, complete_task
from workflows.services.table import SERVICES

router = APIRouter()
OUTCOME_MISSING = Text("Choose an outcome first.")
FILES_AGAIN = Text("Files and drawings have to be added again.")


@router.get("/tasks/{item_id}")
def show(request: Request, item_id: str) -> Response:
    """Show a task: its form when the officer may work on it, else what became of it."""
    with edge.reading(request) as visit:
        return _page(visit, _seen(visit, item_id), None, 200)


@router.post("/tasks/{item_id}/claim")
def claim(request: Request, item_id: str, form: edge.Sent) -> Response:
    """Claim a task and go on to its form."""
    with edge.command(request, form) as visit:
        claim_task(visit.session, ClaimTask(_seen(visit, item_id).id, visit.actor))
    return edge.go(request, f"/tasks/{item_id}?told=claimed")


@router.post("/tasks/{item_id}/release")
def release(request: Request, item_id: str, form: edge.Sent) -> Response:
    """Give a claimed task back."""
    with edge.command(request, form) as visit:
        release_task(visit.session, ReleaseTask(_seen(visit, item_id).id, visit.actor))
    return edge.go(request, "/inbox?told=released")


@router.post("/tasks/{item_id}/complete")
def complete(request: Request, item_id: str, form: edge.Sent) -> Response:
    """Complete a task, or show the form again with every fault beside its field and nothing lost."""
    try:
        with edge.command(request, form) as visit:
            item = _seen(visit, item_id)
            _complete(visit, item, form)
    except LoginNeeded:
        raise
    except AppError as error:
        if edge.wants_fragment(request):
            raise
        return _again(request, item_id, form, error)
    return edge.go(request, f"/tasks/{item_id}")


def _complete(visit: Visit, item: WorkItemRecord, form: FormData) -> None:
    outcome = edge.text(form, "outcome")
    if not outcome:
        raise FieldErrors({"outcome": OUTCOME_MISSING})
    schema = task_page.form_of(visit.session, item, task_page.definition_of(visit.session, item))
    command = CompleteTask(
        work_item_id=item.id,
        actor=visit.actor,
        outcome=outcome,
        opinion=edge.text(form, "opinion"),
        values=forms.raw_values(schema, form),
        request_id=edge.text(form, "request_id"),
    )
    try:
        complete_task(visit.session, command, SERVICES)
    except OutcomeUnknown as error:
        raise FieldErrors({"outcome": error.text}) from error
    except OpinionMissing as error:
        raise FieldErrors({"opinion": error.text}) from error


def _again(request: Request, item_id: str, form: FormData, error: AppError) -> Response:
    with edge.reading(request) as visit:
        item = _seen(visit, item_id)
        schema = task_page.form_of(visit.session, item, task_page.definition_of(visit.session, item))
        entered = Entered(
            values=forms.to_show(schema, forms.raw_values(schema, form)),
            faults=error.errors if isinstance(error, FieldErrors) else {},
            outcome=edge.text(form, "outcome"),
            opinion=edge.text(form, "opinion"),
            request_id=edge.text(form, "request_id"),
            trouble=f"{error.message()} {FILES_AGAIN}",
        )
        return _page(visit, item, entered, error_pages.code_of(error))


def _seen(visit: Visit, item_id: str) -> WorkItemRecord:
    item = worklist.work_item(visit.session, edge.number(item_id))
    task_page.check_can_see(visit.session, visit.actor, item)
    return item


def _page(visit: Visit, item: WorkItemRecord, entered: Entered | None, status: int) -> Response:
    session = visit.session
    blocked = task_page.why_not(session, visit.actor, item)
    workable = item.done_at is None and not blocked
    return visit.page(
        "task.html",
        status,
        item=item,
        due=words.due(item.due_at, provisional=item.provisional),
        role=words.role(item.role),
        mine=item.assignee_id == visit.actor.officer_id,
        blocked=blocked,
        opinion=task_page.opinion_for(session, visit.actor, item),
        task=task_page.task_form(session, item, entered=entered) if workable else None,
        brief=case_brief(session, visit.actor, item),
        after=_after(visit, item),
    )


def _after(visit: Visit, item: WorkItemRecord) -> dict[str, object]:
    """Return what happened after a completed task: the open steps of its subject, and the officer's next task."""
    if item.done_at is None:
        return {"steps": (), "next": None}
    opened = worklist.live_of_instance(visit.session, item.instance_id)
    mine = worklist.inbox(visit.session, visit.actor, limit=1).items
    return {"steps": opened, "next": mine[0] if mine else None}

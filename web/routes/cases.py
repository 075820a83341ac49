"""Cases: the list of one's part of the tree, the case with everything known of it, withdrawal and objection."""

from __future__ import annotations

import uuid

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from starlette.datastructures import FormData

from kit import clock
from kit.errors import AppError, FieldErrors
from kit.i18n import Text, get_language
from relief.evidence.objections import CHANNELS, NewObjection
from relief.households.errors import ReasonMissing
from relief.intake import permissions
from relief.intake import queries as intake
from relief.intake.errors import CannotWithdraw, CaseNotFound
from relief.intake.records import CaseRecord
from relief.intake.status import Status
from unions import queries as unions
from web import case_view, diagrams, edge, error_pages, words
from web.edge import LoginNeeded, Visit
from workflows.instances import queries as instances
from workflows.operations.permissions import check_may_reveal
from workflows.operations.raise_objection import RaiseObjection, raise_objection
from workflows.operations.reveal_case import OpenDocument, RevealCase, open_document, reveal_case
from workflows.operations.withdraw_case import WithdrawCase, withdraw_case
from workflows.services.table import SERVICES

router = APIRouter()
CHANNEL_WORDS = {
    "phone": Text("by telephone"),
    "letter": Text("by letter"),
    "visit": Text("in person"),
    "online": Text("on the notice site"),
    "box": Text("in the objections box"),
}
PAGE = 30
LEAST_REASON = 4
REASON_MISSING = Text("Write in a few words why the applicant withdraws.")
CONTENT_MISSING = Text("Write what is objected to.")


@router.get("/cases")
def cases(request: Request) -> Response:
    """List the cases of the officer's part of the tree, newest first."""
    asked = edge.params(request, "status", "after", "no")
    with edge.reading(request) as visit:
        if asked["no"].strip():
            return _by_number(visit, asked["no"])
        wanted = [Status(asked["status"])] if asked["status"] in set(Status) else []
        after = edge.number(asked["after"]) if asked["after"] else None
        page = intake.cases(visit.session, visit.actor, statuses=wanted, after=after, limit=PAGE)
        return _list(visit, page.items, asked["status"], str(page.next_after or ""), first=after is None, missing="")


@router.get("/cases/{case_id}")
def case(request: Request, case_id: str) -> Response:
    """Show a case: masked facts, the gates, decisions, the sums, the timeline and the live diagram."""
    with edge.reading(request) as visit:
        found = _visible(visit, case_id)
        return visit.page("case.html", view=case_view.case_view(visit.session, visit.actor, found))


@router.get("/cases/{case_id}/diagram")
def diagram(request: Request, case_id: str) -> Response:
    """Return the diagram on which the case runs, its labels in the reader's language."""
    with edge.reading(request) as visit:
        course = case_view.course(visit.session, _visible(visit, case_id))
        return Response(diagrams.in_language(course.definition.bpmn_xml, get_language()), media_type="application/xml")


@router.get("/cases/{case_id}/steps")
def steps(request: Request, case_id: str) -> Response:
    """Return the state of every step, for the diagram's colours and words."""
    with edge.reading(request, unattended=True) as visit:
        course = case_view.course(visit.session, _visible(visit, case_id))
        shown = {id_: {"state": s.state, "word": s.word, "told": s.told} for id_, s in course.states.items()}
        return JSONResponse({"steps": shown})


@router.get("/cases/{case_id}/steps/{element_id}")
def about_step(request: Request, case_id: str, element_id: str) -> Response:
    """Say of one step who holds it and why."""
    with edge.reading(request) as visit:
        found = _visible(visit, case_id)
        return visit.fragment("partials/about_step.html", step=case_view.about_step(visit.session, found, element_id))


@router.get("/cases/{case_id}/files/{document_id}")
def document(request: Request, case_id: str, document_id: str) -> Response:
    """Return one document of a case: a scan, a photo, a signature; that it was opened is recorded."""
    with edge.recorded(request) as visit:
        asked = OpenDocument(edge.number(case_id), edge.number(document_id), visit.actor)
        found = open_document(visit.session, asked)
    return Response(found.content, media_type=found.media_type, headers={"Content-Disposition": "inline"})


@router.get("/cases/{case_id}/reveal")
def ask_reveal(request: Request, case_id: str) -> Response:
    """Ask for the reason before a household is shown in full."""
    with edge.reading(request) as visit:
        found = _visible(visit, case_id)
        check_may_reveal(visit.actor, unions.get_unit(visit.session, found.unit_id))
        return visit.page("reveal.html", case=found, household=None, reason="", trouble="")


@router.post("/cases/{case_id}/reveal")
def reveal(request: Request, case_id: str, form: edge.Sent) -> Response:
    """Show a household in full, once, for the reason that is recorded."""
    reason = edge.text(form, "reason")
    try:
        with edge.command(request, form) as visit:
            household = reveal_case(visit.session, RevealCase(edge.number(case_id), visit.actor, reason))
    except ReasonMissing as error:
        household, trouble = None, error.message()
    else:
        trouble = ""
    with edge.reading(request) as visit:
        page = {"case": _visible(visit, case_id), "household": household, "reason": reason, "trouble": trouble}
        return visit.page("reveal.html", 422 if trouble else 200, **page)


@router.get("/cases/{case_id}/withdraw")
def ask_withdraw(request: Request, case_id: str) -> Response:
    """Say what a withdrawal will do, before it is done."""
    with edge.reading(request) as visit:
        return _withdraw_page(visit, _visible(visit, case_id), "", {}, "", 200)


@router.post("/cases/{case_id}/withdraw")
def withdraw(request: Request, case_id: str, form: edge.Sent) -> Response:
    """Record that the applicant withdraws."""
    reason = edge.text(form, "reason").strip()
    try:
        with edge.command(request, form) as visit:
            found = _visible(visit, case_id)
            if len(reason) < LEAST_REASON:
                raise FieldErrors({"reason": REASON_MISSING})
            withdraw_case(visit.session, WithdrawCase(found.id, visit.actor, reason), SERVICES)
    except (LoginNeeded, CaseNotFound):
        raise
    except AppError as error:
        faults = error.errors if isinstance(error, FieldErrors) else {}
        with edge.reading(request) as visit:
            page = (_visible(visit, case_id), reason, faults, error.message(), error_pages.code_of(error))
            return _withdraw_page(visit, *page)
    return edge.go(request, f"/cases/{case_id}?told=withdrawn")


@router.get("/cases/{case_id}/objection")
def ask_objection(request: Request, case_id: str) -> Response:
    """Show the form for an objection, and say what it will do."""
    with edge.reading(request) as visit:
        return _objection_page(visit, _visible(visit, case_id), None, {}, "", 200)


@router.post("/cases/{case_id}/objection")
def object_to(request: Request, case_id: str, form: edge.Sent) -> Response:
    """Record an objection that reached the union."""
    try:
        with edge.command(request, form) as visit:
            found = _visible(visit, case_id)
            command = RaiseObjection(found.id, visit.actor, _objection(form), edge.text(form, "request_id"))
            raise_objection(visit.session, command, SERVICES)
    except (LoginNeeded, CaseNotFound):
        raise
    except AppError as error:
        faults = error.errors if isinstance(error, FieldErrors) else {}
        with edge.reading(request) as visit:
            page = (_visible(visit, case_id), form, faults, error.message(), error_pages.code_of(error))
            return _objection_page(visit, *page)
    return edge.go(request, f"/cases/{case_id}?told=objected")


def _objection(form: FormData) -> NewObjection:
    content = edge.text(form, "content").strip()
    if not content:
        raise FieldErrors({"content": CONTENT_MISSING})
    named = edge.text(form, "objector").strip()
    return NewObjection(edge.text(form, "channel"), content, anonymous=not named, objector=named)


def _visible(visit: Visit, case_id: str) -> CaseRecord:
    return permissions.visible_case(visit.session, visit.actor, edge.number(case_id))


def _by_number(visit: Visit, case_no: str) -> Response:
    try:
        found = intake.case_by_no(visit.session, case_no)
    except CaseNotFound:
        return _list(visit, (), "", "", first=True, missing=case_no.strip()[:40])
    if not permissions.can_see_case(visit.session, visit.actor, found):
        return _list(visit, (), "", "", first=True, missing=case_no.strip()[:40])
    return edge.moved(f"/cases/{found.id}")


def _list(
    visit: Visit, items: tuple[CaseRecord, ...], status: str, next_after: str, *, first: bool, missing: str
) -> Response:
    units = unions.get_units(visit.session, {item.unit_id for item in items})
    rows = [(item, units[item.unit_id].name, case_view.status_word(item.status)) for item in items]
    states = [(str(each), case_view.status_word(each).word) for each in Status]
    return visit.page(
        "cases.html", rows=rows, chosen=status, states=states, next=next_after, first=first, missing=missing
    )


def _withdraw_page(
    visit: Visit, found: CaseRecord, reason: str, faults: dict[str, Text], trouble: str, status: int
) -> Response:
    if not permissions.can_withdraw(visit.session, visit.actor, found):
        raise CannotWithdraw(case_no=found.case_no, unit=unions.get_unit(visit.session, found.unit_id).name)
    course = case_view.course(visit.session, found)
    open_steps = [(item, words.role(item.role)) for item in course.items if item.done_at is None]
    return visit.page(
        "withdraw.html", status, case=found, reason=reason, faults=faults, trouble=trouble, open_steps=open_steps,
        possible=instances.waits_for_message(visit.session, course.instance.id, "withdrawal"),
    )  # fmt: skip


def _objection_page(
    visit: Visit, found: CaseRecord, form: FormData | None, faults: dict[str, Text], trouble: str, status: int
) -> Response:
    names = ("channel", "objector", "content", "request_id")
    entered = {name: edge.text(form, name) if form else "" for name in names}
    entered["request_id"] = entered["request_id"] or uuid.uuid4().hex
    channels = [(channel, CHANNEL_WORDS[channel].render()) for channel in CHANNELS]
    return visit.page(
        "objection.html", status, case=found, entered=entered, channels=channels, faults=faults, trouble=trouble,
        notice=case_view.hanging_notice(visit.session, found), today=clock.today(),
    )  # fmt: skip

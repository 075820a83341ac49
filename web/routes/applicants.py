"""Take an application in by the web form."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from kit.errors import AppError, FieldErrors
from kit.i18n import Text
from relief.intake import permissions
from relief.intake.errors import CannotRegister
from relief.intake.registration import from_values
from unions.records import UnitRecord
from web import edge, error_pages, forms
from web.edge import LoginNeeded, Visit
from workflows import forms as schemas
from workflows.instances import queries as instances
from workflows.operations.start_case import PROCESS, StartCase, start_case
from workflows.services.table import SERVICES

router = APIRouter()
#: The registration's one outcome: its form has no choice to make.
REGISTER = "register"
CENTRE_REASON_MISSING = Text("Say why no grassroots union takes this application.")
UNIT_UNKNOWN = Text("Choose the union that takes the application.")


@router.get("/applicants")
def home() -> Response:
    """Go to the form; applications themselves are listed among the cases."""
    return edge.moved("/applicants/new")


@router.get("/applicants/new")
def new(request: Request) -> Response:
    """Show the empty application form."""
    with edge.reading(request) as visit:
        return _page(visit, {}, {}, "", 200, {})


@router.post("/applicants/new")
def register(request: Request, form: edge.Sent) -> Response:
    """Register the applicant and start the case, or show the form again with nothing lost."""
    try:
        with edge.command(request, form) as visit:
            case_id = _register(visit, form)
    except LoginNeeded:
        raise
    except AppError as error:
        if edge.wants_fragment(request):
            raise
        return _again(request, form, error)
    return edge.go(request, f"/cases/{case_id}?told=registered")


def _register(visit: Visit, form: FormData) -> uuid.UUID:
    unit = _unit(visit, form)
    values = schemas.validate(_schema(visit), _entered(visit, form), REGISTER)
    reason = edge.text(form, "centre_reason").strip()
    registration = from_values({**values, "centre_reason": reason}, unit_id=unit.id)
    permissions.check_can_register(visit.actor, unit, reason)
    return start_case(visit.session, StartCase(registration, visit.actor, edge.text(form, "request_id")), SERVICES)


def _unit(visit: Visit, form: FormData) -> UnitRecord:
    units = permissions.units_to_register(visit.session, visit.actor)
    if not units:
        raise CannotRegister(unit=visit.actor.posts[0].unit_name if visit.actor.posts else "-")
    chosen = edge.text(form, "unit_id")
    for unit in units:
        if str(unit.id) == chosen or (not chosen and len(units) == 1):
            return unit
    raise FieldErrors({"unit_id": UNIT_UNKNOWN})


def _schema(visit: Visit) -> schemas.Form:
    definition = instances.current_definition(visit.session, PROCESS)
    content = instances.definition_file(visit.session, definition.hash, "forms/application.json")
    assert content is not None, "the intake process is published with its application form"
    return schemas.load(content)


def _entered(visit: Visit, form: FormData) -> dict[str, Any]:
    raw = forms.raw_values(_schema(visit), form)
    return {name: value for name, value in raw.items() if name not in {"unit_id", "centre_reason"}}


def _again(request: Request, form: FormData, error: AppError) -> Response:
    with edge.reading(request) as visit:
        values = forms.to_show(_schema(visit), _entered(visit, form))
        faults = error.errors if isinstance(error, FieldErrors) else {}
        chosen = {name: edge.text(form, name) for name in ("unit_id", "centre_reason", "request_id")}
        return _page(visit, values, faults, error.message(), error_pages.code_of(error), chosen)


def _page(
    visit: Visit,
    values: Mapping[str, Any],
    faults: Mapping[str, Text],
    trouble: str,
    status: int,
    chosen: Mapping[str, str],
) -> Response:
    units = permissions.units_to_register(visit.session, visit.actor)
    return visit.page(
        "applicant.html",
        status,
        units=units,
        form=_schema(visit) if units else None,
        values=values,
        faults=faults,
        trouble=trouble,
        chosen={"unit_id": "", "centre_reason": "", "request_id": uuid.uuid4().hex, **chosen},
    )

"""Published processes: versions, hashes, diagrams. They hold no personal data; every officer may look."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kit.i18n import get_language
from web import diagrams, edge
from workflows.instances import queries as instances
from workflows.instances.errors import DefinitionNotFound

router = APIRouter()
_HASH_LENGTH = 64


@router.get("/definitions")
def definitions(request: Request) -> Response:
    """List all published versions, newest first within each process."""
    with edge.reading(request) as visit:
        return visit.page("definitions.html", definitions=instances.definitions(visit.session))


@router.get("/definitions/{definition_hash}")
def definition(request: Request, definition_hash: str) -> Response:
    """Show one version: its diagram and its steps with level, role, deadline and outcomes."""
    with edge.reading(request) as visit:
        record = instances.definition_by_hash(visit.session, definition_hash[:_HASH_LENGTH])
        if record is None:
            raise DefinitionNotFound(process=definition_hash[:12])
        model = instances.load_definition(visit.session, record.hash)
        return visit.page("definition.html", record=record, steps=diagrams.steps_of(model))


@router.get("/definitions/{definition_hash}/diagram")
def diagram(request: Request, definition_hash: str) -> Response:
    """Return the diagram, its labels in the reader's language."""
    with edge.reading(request) as visit:
        model = instances.load_definition(visit.session, definition_hash[:_HASH_LENGTH])
        return Response(diagrams.in_language(model.bpmn_xml, get_language()), media_type="application/xml")

"""What administrators look after: incidents, and whether the long-running parts do their work."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kit import clock, heartbeat
from web import edge, words
from web.edge import Visit
from workflows.instances import queries as instances
from workflows.instances.queries import IncidentRecord
from workflows.operations.permissions import check_may_operate
from workflows.operations.retry_incident import RetryIncident, retry_incident
from workflows.operations.subjects import SUBJECTS, in_sight
from workflows.services.table import SERVICES

router = APIRouter()
SLEEPY = timedelta(minutes=2)


@router.get("/admin/incidents")
def incidents(request: Request) -> Response:
    """Show open incidents with their cause, and what was resolved."""
    with edge.reading(request) as visit:
        check_may_operate(visit.actor)
        wanted = request.query_params.get("all") == "1"
        found = [each for each in instances.incidents(visit.session, only_open=not wanted) if _mine(visit, each)]
        rows = [(each, SUBJECTS[each.subject_kind].facts(visit.session, each.subject_id)) for each in found]
        return visit.page("incidents.html", rows=rows, wanted_all=wanted)


@router.post("/admin/incidents/{incident_id}/retry")
def retry(request: Request, incident_id: str, form: edge.Sent) -> Response:
    """Run the failed service again."""
    with edge.command(request, form) as visit:
        check_may_operate(visit.actor)
        command = RetryIncident(edge.number(incident_id), visit.actor)
        went_well = retry_incident(visit.session, command, SERVICES)
    return edge.go(request, f"/admin/incidents?told={'retried' if went_well else 'failed'}")


@router.get("/admin/status")
def status(request: Request) -> Response:
    """Show when the worker last swept, which is what everything timed depends on."""
    with edge.reading(request) as visit:
        check_may_operate(visit.actor)
        swept = heartbeat.last_sweep(visit.session)
        ago = None if swept is None else words.duration(swept, clock.real_now())
        awake = swept is not None and clock.real_now() - swept < SLEEPY
        count = sum(_mine(visit, each) for each in instances.incidents(visit.session))
        return visit.page("status.html", swept=swept, ago=ago, awake=awake, incidents=count)


def _mine(visit: Visit, incident: IncidentRecord) -> bool:
    # An administrator looks after the part of the tree under the post, as everybody else does.
    return in_sight(visit.session, visit.actor, incident.subject_kind, incident.subject_id)

"""An officer's own notices."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from notifications import facts, queries
from web import edge

router = APIRouter()
PAGE = 30


@router.get("/notices")
def notices(request: Request) -> Response:
    """Show the officer's notices, newest first."""
    before = request.query_params.get("before", "")
    with edge.reading(request) as visit:
        found = queries.notices(
            visit.session, visit.actor.officer_id, before=edge.number(before) if before else None, limit=PAGE + 1
        )
        shown = found[:PAGE]
        return visit.page(
            "notices.html", notices=shown, next=shown[-1].id if len(found) > PAGE else None, first=not before
        )


@router.post("/notices/{notice_id}/open")
def open_notice(request: Request, notice_id: str, form: edge.Sent) -> Response:
    """Mark one notice as read and go to the page that it is about."""
    with edge.command(request, form) as visit:
        path = facts.mark_read(visit.session, visit.actor.officer_id, edge.number(notice_id))
    return edge.go(request, edge.safe_next(path))


@router.post("/notices/read")
def read_all(request: Request, form: edge.Sent) -> Response:
    """Mark all notices as read."""
    with edge.command(request, form) as visit:
        facts.mark_all_read(visit.session, visit.actor.officer_id)
    return edge.go(request, "/notices?told=read")

"""The to-do list and the list of what was done: 待办 and 已办, of all posts that an officer holds."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kit.errors import Invalid
from kit.i18n import gettext
from tasks import queries as worklist
from tasks.records import Page, WorkItemRecord
from unions.records import Actor
from web import edge, words
from web.edge import Visit

router = APIRouter()
PAGE = 30


class CursorUnknown(Invalid):
    """Expected to go on in the list, but the place is not known. Start again from its first page."""


@dataclass(frozen=True)
class Row:
    """One work item as the list shows it."""

    item: WorkItemRecord
    due: words.Due
    role: str
    mine: bool
    for_name: str
    took: str


@router.get("/inbox")
def inbox(request: Request) -> Response:
    """Show what waits for the officer's posts, soonest due first."""
    with edge.reading(request) as visit:
        return visit.page("inbox.html", tab="todo", **_todo(visit))


@router.get("/inbox/list")
def inbox_list(request: Request) -> Response:
    """Return the list's first page anew, or nothing when it has not changed; asked for by the page itself."""
    with edge.reading(request, unattended=True) as visit:
        found = _todo(visit)
        if request.query_params.get("seen") == found["seen"]:
            return Response(status_code=204)
        return visit.fragment("partials/inbox_list.html", tab="todo", **found)


@router.get("/inbox/done")
def done(request: Request) -> Response:
    """Show what the officer completed, latest first."""
    with edge.reading(request) as visit:
        page = _page(lambda after: worklist.done_by(visit.session, visit.actor, after=after, limit=PAGE), request)
        rows = [_row(visit.actor, item) for item in page.items]
        return visit.page("inbox.html", tab="done", rows=rows, next=page.next, after=_after(request), seen="")


def _todo(visit: Visit) -> dict[str, Any]:
    request = visit.request
    page = _page(lambda after: worklist.inbox(visit.session, visit.actor, after=after, limit=PAGE), request)
    rows = [_row(visit.actor, item) for item in page.items]
    state = "|".join(f"{row.item.id}{row.item.state}{row.due.left}" for row in rows) + gettext("To do")
    seen = hashlib.sha256(state.encode()).hexdigest()[:16]
    return {"rows": rows, "next": page.next, "after": _after(request), "seen": seen}


def _page(read: Callable[[str | None], Page], request: Request) -> Page:
    try:
        return read(_after(request))
    except ValueError as error:
        raise CursorUnknown from error


def _after(request: Request) -> str | None:
    return request.query_params.get("after") or None


def _row(actor: Actor, item: WorkItemRecord) -> Row:
    post = next((post for post in actor.posts if post.unit_id == item.unit_id and post.role == item.role), None)
    return Row(
        item=item,
        due=words.due(item.due_at, provisional=item.provisional),
        role=words.role(item.role),
        mine=item.assignee_id == actor.officer_id,
        for_name=post.via.name if post and post.via else "",
        took=words.duration(item.opened_at, item.done_at) if item.done_at else "",
    )

"""What stands around every page: who I am, where I can go, how much waits, what just happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from kit import clock
from kit.db import Session
from kit.i18n import Text, gettext
from kit.settings import get_settings
from notifications import queries as notices
from tasks import queries as worklist
from unions.records import Actor
from unions.roles import Role
from web import words
from workflows.operations.permissions import may_operate

TOLD = {
    "claimed": Text("You have claimed the task; your colleagues no longer see it in their lists."),
    "released": Text("The task is free again for all holders of its post."),
    "registered": Text("The applicant is registered and the case has started."),
    "withdrawn": Text("The withdrawal is recorded; the case is closed."),
    "objected": Text("The objection is recorded; the publicity's clock stands still and the county looks into it."),
    "paused": Text("The clock stands still; what is left of it is kept."),
    "resumed": Text("The clock goes on with what was left of it."),
    "read": Text("All notices are marked as read."),
    "retried": Text("The service ran through; the case goes on."),
    "failed": Text("The service failed again. Its cause is shown below."),
    "moved": Text("The demonstration's clock has moved on. What fell due is carried out within a few seconds."),
}
_OVERSEERS = frozenset({Role.ADMINISTRATOR, Role.PROCESS_OWNER, Role.MANAGER, Role.AUDITOR})


@dataclass(frozen=True)
class Entry:
    """One entry of the navigation."""

    href: str
    icon: str
    label: str
    current: bool
    count: str = ""
    wide_only: bool = False


@dataclass(frozen=True)
class Demo:
    """The demonstration's bar: its time, and where its mails and flows are shown."""

    now: datetime
    mail_url: str
    flows_url: str


@dataclass(frozen=True)
class Frame:
    """All that ``base.html`` needs."""

    actor: Actor
    posts: str
    menu: tuple[Entry, ...]
    unread: str
    csrf: str
    path: str
    flash: str
    demo: Demo | None


def frame(session: Session, actor: Actor, request: Request, csrf: str) -> Frame:
    """Return the frame of a page for an officer."""
    unread = _count(notices.unread_count(session, actor.officer_id))
    path, told = request.url.path, request.query_params.get("told", "")
    return Frame(
        actor=actor,
        posts=words.posts(actor),
        menu=tuple(_menu(session, actor, path, unread)),
        unread=unread,
        csrf=csrf,
        path=path,
        flash=TOLD[told].render() if told in TOLD else "",
        demo=demo(request) if get_settings().demo else None,
    )


def demo(request: Request) -> Demo:
    """Return what the demonstration's bar shows; its helpers listen on the same host as the web."""
    settings = get_settings()
    host = request.url.hostname or settings.web_host
    return Demo(clock.now(), f"http://{host}:{settings.sink_port}/", f"http://{host}:{settings.prefect_port}/")


def _menu(session: Session, actor: Actor, path: str, unread: str) -> list[Entry]:
    def entry(href: str, icon: str, label: str, count: str = "", *, wide_only: bool = False) -> Entry:
        return Entry(href, icon, label, path == href or path.startswith(href + "/"), count, wide_only)

    todo = _count(worklist.inbox_count(session, actor))
    menu = [entry("/inbox", "inbox", gettext("To do"), todo)]
    if actor.holds(Role.CLERK):
        menu.append(entry("/applicants", "user-plus", gettext("Register")))
    menu += [
        entry("/cases", "folders", gettext("Cases")),
        entry("/notices", "bell", gettext("Notices"), unread),
    ]
    if any(actor.holds(role) for role in _OVERSEERS):
        menu.append(entry("/definitions", "route", gettext("Processes"), wide_only=not actor.holds(Role.PROCESS_OWNER)))
    if may_operate(actor):
        menu.append(entry("/admin/incidents", "alert-triangle", gettext("Incidents")))
    return menu


def _count(number: int) -> str:
    return "" if number == 0 else "999+" if number > 999 else str(number)  # noqa: PLR2004

"""Words for what the screen shows: due dates, durations, states, roles. A colour never stands alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kit import clock, workdays
from kit.i18n import Text, gettext
from relief.households import codes
from unions.records import Actor, PostRecord
from unions.roles import Role

SOON_DAYS = 2
_MINUTE = 60
_HOUR = 3600
_DAY = 86400


@dataclass(frozen=True)
class Due:
    """How a due date is shown: the day, a word, the working days left, and the style that goes with the word."""

    day: date
    word: str
    left: str
    style: str
    provisional: bool


def due(due_at: datetime, *, provisional: bool = False) -> Due:
    """Return the words for a due instant; ``due_at`` is the first instant after the last day."""
    day = clock.local_date(due_at - timedelta(microseconds=1))
    today = clock.today()
    left = workdays.working_days_between(today, day)
    if clock.now() >= due_at:
        late = workdays.working_days_between(day, today)
        return Due(day, gettext("Late"), gettext("{days} working days late", days=late), "late", provisional)
    if day == today:
        return Due(day, gettext("Today"), gettext("due today"), "soon", provisional)
    text = gettext("{days} working days left", days=left)
    if left <= SOON_DAYS:
        return Due(day, gettext("Soon"), text, "soon", provisional)
    return Due(day, gettext("In time"), text, "good", provisional)


def duration(start: datetime, end: datetime) -> str:
    """Return how long something took, in the largest unit that says enough."""
    seconds = int((end - start).total_seconds())
    if seconds < _HOUR:
        return gettext("{n} min", n=max(seconds // _MINUTE, 1))
    if seconds < _DAY:
        return gettext("{n} h", n=seconds // _HOUR)
    return gettext("{n} days", n=seconds // _DAY)


def file_size(size: int) -> str:
    """Return a size in bytes as people read it."""
    if size < 1024 * 1024:
        return f"{max(size // 1024, 1)} kB"
    return f"{size / (1024 * 1024):.1f} MB"


def post(held: PostRecord) -> str:
    """Return a post in words, with the principal of a stand-in."""
    said = f"{held.unit_name} {held.role.label}"
    return f"{said} ({gettext('for {name}', name=held.via.name)})" if held.via else said


def posts(actor: Actor) -> str:
    """Return all posts of an officer in words."""
    return gettext(", ").join(post(held) for held in actor.posts) if actor.posts else gettext("no post today")


def role(value: str) -> str:
    """Return a role's name."""
    return Role(value).label.render()


def code(listed: str, value: str) -> str:
    """Return the label of an entry of a code list."""
    return codes.label(listed, value)


def text(value: object) -> str:
    """Return a Text, a label or a plain value as the reader sees it."""
    return value.render() if isinstance(value, Text) else str(value)


#: The name of the Chinese language in itself, for the switch on English pages.
CHINESE = "\u4e2d\u6587"
#: The sign of the house, read with or without Chinese.
SEAL = "\u5e2e"

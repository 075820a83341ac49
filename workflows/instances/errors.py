"""Refusals of processes; each class's docstring is its message."""

from __future__ import annotations

from kit.errors import Conflict, NotFound


class InstanceNotFound(NotFound):
    """Expected to find the process of this case, but there is none."""


class DefinitionNotFound(NotFound):
    """Expected a published definition of the process "{process}", but there is none. Publish it with the command "bangfu definitions publish"."""


class InstanceEnded(Conflict):
    """Expected the process to be running, but it ended at {when}. Nothing was changed."""


class IncidentNotFound(NotFound):
    """Expected to find the incident, but there is none with this number."""


class IncidentResolved(Conflict):
    """Expected to retry the incident, but it was resolved at {when}."""


class NothingWaits(Conflict):
    """Expected the case to wait for "{name}", but it does not at this step. Reload the page to see where it stands."""


class TimerNotRunning(Conflict):
    """Expected the clock to be running, but it is {state}."""


class TimerNotPaused(Conflict):
    """Expected the clock to be paused, but it is {state}."""


class RequestReused(Conflict):
    """Expected a new request number, but another command used this one. Reload the page and try again."""

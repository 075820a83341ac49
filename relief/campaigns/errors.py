"""Refusals of campaigns; each class's docstring is its message."""

from __future__ import annotations

from kit.errors import Invalid, NotFound


class CampaignNotFound(NotFound):
    """Expected to find the campaign year, but there is none with this number."""


class PlanEndsBeforeItStarts(Invalid):
    """Expected the plan to end on or after {starts}, but it ends on {ends}. Correct one of the two days."""

"""Refusals of the quarterly re-examination; each class's docstring is its message."""

from __future__ import annotations

from kit.errors import Invalid, NotFound


class NotAQuarter(Invalid):
    """Expected a quarter such as 2018Q4, but got "{value}"."""


class QuarterNotBegun(Invalid):
    """Expected a quarter that has begun, but {quarter} begins on {begins}."""


class RunNotFound(NotFound):
    """Expected to find the quarterly run, but there is none with this number."""


class OnlyDryRuns(Invalid):
    """Expected a dry run: files are changed by visits, study and signature, never by a run alone. Add --dry-run."""

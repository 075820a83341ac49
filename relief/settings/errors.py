"""Why a setting was refused."""

from __future__ import annotations

from kit.errors import Conflict, Invalid


class SettingUnknown(Invalid):
    """Expected a setting that Bangfu knows, but it is "{name}". The settings are: {known}."""


class SettingOfWrongKind(Invalid):
    """Expected setting "{name}" to be {kind}, but it is "{value}". Correct the value."""


class SettingPeriodOverlaps(Conflict):
    """Expected one value of "{name}" for division {division} at a time, but another one begins on {day}. End that first."""

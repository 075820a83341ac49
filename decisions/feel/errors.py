"""Why an expression was refused or could not be carried out."""

from __future__ import annotations

from kit.errors import Invalid


class FeelError(Invalid):
    """Expected an expression in FEEL, but it was refused."""

    @property
    def position(self) -> int:
        """Where in the text the fault is, counted from 0; -1 when the whole expression is meant."""
        return int(self.params.get("position", -1))


class FeelSyntaxError(FeelError):
    """Expected an expression in FEEL, but "{text}" has "{found}" at character {column}, where it cannot stand."""


class FeelUnfinished(FeelError):
    """Expected an expression in FEEL, but "{text}" ends too early. Complete it."""


class FeelUnknownType(FeelError):
    """Expected a type of FEEL, such as number or string, but it is "{type}"."""


class FeelBadValue(FeelError):
    """Expected exact values in an expression's inputs, but "{name}" is a {type}. Give a whole number or a decimal."""


class FeelLimit(FeelError):
    """Expected an expression that stays within its limits, but it exceeds {what} of {limit}. Make it simpler."""

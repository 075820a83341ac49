"""One class per refusal; its docstring is the message and the message id.

A message says what was tried, on what, why not, and what to do. Parameters stand in braces and are filled in the
reader's language by ``kit.i18n``. No HTTP code here: the edge maps classes to codes.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from kit.i18n import Text


class AppError(Exception):
    """Something was refused."""

    def __init__(self, **params: Any) -> None:
        super().__init__()
        self.params: dict[str, Any] = params

    @property
    def text(self) -> Text:
        """The sentence for the reader, to be rendered in any language."""
        return Text(" ".join(inspect.cleandoc(type(self).__doc__ or "").split()), self.params)

    def message(self, language: str | None = None) -> str:
        """Return the sentence in ``language`` (the current one when omitted)."""
        return self.text.render(language)

    def __str__(self) -> str:
        """Return the English sentence, for logs; parameters never hold personal data."""
        return self.text.render("en")


class NotFound(AppError):
    """Expected to find what you asked for, but it does not exist or is not yours to see."""


class NotAllowed(AppError):
    """Expected you to be allowed to do this, but your posts do not allow it."""


class Conflict(AppError):
    """Expected the record to be unchanged, but somebody changed it first. Reload the page and try again."""


class Invalid(AppError):
    """Expected a valid value, but got something else."""


class FieldErrors(AppError):
    """Some fields need attention. Nothing was saved; what you entered is kept below."""

    def __init__(self, errors: Mapping[str, Text]) -> None:
        super().__init__()
        self.errors: dict[str, Text] = dict(errors)

    def __str__(self) -> str:
        """Return the names of the fields and their sentences."""
        return "; ".join(f"{name}: {text.render('en')}" for name, text in self.errors.items())

"""What a form's file can be refused for; what a person entered is refused with ``kit.errors.FieldErrors``."""

from __future__ import annotations

from kit.errors import Invalid


class FormRefused(Invalid):
    """Expected form {form} to be usable, but at {place}: {fault} Correct the form's file and load it again."""

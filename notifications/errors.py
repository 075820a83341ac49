"""Refusals of notifications; each class's docstring is its message."""

from __future__ import annotations

from kit.errors import AppError


class MailNotSent(AppError):
    """Expected to send {count} mails, but {left} were not taken: {reason}. They are tried again by themselves."""

"""Simplified Chinese first, with a full English translation.

Message ids are English sentences with parameters in braces; the Chinese catalogues are ``locale/zh/*.po``, one per
room, read once per process. English needs no catalogue: the message id is the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
DEFAULT_LANGUAGE = "zh"
LOCALE_DIR = Path(__file__).resolve().parent.parent / "locale"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


@dataclass(frozen=True)
class Text:
    """A message id with its parameters, rendered when the reader's language is known.

    Parameters may be Texts themselves.
    """

    msgid: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def render(self, language: str | None = None) -> str:
        """Return the sentence in ``language`` (the current one when omitted)."""
        language = language or get_language()
        values = {
            name: value.render(language) if isinstance(value, Text) else value for name, value in self.params.items()
        }
        return _fill(translate(self.msgid, language), values)

    def __str__(self) -> str:
        """Render in the current language."""
        return self.render()


def _fill(template: str, values: Mapping[str, Any]) -> str:
    # Not str.format: a value or a stray brace must never be able to fail or to reach attributes.
    for name, value in values.items():
        template = template.replace("{" + name + "}", str(value))
    return template


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return message id → translation for ``language`` from all rooms' catalogues."""
    messages: dict[str, str] = {}
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="zh_CN"):
                if message.id and isinstance(message.id, str) and isinstance(message.string, str) and message.string:
                    messages[message.id] = message.string
    return messages


def translate(msgid: str, language: str) -> str:
    """Return the translation of ``msgid``, or ``msgid`` itself where the language is English or lacks it."""
    if language == "en":
        return msgid
    return catalogue(language).get(msgid, msgid)


def gettext(msgid: str, **params: Any) -> str:
    """Return the sentence in the current language."""
    return Text(msgid, params).render()


def get_language() -> str:
    """Return the current language code: ``zh`` or ``en``."""
    return _language.get()


def set_language(language: str) -> None:
    """Set the language of the current context; an unknown code falls back to Chinese."""
    _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)


@contextmanager
def using_language(language: str) -> Iterator[None]:
    """Render in ``language`` inside the block."""
    token = _language.set(language if language in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


def pick(zh: str, en: str, language: str | None = None) -> str:
    """Return the Chinese or the English of a label that carries both, as diagrams and forms do."""
    return en if (language or get_language()) == "en" and en else zh


def date_text(value: date) -> str:
    """Return a date as people here write it: 2018-11-05."""
    return value.isoformat()


def datetime_text(value: datetime) -> str:
    """Return an instant as Shanghai wall-clock time to the minute."""
    from kit.clock import SHANGHAI

    return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")

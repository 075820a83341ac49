"""Texts as people enter them: cleaned of what cannot be seen, refused when they carry what cannot be shown."""

from __future__ import annotations

import unicodedata

from kit.i18n import Text
from workflows.forms.model import Field

MAX_TEXT = 200
MAX_LONGTEXT = 5000
SHOWN = 40

# Pasted from web pages and office documents; nobody meant to enter them.
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Cf", "Cn", "Zl", "Zp"})


class Fault(Exception):
    """A value that is refused; ``Validation`` adds the field's name to the sentence."""

    def __init__(self, msgid: str, **params: object) -> None:
        super().__init__(msgid)
        self.msgid = msgid
        self.params = params


def clean(raw: object, *, lines: bool = False) -> str:
    """Return ``raw`` trimmed and normalised (NFC); line breaks are kept when ``lines``.

    Raises:
        Fault: it is not a text or carries a character that cannot be shown.
    """
    if isinstance(raw, bool) or not isinstance(raw, str):
        raise Fault(NOT_A_TEXT)
    text = raw.translate(INVISIBLE).strip()
    if lines:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for place, character in enumerate(text, 1):
        allowed = lines and character in "\n\t"
        if not allowed and unicodedata.category(character) in _REFUSED_CATEGORIES:
            raise Fault(BAD_CHARACTER, place=place)
    return unicodedata.normalize("NFC", text)


def half_width(raw: object) -> str:
    """Return a short text with full-width digits, letters and signs made half-width, for dates and numbers.

    Raises:
        Fault: it is not a text of at most 200 characters.
    """
    text = clean(raw).translate(_FULL_WIDTH).strip()
    if len(text) > MAX_TEXT:
        raise Fault(TOO_LONG, limit=MAX_TEXT, length=len(text))
    return text


def shown(text: str) -> str:
    """Return the beginning of what was entered, for an error's sentence."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def sentence(fault: Fault, field: Field, name: Text) -> Text:
    """Return the fault as a sentence about the field; a sensitive value is never repeated in it."""
    params = dict(fault.params)
    if field.sensitive and "value" in params:
        params["value"] = Text("(not shown)")
    return Text(fault.msgid, {"field": name, **params})


# The sentences; each names the field, the fault and the remedy. They stand together so that they stay alike.
EMPTY = "Expected {field} to be filled in, but it is empty. Fill it in and submit again."
NOT_A_TEXT = "Expected {field} to be a text, but it is something else. Enter it as text."
BAD_CHARACTER = "Expected {field} to hold only visible characters, but character {place} cannot be shown. Delete it and type it again."
TOO_LONG = "Expected {field} to have at most {limit} characters, but it has {length}. Make it shorter."
TOO_SHORT = "Expected {field} to have at least {limit} characters, but it has {length}. Write more."
NO_MATCH = 'Expected {field} to be written as the form asks, but it is "{value}". Correct it.'
NO_MATCH_HELP = 'Expected {field} to be written as the form asks, but it is "{value}". Correct it: {help}'

"""What a form is: a title and typed fields, frozen so that a published form can be shared between threads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kit.i18n import Text, get_language, pick


class FieldType(StrEnum):
    """The kinds of field; ``workflows.forms.validate`` says what each accepts and gives back."""

    TEXT = "text"
    LONGTEXT = "longtext"
    CHOICE = "choice"
    MULTICHOICE = "multichoice"
    DATE = "date"
    DATETIME = "datetime"
    MONEY = "money"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    PEOPLE = "people"
    LINES = "lines"
    FILES = "files"
    SIGNATURE = "signature"
    IDNUMBER = "idnumber"
    PHONE = "phone"


#: Types whose value is a list of things; ``min`` and ``max`` count them.
COUNTED = frozenset({FieldType.MULTICHOICE, FieldType.PEOPLE, FieldType.LINES, FieldType.FILES})
#: Types whose ``min`` and ``max`` are lengths in characters.
TEXTUAL = frozenset({FieldType.TEXT, FieldType.LONGTEXT})
#: Types that may stand in a column of lines.
COLUMN_TYPES = frozenset(
    {
        FieldType.TEXT,
        FieldType.LONGTEXT,
        FieldType.CHOICE,
        FieldType.DATE,
        FieldType.DATETIME,
        FieldType.MONEY,
        FieldType.INTEGER,
        FieldType.BOOLEAN,
        FieldType.IDNUMBER,
        FieldType.PHONE,
    }
)


@dataclass(frozen=True)
class Label(Text):
    """A label that carries its own Chinese; ``msgid`` is the English. Renders in the reader's language."""

    zh: str = ""

    def render(self, language: str | None = None) -> str:
        """Return the label in ``language`` (the current one when omitted)."""
        return pick(self.zh, self.msgid, language or get_language())

    __str__ = Text.__str__

    def __hash__(self) -> int:
        """Hash by the two texts; the parameters of a label are always empty."""
        return hash((self.zh, self.msgid))


@dataclass(frozen=True)
class Option:
    """One value that may be chosen."""

    value: str
    label: Label


@dataclass(frozen=True)
class Field:
    """One field of a form.

    ``required`` is a yes or no, or the outcomes with which the field must be filled in. ``min`` and ``max`` are
    characters for text, fen for money, a count for lists, an ISO date or ``today`` for dates, an ISO time or ``now``
    for times. ``role`` names who may be picked in a field of people. ``sensitive`` values are masked on screen and
    never repeated in an error's sentence. ``prefill`` names what the page offers as a first value.
    """

    name: str
    type: FieldType
    label: Label
    help: Label | None = None
    required: bool | frozenset[str] = False
    options: tuple[Option, ...] = ()
    min: int | str | None = None
    max: int | str | None = None
    pattern: str | None = None
    columns: tuple[Field, ...] = ()
    role: str | None = None
    sensitive: bool = False
    prefill: str | None = None

    def required_for(self, outcome: str) -> bool:
        """Say whether the field must be filled in when the task ends with ``outcome``."""
        return self.required if isinstance(self.required, bool) else outcome in self.required


@dataclass(frozen=True)
class Form:
    """A form as its file describes it."""

    key: str
    title: Label
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field | None:
        """Return the field called ``name``, or None."""
        return next((field for field in self.fields if field.name == name), None)

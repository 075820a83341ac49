"""Validate what an officer entered, whole form at once: every fault is reported, beside its field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kit.errors import FieldErrors
from kit.i18n import Text
from workflows.forms import scalars, uploads
from workflows.forms.model import Field, FieldType, Form
from workflows.forms.texts import EMPTY, SHOWN, Fault, half_width, sentence

MAX_LINES = 200
MAX_PEOPLE = 50
_DEFAULT_MAX = {
    FieldType.LINES: MAX_LINES,
    FieldType.PEOPLE: MAX_PEOPLE,
    FieldType.FILES: uploads.MAX_FILES,
    FieldType.MULTICHOICE: 200,
}

UNKNOWN = 'Expected only the fields of this form, but "{name}" is not one of them. Reload the page and enter it again.'
NOT_A_LIST = "Expected {field} to be a list, but it is something else. Reload the page and enter it again."
NOT_A_PERSON = "Expected {field} to name officers, but one entry is not an officer. Choose them from the list again."
TWICE = "Expected {field} to name each officer once, but one is named twice. Choose different officers."
TOO_FEW = "Expected {field} to have at least {limit} entries, but it has {count}. Add what is missing."
TOO_MANY = "Expected {field} to have at most {limit} entries, but it has {count}. Remove some."


def validate(form: Form, raw: Mapping[str, Any], outcome: str) -> dict[str, Any]:
    """Return the exact value of every field of ``form``, given what was entered and the outcome chosen.

    Every field of the form is in the result. What it accepts and gives back, by type:

    - text, longtext: str, trimmed; None when empty. choice: str; None when empty.
    - multichoice: tuple of str in the order of the options. people: tuple of UUID. Both ``()`` when empty.
    - date: ISO text → date. datetime: ISO text, Shanghai wall clock when it names no zone → aware UTC datetime.
    - money: **yuan** as typed (text, or an exact int or Decimal; never float) → int fen. integer: int. None when empty.
    - boolean: bool; False when nothing was sent. A required one must be answered, with yes or with no.
    - lines: list of mappings → tuple of dicts, one per row with anything in it; ``()`` when empty.
    - files: list of ``{"name", "type", "content": bytes}`` → tuple of the same, ``type`` as the bytes show; ``()``.
    - signature: PNG data URL → bytes of the PNG; None when empty.
    - idnumber: 18 characters, upper case. phone: digits only. None when empty. The domain checks the number itself.

    Raises:
        FieldErrors: a sentence per field at fault, keyed by its name; in lines ``expenses.2.amount``, counted from 0.
    """
    errors: dict[str, Text] = {}
    _refuse_unknown(raw, {field.name for field in form.fields}, "", errors)
    values = {
        field.name: _value(field, raw.get(field.name), _Place(field.name, field.label, outcome, errors))
        for field in form.fields
    }
    if errors:
        raise FieldErrors(errors)
    return values


@dataclass(frozen=True)
class _Place:
    """Where a value stands: the key and the name for its errors, and where these are collected."""

    key: str
    name: Text
    outcome: str
    errors: dict[str, Text]

    def cell(self, field: Field, number: int, column: Field) -> _Place:
        """Return the place of a cell of lines; rows are counted from 0 in keys and from 1 for people."""
        name = Text("{table}, row {row}: {column}", {"table": field.label, "row": number + 1, "column": column.label})
        return _Place(f"{self.key}.{number}.{column.name}", name, self.outcome, self.errors)


def _refuse_unknown(raw: Mapping[Any, Any], known: set[str], prefix: str, errors: dict[str, Text]) -> None:
    for name in raw:
        if name not in known:
            shown = name[:SHOWN] if isinstance(name, str) else "?"
            errors[prefix + shown] = Text(UNKNOWN, {"name": shown})


def _value(field: Field, raw: object, place: _Place) -> object:
    """Return one field's value, or record its fault at ``place``."""
    try:
        if field.type in _LISTS:
            return _LISTS[field.type](field, _entries(field, raw), place)
        if scalars.is_empty(raw):
            _check_given(field, place, given=False)
            return False if field.type is FieldType.BOOLEAN else None
        if field.type is FieldType.SIGNATURE:
            return uploads.parse_signature(raw)
        return scalars.parse(field, raw)
    except Fault as fault:
        place.errors[place.key] = sentence(fault, field, place.name)
        return None


def _check_given(field: Field, place: _Place, *, given: bool) -> None:
    if not given and field.required_for(place.outcome):
        raise Fault(EMPTY)


def _entries(field: Field, raw: object) -> Sequence[object]:
    """Return what was entered in a list; one entry alone may come without its list, as browsers send it."""
    entries: Sequence[object]
    if raw is None:
        entries = ()
    elif isinstance(raw, (list, tuple)):
        entries = raw
    elif isinstance(raw, (str, UUID, Mapping)):
        entries = (raw,)
    else:
        raise Fault(NOT_A_LIST)
    # Counted before anything is read, so that a huge list costs nothing.
    limit = field.max if isinstance(field.max, int) else _DEFAULT_MAX[field.type]
    if len(entries) > max(limit, _DEFAULT_MAX[field.type]):
        raise Fault(TOO_MANY, limit=limit, count=len(entries))
    return entries


def _check_count(field: Field, place: _Place, count: int) -> None:
    _check_given(field, place, given=count > 0)
    if isinstance(field.min, int) and 0 < count < field.min:
        raise Fault(TOO_FEW, limit=field.min, count=count)
    if isinstance(field.max, int) and count > field.max:
        raise Fault(TOO_MANY, limit=field.max, count=count)


def _files(field: Field, entries: Sequence[object], place: _Place) -> tuple[dict[str, object], ...]:
    # A browser sends one file without name and content for a field in which nothing was chosen.
    chosen = [
        file for file in entries if not (isinstance(file, Mapping) and not file.get("name") and not file.get("content"))
    ]
    _check_count(field, place, len(chosen))
    return tuple(uploads.parse_file(file) for file in chosen)


def _choices(field: Field, entries: Sequence[object], place: _Place) -> tuple[str, ...]:
    chosen = {scalars.option(field, entry) for entry in entries if not scalars.is_empty(entry)}
    _check_count(field, place, len(chosen))
    return tuple(option.value for option in field.options if option.value in chosen)


def _people(field: Field, entries: Sequence[object], place: _Place) -> tuple[UUID, ...]:
    people: list[UUID] = []
    for entry in entries:
        if scalars.is_empty(entry):
            continue
        try:
            person = entry if isinstance(entry, UUID) else UUID(half_width(entry))
        except (ValueError, Fault):
            raise Fault(NOT_A_PERSON) from None
        if person in people:
            raise Fault(TWICE)
        people.append(person)
    _check_count(field, place, len(people))
    return tuple(people)


def _lines(field: Field, entries: Sequence[object], place: _Place) -> tuple[dict[str, Any], ...]:
    columns = {column.name for column in field.columns}
    rows: list[dict[str, Any]] = []
    for number, entry in enumerate(entries):
        if scalars.is_empty(entry):
            continue
        if not isinstance(entry, Mapping):
            raise Fault(NOT_A_LIST)
        _refuse_unknown(entry, columns, f"{place.key}.{number}.", place.errors)
        if all(scalars.is_empty(entry.get(name)) for name in columns):
            continue
        rows.append(
            {
                column.name: _value(column, entry.get(column.name), place.cell(field, number, column))
                for column in field.columns
            }
        )
    _check_count(field, place, len(rows))
    return tuple(rows)


_LISTS: Mapping[FieldType, Callable[[Field, Sequence[object], _Place], object]] = {
    FieldType.FILES: _files,
    FieldType.MULTICHOICE: _choices,
    FieldType.PEOPLE: _people,
    FieldType.LINES: _lines,
}

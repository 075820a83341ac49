"""Forms between the browser and ``workflows.forms``: what was sent, what to show again, who may be picked."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from starlette.datastructures import FormData, UploadFile

from kit import clock
from kit.db import Session
from kit.money import yuan_text
from unions import queries as unions
from unions.roles import Role
from workflows.forms import Field, FieldType, Form, gather
from workflows.forms.uploads import MAX_FILE_BYTES

#: What a form carries beside its fields.
ENVELOPE = frozenset({"outcome", "opinion", "request_id", "csrf_token"})


@dataclass(frozen=True)
class Person:
    """An officer who may be picked: name and post."""

    id: uuid.UUID
    name: str
    post: str


def raw_values(form: Form, sent: FormData) -> dict[str, Any]:
    """Return what was entered, in the shape that ``workflows.forms.validate`` reads."""
    return gather(form, ((name, _plain(value)) for name, value in sent.multi_items() if name not in ENVELOPE))


def to_show(form: Form, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was entered without files, to show it again beside what is wrong with it."""
    shown = {field.name for field in form.fields if field.type is not FieldType.FILES}
    return {name: value for name, value in raw.items() if name in shown}


def as_entered(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return exact values as a person would have entered them, to fill a form in beforehand."""
    return {
        field.name: _entered(field, values[field.name]) for field in form.fields if values.get(field.name) is not None
    }


def people_for(session: Session, form: Form, unit_id: uuid.UUID) -> dict[str, tuple[Person, ...]]:
    """Return who may be picked in each field of people: the holders of its role in the unit, today."""
    found = {}
    for field in form.fields:
        if field.type is FieldType.PEOPLE and field.role:
            role = Role(field.role)
            holders = unions.holders(session, unit_id, role, clock.today())
            found[field.name] = tuple(Person(each.officer_id, each.name, role.label.render()) for each in holders)
    return found


def _plain(value: object) -> object:
    if isinstance(value, UploadFile):
        # One byte more than allowed tells the check that the file is too large, without reading all of it.
        return {"name": value.filename or "", "content": value.file.read(MAX_FILE_BYTES + 1)}
    return value


def _entered(field: Field, value: Any) -> Any:
    match field.type:
        case FieldType.MONEY:
            return yuan_text(value) if isinstance(value, int) else value
        case FieldType.BOOLEAN:
            return "true" if value else "false"
        case FieldType.LINES:
            return [_row(field.columns, row) for row in value]
        case FieldType.MULTICHOICE | FieldType.PEOPLE:
            return [str(each) for each in value]
        case FieldType.DATETIME if isinstance(value, datetime):
            return value.astimezone(clock.SHANGHAI).strftime("%Y-%m-%dT%H:%M")
        case _:
            return value.isoformat() if isinstance(value, date) else str(value)


def _row(columns: Iterable[Field], row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: _entered(column, row[column.name]) for column in columns if row.get(column.name) is not None}

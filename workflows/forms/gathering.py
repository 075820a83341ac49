"""Turn what a browser sends, a flat list of names and values, into the nested shape that ``validate`` reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from workflows.forms.model import FieldType, Form
from workflows.forms.validation import MAX_LINES

_LINE = re.compile(r"([a-z][a-z0-9_]*)\.([0-9]{1,4})\.([a-z][a-z0-9_]*)")
_LISTS = frozenset({FieldType.MULTICHOICE, FieldType.PEOPLE, FieldType.FILES})


def gather(form: Form, pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Return the raw values of ``form`` from a submitted page.

    A cell of lines is called ``expenses.2.amount`` (rows from 0; gaps where rows were deleted are kept, so that an
    error finds its cell). Names that the form does not know stay as they are: ``validate`` refuses them.
    """
    raw: dict[str, Any] = {}
    for name, value in pairs:
        cell = _LINE.fullmatch(name)
        field = form.field(cell.group(1) if cell else name)
        if cell and field is not None and field.type is FieldType.LINES and int(cell.group(2)) < MAX_LINES:
            rows = raw.setdefault(field.name, [])
            if not isinstance(rows, list):
                # The table's own name was sent as a value too: kept, and refused by validate.
                continue
            while len(rows) <= int(cell.group(2)):
                rows.append({})
            rows[int(cell.group(2))][cell.group(3)] = value
        elif not cell and field is not None and field.type in _LISTS:
            raw.setdefault(name, []).append(value)
        else:
            raw[name] = value
    return raw

"""Read a form's JSON file strictly: a misspelt key or an impossible rule is refused when the form is published."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, NoReturn

from kit.i18n import Text
from workflows.forms.errors import FormRefused
from workflows.forms.model import COLUMN_TYPES, COUNTED, TEXTUAL, Field, FieldType, Form, Label, Option

MAX_FORM_BYTES = 256 * 1024
MAX_FIELDS = 100
#: Names that the command itself carries beside the form's values.
RESERVED = frozenset({"outcome", "opinion", "request_id", "csrf_token"})

_NAME = re.compile(r"[a-z][a-z0-9_]{0,47}")
_FIELD_KEYS = frozenset(
    {
        "name",
        "type",
        "label",
        "help",
        "required",
        "options",
        "min",
        "max",
        "pattern",
        "columns",
        "role",
        "sensitive",
        "prefill",
    }
)
# A pattern is a sequence of characters, classes and escapes, each perhaps repeated: no groups, so that matching a
# text of a form's length can never take exponential time.
_PATTERN = re.compile(
    r"(?:(?:\\[dws.\-/()+*?\[\]{}|^$\\]|\[\^?[^\[\]\\^]+\]|[^\\\[\](){}*+?|^$])(?:\{\d{1,3}(?:,\d{1,3})?\}|[?*+])?)+"
)
_MAX_OPEN_REPEATS = 2


def load(content: bytes) -> Form:
    """Return the form that ``content``, a UTF-8 JSON file, describes.

    Raises:
        FormRefused: the file is not such a form; the sentence names the place and the fault.
    """
    if len(content) > MAX_FORM_BYTES:
        _refuse(
            "?",
            "/",
            Text(
                "it has {size} bytes, more than the {limit} allowed.", {"size": len(content), "limit": MAX_FORM_BYTES}
            ),
        )
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError) as error:
        _refuse("?", "/", Text("it is not JSON in UTF-8 ({cause}).", {"cause": str(error)[:80]}))
    if not isinstance(raw, dict) or not isinstance(raw.get("key"), str) or not _NAME.fullmatch(raw["key"]):
        _refuse("?", "key", Text("there must be a name such as home_visit."))
    form: str = raw["key"]
    _only_keys(form, "/", raw, frozenset({"key", "title", "fields"}))
    fields = raw.get("fields")
    if not isinstance(fields, list) or len(fields) > MAX_FIELDS:
        _refuse(form, "fields", Text("there must be a list of at most {limit} fields.", {"limit": MAX_FIELDS}))
    title = _label(form, "title", raw.get("title"))
    return Form(form, title, _fields(form, fields))


def _refuse(form: str, place: str, fault: Text) -> NoReturn:
    raise FormRefused(form=form, place=place, fault=fault)


def _only_keys(form: str, place: str, raw: Mapping[str, Any], known: frozenset[str]) -> None:
    unknown = sorted(set(raw) - known)
    if unknown:
        words = {"key": unknown[0][:40], "known": ", ".join(sorted(known))}
        _refuse(form, place, Text('"{key}" is not known here; known are {known}.', words))


def _label(form: str, place: str, raw: object) -> Label:
    if not isinstance(raw, dict):
        _refuse(form, place, Text('there must be a label with "zh" and "en".'))
    _only_keys(form, place, raw, frozenset({"zh", "en"}))
    zh, en = raw.get("zh"), raw.get("en")
    if not isinstance(zh, str) or not isinstance(en, str) or not zh.strip() or not en.strip():
        _refuse(form, place, Text('there must be a label with "zh" and "en".'))
    return Label(en, {}, zh)


def _fields(form: str, raw_fields: list[object], *, columns_of: str = "") -> tuple[Field, ...]:
    fields: list[Field] = []
    seen: set[str] = set()
    for number, raw in enumerate(raw_fields, 1):
        place = f"fields.{number}" if not columns_of else f"{columns_of}.columns.{number}"
        if not isinstance(raw, dict):
            _refuse(form, place, Text("there must be an object."))
        field = _field(form, place, raw, column=bool(columns_of))
        if field.name in seen:
            _refuse(form, place, Text('the name "{name}" is used twice.', {"name": field.name}))
        seen.add(field.name)
        fields.append(field)
    return tuple(fields)


def _field(form: str, place: str, raw: dict[str, Any], *, column: bool) -> Field:
    _only_keys(form, place, raw, _FIELD_KEYS)
    name = raw.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name in RESERVED:
        _refuse(
            form,
            place,
            Text("the name must be of lower-case letters, digits and underscores, and not a reserved word."),
        )
    place = f"{place.rpartition('.')[0]}.{name}"
    try:
        kind = FieldType(raw.get("type", ""))
    except (ValueError, TypeError):
        _refuse(form, place, Text("the type must be one of {types}.", {"types": ", ".join(FieldType)}))
    if column and kind not in COLUMN_TYPES:
        _refuse(form, place, Text("a column cannot be of type {type}.", {"type": kind}))
    sensitive = raw.get("sensitive", False)
    if not isinstance(sensitive, bool):
        _refuse(form, place, Text('"{key}" must be true or false.', {"key": "sensitive"}))
    low, high = _bound(form, place, kind, raw.get("min")), _bound(form, place, kind, raw.get("max"))
    if isinstance(low, int) and isinstance(high, int) and low > high:
        _refuse(form, place, Text('"min" is greater than "max".'))
    return Field(
        name=name,
        type=kind,
        label=_label(form, place, raw.get("label")),
        help=_label(form, f"{place}.help", raw["help"]) if raw.get("help") is not None else None,
        required=_required(form, place, raw.get("required", False)),
        options=_options(form, place, kind, raw.get("options")),
        min=low,
        max=high,
        pattern=_pattern(form, place, kind, raw.get("pattern")),
        columns=_columns(form, place, kind, raw.get("columns")),
        role=_name_or_none(form, place, "role", raw.get("role")),
        sensitive=sensitive or kind is FieldType.IDNUMBER,
        prefill=_name_or_none(form, place, "prefill", raw.get("prefill")),
    )


def _required(form: str, place: str, raw: object) -> bool | frozenset[str]:
    if isinstance(raw, bool):
        return raw
    if not isinstance(raw, list) or not raw or not all(isinstance(value, str) for value in raw):
        _refuse(form, place, Text('"required" must be true, false or a list of outcomes.'))
    return frozenset(raw)


def _options(form: str, place: str, kind: FieldType, raw: object) -> tuple[Option, ...]:
    wanted = kind in {FieldType.CHOICE, FieldType.MULTICHOICE}
    if not wanted:
        if raw is not None:
            _refuse(form, place, Text('a field of type {type} has no "{key}".', {"type": kind, "key": "options"}))
        return ()
    if not isinstance(raw, list) or not raw:
        _refuse(form, place, Text('there must be "options" to choose from.'))
    options: list[Option] = []
    for number, entry in enumerate(raw, 1):
        where = f"{place}.options.{number}"
        value = entry.get("value") if isinstance(entry, dict) else None
        if not isinstance(value, str) or not value or value in {option.value for option in options}:
            _refuse(form, where, Text('"value" must be a text that no other option has.'))
        options.append(Option(value, _label(form, where, {k: v for k, v in entry.items() if k != "value"})))
    return tuple(options)


def _bound(form: str, place: str, kind: FieldType, raw: object) -> int | str | None:
    if raw is None:
        return None
    if kind in COUNTED | TEXTUAL | {FieldType.MONEY, FieldType.INTEGER}:
        if isinstance(raw, bool) or not isinstance(raw, int):
            _refuse(form, place, Text('"min" and "max" must be whole numbers (characters, a count, or fen for money).'))
        return raw
    if kind in {FieldType.DATE, FieldType.DATETIME} and isinstance(raw, str):
        word = "today" if kind is FieldType.DATE else "now"
        try:
            if raw != word:
                _ = date.fromisoformat(raw) if kind is FieldType.DATE else datetime.fromisoformat(raw)
        except ValueError:
            _refuse(form, place, Text('"min" and "max" must be "{word}" or written as 2018-11-05.', {"word": word}))
        return raw
    _refuse(form, place, Text('a field of type {type} has no "{key}".', {"type": kind, "key": "min, max"}))


def _pattern(form: str, place: str, kind: FieldType, raw: object) -> str | None:
    if raw is None:
        return None
    if kind is not FieldType.TEXT or not isinstance(raw, str):
        _refuse(form, place, Text('"pattern" is a text and stands on fields of type text only.'))
    open_repeats = len(re.findall(r"(?<!\\)[*+]", raw))
    if not _PATTERN.fullmatch(raw) or open_repeats > _MAX_OPEN_REPEATS:
        _refuse(form, place, Text('"pattern" may hold characters, classes such as [A-Z], and repeats, but no groups.'))
    try:
        re.compile(raw)
    except re.error as error:
        _refuse(form, place, Text('"pattern" is not understood ({cause}).', {"cause": str(error)}))
    return raw


def _columns(form: str, place: str, kind: FieldType, raw: object) -> tuple[Field, ...]:
    if kind is not FieldType.LINES:
        if raw is not None:
            _refuse(form, place, Text('a field of type {type} has no "{key}".', {"type": kind, "key": "columns"}))
        return ()
    if not isinstance(raw, list) or not raw or len(raw) > MAX_FIELDS:
        _refuse(form, place, Text('there must be "columns".'))
    return _fields(form, raw, columns_of=place)


def _name_or_none(form: str, place: str, key: str, raw: object) -> str | None:
    if raw is None or (isinstance(raw, str) and raw and len(raw) <= MAX_FIELDS):
        return raw
    _refuse(form, place, Text('"{key}" must be a text.', {"key": key}))

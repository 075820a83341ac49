"""One function per simple field type: what was entered becomes an exact value, or a Fault."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kit import clock
from kit.errors import Invalid
from kit.i18n import Text
from kit.money import parse_yuan, yuan_text
from workflows.forms.model import Field, FieldType
from workflows.forms.texts import (
    EMPTY,
    INVISIBLE,
    MAX_LONGTEXT,
    MAX_TEXT,
    NO_MATCH,
    NO_MATCH_HELP,
    TOO_LONG,
    TOO_SHORT,
    Fault,
    clean,
    half_width,
    shown,
)

#: No amount, number or date of this work lies beyond these.
MAX_FEN = 10**13
MAX_INTEGER = 10**12
SMALLEST_PLACES = 12
FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2199, 12, 31)
#: A phone's clock may be a little ahead of the server's.
CLOCK_TOLERANCE = timedelta(minutes=5)

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{9,11}")
_ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
_INTEGER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})")
_YES = frozenset({"true", "1", "on", "yes"})
_NO = frozenset({"false", "0", "off", "no", ""})

NOT_A_DATE = 'Expected {field} to be a date, but it is "{value}". Write it as 2018-11-05.'
NOT_A_TIME = 'Expected {field} to be a date and time, but it is "{value}". Write it as 2018-11-05T09:30.'
NOT_AN_AMOUNT = 'Expected {field} to be an amount in yuan such as 6,800.50, but it is "{value}". Correct the amount.'
NOT_A_NUMBER = 'Expected {field} to be a whole number, but it is "{value}". Correct the number.'
TOO_SMALL = "Expected {field} to be at least {limit}, but it is {value}. Correct it."
TOO_BIG = "Expected {field} to be at most {limit}, but it is {value}. Correct it."
TOO_EARLY = "Expected {field} to be {limit} or later, but it is {value}. Correct it."
TOO_LATE = "Expected {field} to be {limit} or earlier, but it is {value}. Correct it."
NOT_YES_OR_NO = "Expected {field} to be answered with yes or no, but the answer is something else. Choose one."
NOT_AN_OPTION = "Expected {field} to be one of the choices offered, but it is something else. Choose one of: {options}."
NOT_AN_ID_NUMBER = (
    "Expected {field} to be an ID number of 17 digits and a last digit or X, but it is not. Compare it with the card."
)
NOT_A_PHONE = (
    "Expected {field} to be a mobile number of 11 digits or a landline with its area code, but it is not. Correct it."
)


def is_empty(raw: object) -> bool:
    """Say whether nothing was entered."""
    return (
        raw is None
        or (isinstance(raw, str) and not raw.translate(INVISIBLE).strip())
        or (isinstance(raw, (list, tuple)) and not raw)
    )


def parse(field: Field, raw: object) -> object:
    """Return the exact value of a filled-in simple field.

    Raises:
        Fault: what was entered is not such a value.
    """
    return _PARSERS[field.type](field, raw)


def option_labels(field: Field) -> Text:
    """Return the labels of a field's options as one text, for an error's sentence."""
    labels = {f"o{number}": option.label for number, option in enumerate(field.options)}
    return Text(" / ".join(f"{{{name}}}" for name in labels), labels)


def option(field: Field, raw: object) -> str:
    """Return the option chosen.

    Raises:
        Fault: it is none of the options.
    """
    if isinstance(raw, str):
        for choice in field.options:
            if choice.value == raw.strip():
                return choice.value
    raise Fault(NOT_AN_OPTION, options=option_labels(field))


def _text(field: Field, raw: object) -> str:
    long = field.type is FieldType.LONGTEXT
    text = clean(raw, lines=long)
    if not text:
        raise Fault(EMPTY)
    limit = field.max if isinstance(field.max, int) else (MAX_LONGTEXT if long else MAX_TEXT)
    if len(text) > limit:
        raise Fault(TOO_LONG, limit=limit, length=len(text))
    if isinstance(field.min, int) and len(text) < field.min:
        raise Fault(TOO_SHORT, limit=field.min, length=len(text))
    # A text beyond the ordinary length is never matched: matching stays quick whatever the form says.
    if field.pattern is not None and (len(text) > MAX_TEXT or not re.fullmatch(field.pattern, text)):
        if field.help is not None:
            raise Fault(NO_MATCH_HELP, value=shown(text), help=field.help)
        raise Fault(NO_MATCH, value=shown(text))
    return text


def _date(field: Field, raw: object) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        day = raw
    else:
        text = half_width(raw)
        try:
            day = datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  (a day has no zone)
        except ValueError:
            raise Fault(NOT_A_DATE, value=shown(text)) from None
    first = _day_bound(field.min, FIRST_DAY)
    last = _day_bound(field.max, LAST_DAY)
    if day < first:
        raise Fault(TOO_EARLY, limit=first.isoformat(), value=day.isoformat())
    if day > last:
        raise Fault(TOO_LATE, limit=last.isoformat(), value=day.isoformat())
    return day


def _day_bound(bound: int | str | None, otherwise: date) -> date:
    if bound == "today":
        return clock.today()
    return date.fromisoformat(bound) if isinstance(bound, str) else otherwise


def _datetime(field: Field, raw: object) -> datetime:
    if isinstance(raw, datetime):
        at, text = raw, raw.isoformat()
    else:
        text = half_width(raw)
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise Fault(NOT_A_TIME, value=shown(text)) from None
        if len(text) <= len("2018-11-05"):
            raise Fault(NOT_A_TIME, value=shown(text))
    if not FIRST_DAY <= at.date() <= LAST_DAY:
        raise Fault(NOT_A_TIME, value=shown(text))
    at = (at if at.tzinfo is not None else at.replace(tzinfo=clock.SHANGHAI)).astimezone(UTC)
    first, last = _time_bound(field.min), _time_bound(field.max)
    if first is not None and at < first:
        raise Fault(TOO_EARLY, limit=_wall(first), value=_wall(at))
    if last is not None and at > last:
        raise Fault(TOO_LATE, limit=_wall(last), value=_wall(at))
    return at


def _time_bound(bound: int | str | None) -> datetime | None:
    if not isinstance(bound, str):
        return None
    if bound == "now":
        return clock.now() + CLOCK_TOLERANCE
    at = datetime.fromisoformat(bound)
    return (at if at.tzinfo is not None else at.replace(tzinfo=clock.SHANGHAI)).astimezone(UTC)


def _wall(at: datetime) -> str:
    return at.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M")


def _money(field: Field, raw: object) -> int:
    text = _number_text(raw, NOT_AN_AMOUNT)
    try:
        fen = parse_yuan(text)
    except Invalid:
        raise Fault(NOT_AN_AMOUNT, value=shown(text)) from None
    first = field.min if isinstance(field.min, int) else 0
    last = field.max if isinstance(field.max, int) else MAX_FEN
    if fen < first:
        raise Fault(TOO_SMALL, limit=yuan_text(first), value=yuan_text(fen))
    if fen > last:
        raise Fault(TOO_BIG, limit=yuan_text(last), value=yuan_text(fen))
    return fen


def _integer(field: Field, raw: object) -> int:
    text = _number_text(raw, NOT_A_NUMBER)
    if not _INTEGER.fullmatch(text):
        raise Fault(NOT_A_NUMBER, value=shown(text))
    number = int(text.replace(",", ""))
    first = field.min if isinstance(field.min, int) else -MAX_INTEGER
    last = field.max if isinstance(field.max, int) else MAX_INTEGER
    if number < first:
        raise Fault(TOO_SMALL, limit=first, value=number)
    if number > last:
        raise Fault(TOO_BIG, limit=last, value=number)
    return number


def _number_text(raw: object, otherwise: str) -> str:
    """Return the digits of a number typed, or given by a program as an exact int or Decimal; never a float."""
    if isinstance(raw, bool) or not isinstance(raw, (str, int, Decimal)):
        raise Fault(otherwise, value=Text("(not shown)"))
    if isinstance(raw, str):
        return half_width(raw)
    # Printing an enormous number would itself fail.
    if isinstance(raw, Decimal):
        if not raw.is_finite() or raw.copy_abs() > MAX_FEN or raw.adjusted() < -SMALLEST_PLACES:
            raise Fault(otherwise, value=Text("(not shown)"))
        return f"{raw:f}"
    if abs(raw) > MAX_FEN:
        raise Fault(otherwise, value=Text("(not shown)"))
    return str(raw)


def _boolean(_field: Field, raw: object) -> bool:
    if isinstance(raw, bool):
        return raw
    text = clean(raw).lower() if isinstance(raw, str) else "?"
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise Fault(NOT_YES_OR_NO)


def _id_number(_field: Field, raw: object) -> str:
    text = half_width(raw).upper().replace(" ", "")
    if not _ID_NUMBER.fullmatch(text):
        raise Fault(NOT_AN_ID_NUMBER)
    return text


def _phone(_field: Field, raw: object) -> str:
    digits = re.sub(r"[ \-()]", "", half_width(raw)).removeprefix("+86")
    if not _MOBILE.fullmatch(digits) and not _LANDLINE.fullmatch(digits):
        raise Fault(NOT_A_PHONE)
    return digits


_PARSERS: Mapping[FieldType, Callable[[Field, object], object]] = {
    FieldType.TEXT: _text,
    FieldType.LONGTEXT: _text,
    FieldType.CHOICE: option,
    FieldType.DATE: _date,
    FieldType.DATETIME: _datetime,
    FieldType.MONEY: _money,
    FieldType.INTEGER: _integer,
    FieldType.BOOLEAN: _boolean,
    FieldType.IDNUMBER: _id_number,
    FieldType.PHONE: _phone,
}

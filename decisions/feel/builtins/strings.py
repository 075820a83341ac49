"""Standard functions on texts."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from decisions.feel import limits
from decisions.feel.builtins.define import define
from decisions.feel.builtins.patterns import pattern_for, replacement
from decisions.feel.errors import FeelLimit
from decisions.feel.temporal import write
from decisions.feel.values import Months, Range
from kit.i18n import Text


def text_of(value: Any, *, inner: bool = False) -> str | None:  # noqa: PLR0911  # one line per kind
    """Return ``value`` as text; null stays null, except inside a list or context."""
    if value is None:
        return "null" if inner else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"' if inner else value
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Decimal):
        return _plain(value)
    if isinstance(value, date | time | timedelta | Months):
        return write(value)
    if isinstance(value, list):
        return "[" + ", ".join(text_of(item, inner=True) or "" for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {text_of(item, inner=True)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        ends = text_of(value.low, inner=True), text_of(value.high, inner=True)
        return f"{'[' if value.low_included else '('}{ends[0]}..{ends[1]}{']' if value.high_included else ')'}"
    return None


def _plain(value: Decimal) -> str:
    if abs(value.adjusted()) > limits.DIGITS:
        return str(value)
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _substring(text: str, start: Any, length: Any = None) -> str | None:
    if not isinstance(start, int) or start == 0 or (length is not None and length < 1):
        return None
    begin = start - 1 if start > 0 else len(text) + start
    if not 0 <= begin <= len(text):
        return None
    return text[begin:] if length is None else text[begin : begin + int(length)]


def _before(text: str, match: str) -> str:
    head, found, _ = text.partition(match) if match else ("", "x", "")
    return head if found else ""


def _after(text: str, match: str) -> str:
    if not match:
        return text
    _, found, tail = text.partition(match)
    return tail if found else ""


def _matches(text: str, pattern: str, flags: str | None = None) -> bool | None:
    compiled = pattern_for(text, pattern, flags)
    return None if compiled is None else compiled.search(text) is not None


def _replace(text: str, pattern: str, by: str, flags: str | None = None) -> str | None:
    compiled = pattern_for(text, pattern, flags)
    if compiled is None or (len(text) + 1) * (len(by) + 1) > limits.STRING * 10:
        return None
    try:
        return compiled.sub(replacement(by), text)
    except (IndexError, ValueError, re.error):
        return None


def _split(text: str, delimiter: str) -> list[str] | None:
    compiled = pattern_for(text, delimiter, None)
    if compiled is None:
        return None
    parts, last = [], 0
    for match in compiled.finditer(text):
        if match.end() == match.start():
            return None
        parts.append(text[last : match.start()])
        last = match.end()
    return [*parts, text[last:]]


def _extract(text: str, pattern: str, flags: str | None = None) -> list[str] | None:
    compiled = pattern_for(text, pattern, flags)
    return None if compiled is None else [match[0] for match in compiled.finditer(text)]


def _join(items: list[Any], delimiter: str | None = None) -> str | None:
    kept = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in kept):
        return None
    if sum(map(len, kept)) + len(kept) * len(delimiter or "") > limits.STRING:
        raise FeelLimit(what=Text("the length of a text"), limit=limits.STRING, position=-1)
    return (delimiter or "").join(kept)


FUNCTIONS = [
    define("string", "from: any", text_of),
    define("substring", "string: string, start position: number, length: number?", _substring),
    define("string length", "string: string", len),
    define("upper case", "string: string", lambda text: text.upper()),
    define("lower case", "string: string", lambda text: text.lower()),
    define("substring before", "string: string, match: string", _before),
    define("substring after", "string: string, match: string", _after),
    define("contains", "string: string, match: string", lambda text, match: match in text),
    define("starts with", "string: string, match: string", lambda text, match: text.startswith(match)),
    define("ends with", "string: string, match: string", lambda text, match: text.endswith(match)),
    define("matches", "input: string, pattern: string, flags: string?", _matches),
    define("replace", "input: string, pattern: string, replacement: string, flags: string?", _replace),
    define("split", "string: string, delimiter: string", _split),
    define("extract", "input: string, pattern: string, flags: string?", _extract),
    define("string join", "list: list, delimiter: string?", _join),
    define("trim", "string: string", lambda text: text.strip()),
]

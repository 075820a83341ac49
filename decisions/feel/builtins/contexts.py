"""Standard functions on contexts, and ``is``."""

from __future__ import annotations

from typing import Any

from decisions.feel.builtins.define import define
from decisions.feel.values import equal, kind


def _get_value(context: dict[str, Any], key: Any) -> Any:
    if isinstance(key, list):
        found: Any = context
        for part in key:
            found = found.get(part) if isinstance(found, dict) and isinstance(part, str) else None
        return found if key else None
    return context.get(key)


def _entries(context: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": value} for key, value in context.items()]


def _from_entries(entries: list[Any]) -> dict[str, Any] | None:
    made: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not isinstance(entry.get("key"), str) or "value" not in entry:
            return None
        if entry["key"] in made:
            return None
        made[entry["key"]] = entry["value"]
    return made


def _put(context: dict[str, Any], key: Any, value: Any) -> dict[str, Any] | None:
    if isinstance(key, str):
        return {**context, key: value}
    if not isinstance(key, list) or not key or not isinstance(key[0], str):
        return None
    if len(key) == 1:
        return {**context, key[0]: value}
    inner = context.get(key[0], {})
    made = _put(inner, key[1:], value) if isinstance(inner, dict) else None
    return None if made is None else {**context, key[0]: made}


def _merge(contexts: list[Any]) -> dict[str, Any] | None:
    if not all(isinstance(context, dict) for context in contexts):
        return None
    return {key: value for context in contexts for key, value in context.items()}


def _is(left: Any, right: Any) -> bool:
    if kind(left) != kind(right):
        return False
    if kind(left) in {"time", "date and time"}:
        return str(left) == str(right)
    return equal(left, right) is True


FUNCTIONS = [
    define("get value", "m: context, key: string|list", _get_value),
    define("get entries", "m: context", _entries),
    define("context", "entries: list", _from_entries),
    define("context put", "context: context, key: string|list, value: any", _put),
    define("context merge", "contexts: list", _merge),
    define("is", "value1: any, value2: any", _is),
]

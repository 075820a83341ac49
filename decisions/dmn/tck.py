"""Measure against the public DMN TCK: folders with a ``.dmn`` and test files that say what each decision gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from lxml import etree

from decisions.dmn.model import ItemType, TypeRef
from decisions.dmn.ruleset import RuleSet, load
from decisions.dmn.types import Types
from decisions.dmn.xml import local
from decisions.feel.builtins.strings import text_of
from decisions.feel.temporal import read_date, read_datetime, read_duration, read_time
from decisions.feel.values import canonical, equal, kind
from kit.errors import AppError

_XSD = {
    "number": "decimal", "boolean": "boolean", "date": "date", "time": "time", "date and time": "dateTime",
    "days and time duration": "duration", "years and months duration": "duration",
}  # fmt: skip
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
# The TCK writes irrational results with about fifteen digits.
_CLOSE = Decimal("1e-8")


class Untyped(str):
    """A value that a test file gives without a type: the model says what it is."""

    __slots__ = ()


@dataclass(frozen=True)
class TckResult:
    """One expected result of one case. ``detail`` says what differed where it did not pass."""

    folder: str
    case: str
    decision: str
    passed: bool
    detail: str


def folders(root: Path) -> list[Path]:
    """Return the folders under ``root`` that hold test files."""
    return sorted({path.parent for path in root.rglob("*-test-*.xml")})


def run_folder(folder: Path) -> Iterator[TckResult]:
    """Yield a result for every expectation in ``folder``; a model that is refused fails all of them by name."""
    files = {path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn"))}
    for test in sorted(folder.glob("*-test-*.xml")):
        root = etree.fromstring(test.read_bytes(), _parser())
        main = next((str(item.text).strip() for item in root.iter() if _is(item, "modelName")), "")
        try:
            rules: RuleSet | AppError = load(_with_imports(files, main))
        except AppError as error:
            rules = error
        for case in (item for item in root if _is(item, "testCase")):
            yield from _run_case(folder.name, rules, case)


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


def _with_imports(files: Mapping[str, bytes], main: str) -> Mapping[str, bytes]:
    # Models of one folder that are not imported may share names; only those that the main one imports belong to it.
    text = files.get(main, b"")
    return {name: data for name, data in files.items() if name == main or (b"<import" in text and b"import " in text)}


def _is(item: etree._Element, name: str) -> bool:
    return local(item) == name


def _run_case(folder: str, rules: RuleSet | AppError, case: etree._Element) -> Iterator[TckResult]:
    inputs = {item.get("name", ""): _value(item) for item in case if _is(item, "inputNode")}
    if isinstance(rules, RuleSet):
        declared = {element.variable.name: element.variable.type for element in rules.elements.values()}
        inputs = {name: retyped(value, declared.get(name), rules.types) for name, value in inputs.items()}
    for node in (item for item in case if _is(item, "resultNode")):
        service = case.get("invocableName") if case.get("type") == "decisionService" else None
        name = str(service or node.get("name", ""))
        label = str(case.get("id", ""))
        if isinstance(rules, AppError):
            yield TckResult(folder, label, name, passed=False, detail=str(rules))
            continue
        wanted = next((_value(item) for item in node if _is(item, "expected")), None)
        try:
            given = rules.evaluate(name, inputs, strict=False).value
        except AppError as error:
            yield TckResult(folder, label, name, passed=False, detail=str(error))
            continue
        if service and isinstance(given, dict) and node.get("name") in given:
            given = given[node.get("name", "")]
        passed = same(wanted, given)
        yield TckResult(folder, label, name, passed, "" if passed else f"expected {wanted!r}, got {given!r}")


def same(wanted: Any, given: Any) -> bool:
    """Return whether two values agree; numbers that are not whole may differ in their last digits."""
    if isinstance(wanted, Untyped):
        return wanted.strip() == (text_of(given) or "")
    if isinstance(wanted, list) and isinstance(given, list):
        return len(wanted) == len(given) and all(same(a, b) for a, b in zip(wanted, given, strict=True))
    if isinstance(wanted, dict) and isinstance(given, dict):
        return wanted.keys() == given.keys() and all(same(wanted[key], given[key]) for key in wanted)
    if kind(wanted) == kind(given) == "number":
        return abs(Decimal(wanted) - Decimal(given)) <= _CLOSE
    return equal(wanted, given) is True


def retyped(value: Any, reference: TypeRef | None, types: Types) -> Any:
    """Return ``value`` with its untyped parts read as the types of the model have them."""
    item = types.known.get((reference.namespace, reference.name)) if reference and reference.namespace else None
    if item is not None and not item.components:
        return retyped(value, item.base, types)
    if isinstance(value, list):
        return [retyped(part, reference, types) for part in value]
    if isinstance(value, dict):
        parts = item.components if item else {}
        return {key: _of_item(part, parts.get(key), types) for key, part in value.items()}
    if not isinstance(value, Untyped):
        return value
    return _typed(_XSD.get(reference.name, "string") if reference else "string", str(value))


def _of_item(value: Any, item: ItemType | None, types: Types) -> Any:
    if item is None or not item.components:
        return retyped(value, item.base if item else None, types)
    if isinstance(value, list):
        return [_of_item(part, item, types) for part in value]
    return (
        {key: _of_item(part, item.components.get(key), types) for key, part in value.items()}
        if isinstance(value, dict)
        else value
    )


def _value(node: etree._Element) -> Any:
    for item in node:
        if _is(item, "list"):
            return None if item.get(_NIL) == "true" else [_value(entry) for entry in item if _is(entry, "item")]
        if _is(item, "value"):
            if item.get(_NIL) == "true":
                return None
            sort = item.get(_TYPE)
            return _typed(sort, item.text or "") if sort else Untyped(item.text or "")
    parts = [item for item in node if _is(item, "component")]
    return {part.get("name", ""): _value(part) for part in parts} if parts else None


def _typed(sort: str, text: str) -> Any:
    sort = sort.rpartition(":")[2]
    if sort == "string":
        return text
    text = text.strip()
    if sort == "boolean":
        return text in {"true", "1"}
    readers = {"date": read_date, "time": read_time, "dateTime": read_datetime, "duration": read_duration}
    if sort in readers:
        return readers[sort](text)
    try:
        return canonical(Decimal(text))
    except InvalidOperation:
        return None

"""Find every message id of the code: literals of ``gettext``/``_``/``Text``, refusals' docstrings, templates."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jinja2.ext import babel_extract

from kit.errors import AppError
from kit.settings import ROOT

ROOMS = ("kit", "decisions", "unions", "relief", "tasks", "workflows", "notifications", "worker", "web", "cli")
MARKERS = frozenset({"Text", "gettext", "_", "Fault", "Sentence"})


@dataclass(frozen=True)
class Message:
    """A message id and the file that has it."""

    msgid: str
    place: str


def of_code() -> Iterator[Message]:
    """Return the literals that are rendered for readers, and the constants handed to ``Text`` by name."""
    for path in _files("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = _constants(tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args or _name(node.func) not in MARKERS:
                continue
            first = node.args[0]
            if isinstance(first, ast.Name) and first.id in constants:
                yield Message(constants[first.id], _place(path))
            for text in _texts(first):
                yield Message(text, _place(path))


def of_refusals() -> Iterator[Message]:
    """Return the docstring of every refusal: it is its message."""
    for path in _files("*.py"):
        if "class " in (text := path.read_text(encoding="utf-8")) and _may_refuse(text):
            importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    for kind in _subclasses(AppError):
        if kind.__module__.partition(".")[0] in ROOMS:
            yield Message(" ".join(inspect.cleandoc(kind.__doc__ or "").split()), f"{kind.__module__}.{kind.__name__}")


def of_templates() -> Iterator[Message]:
    """Return the message ids of all pages."""
    for path in sorted((ROOT / "web" / "templates").rglob("*.html")):
        with path.open("rb") as file:
            for _line, _function, msgid, _comments in babel_extract(file, ["_"], [], {"silent": "false"}):
                # A call with parameters gives all its arguments; the message id is the first.
                first = msgid[0] if isinstance(msgid, tuple) else msgid
                if first:
                    yield Message(first, _place(path))


def _files(pattern: str) -> Iterator[Path]:
    for room in ROOMS:
        yield from sorted((ROOT / room).rglob(pattern))


def _place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _texts(node: ast.expr) -> Iterator[str]:
    """Return the literals an expression may come to: a plain one, or either side of a choice."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


def _constants(tree: ast.Module) -> dict[str, str]:
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            value = node.value
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found[node.targets[0].id] = value.value
    return found


def _may_refuse(text: str) -> bool:
    return any(base in text for base in ("AppError", "NotFound", "NotAllowed", "Conflict", "Invalid", "Refused"))


def _subclasses(kind: type[AppError]) -> Iterator[type[AppError]]:
    for sub in kind.__subclasses__():
        yield sub
        yield from _subclasses(sub)

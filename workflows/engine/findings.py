"""What publishing finds wrong with a definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kit.i18n import Text


@dataclass(frozen=True)
class Finding:
    """One fault: where, by which rule, and a sentence saying what is wrong and what to do.

    ``path`` shows, for a fault of behaviour, the elements that a case passes on its way there, in order.
    """

    file: str
    element_id: str
    rule: str
    text: Text
    path: tuple[str, ...] = ()
    path_names: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain JSON, for the child process and for ``--json``."""
        return {
            "file": self.file,
            "element_id": self.element_id,
            "rule": self.rule,
            "text": _text_out(self.text),
            "message": self.text.render("en"),
            "path": list(self.path),
            "path_names": list(self.path_names),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Finding:
        """Read what ``as_json`` wrote."""
        path, names = tuple(data["path"]), tuple(data["path_names"])
        return cls(data["file"], data["element_id"], data["rule"], _text_in(data["text"]), path, names)


def _text_out(value: Any) -> Any:
    if isinstance(value, Text):
        return {"msgid": value.msgid, "params": {name: _text_out(inner) for name, inner in value.params.items()}}
    return value if isinstance(value, int | float) else str(value)


def _text_in(data: Any) -> Any:
    if isinstance(data, dict):
        return Text(data["msgid"], {name: _text_in(inner) for name, inner in data["params"].items()})
    return data


@dataclass(frozen=True)
class ProcessInfo:
    """A process found in the files."""

    file: str
    id: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Report:
    """The result of a check: no findings means that the definition may be published."""

    findings: tuple[Finding, ...]
    processes: tuple[ProcessInfo, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

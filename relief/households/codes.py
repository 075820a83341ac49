"""Code lists (requirements, section 7) as data: stored by code, shown by their Chinese or English label."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kit.i18n import Text, pick
from relief.households.errors import UnknownCode

DATA = Path(__file__).with_name("codes.json")
MAX_SHOWN = 40


@dataclass(frozen=True)
class Code:
    """One entry of a list."""

    code: str
    zh: str
    en: str

    def label(self, language: str | None = None) -> str:
        """Return the label in ``language``, or in the reader's."""
        return pick(self.zh, self.en, language)


@dataclass(frozen=True)
class Choices(Text):
    """The labels of some entries, rendered when the reader's language is known."""

    entries: tuple[Code, ...] = ()

    def render(self, language: str | None = None) -> str:
        """Return the labels in ``language``."""
        return ", ".join(entry.label(language) for entry in self.entries)

    __str__ = Text.__str__

    def __hash__(self) -> int:
        """Hash by the entries; there are no parameters."""
        return hash(self.entries)


@cache
def code_lists() -> Mapping[str, Mapping[str, Code]]:
    """Return every list: name → code → entry, in the order in which they are shown."""
    raw: dict[str, list[dict[str, str]]] = json.loads(DATA.read_text(encoding="utf-8"))
    return {name: {row["code"]: Code(row["code"], row["zh"], row["en"]) for row in rows} for name, rows in raw.items()}


def code_list(name: str) -> tuple[Code, ...]:
    """Return the entries of the list ``name``: relation, identity, health, housing, hukou, marital, cause, paper and others."""
    return tuple(code_lists()[name].values())


def label(name: str, code: str | None, language: str | None = None) -> str:
    """Return the label of ``code``; empty for none, the code itself when the list no longer has it."""
    if not code:
        return ""
    entry = code_lists()[name].get(code)
    return entry.label(language) if entry else code


def labels(name: str, wanted: Iterable[str]) -> Text:
    """Return the labels of several codes as one text, for a sentence."""
    entries = code_lists()[name]
    return Choices("", {}, tuple(entries[code] for code in wanted if code in entries))


def is_code(name: str, code: str) -> bool:
    """Say whether the list ``name`` has ``code``."""
    return code in code_lists()[name]


def parse(name: str, text: str) -> str:
    """Return the code for a code or a label in either language, as people type it into a sheet.

    Raises:
        UnknownCode: neither a code nor a label of the list.
    """
    wanted = _folded(text)
    for entry in code_list(name):
        if wanted in (_folded(entry.code), _folded(entry.zh), _folded(entry.en)):
            return entry.code
    raise unknown(name)


def unknown(name: str) -> UnknownCode:
    """Return the refusal of a text that is no entry of the list ``name``, with what may be chosen instead."""
    return UnknownCode(choices=Choices("", {}, code_list(name)[:MAX_SHOWN]))


def _folded(text: str) -> str:
    # Offices write brackets in both widths; a label must not be refused for it.
    return text.strip().translate(_WIDTHS).replace(" ", "").casefold()


_WIDTHS = str.maketrans("（），、；", "(),,;")

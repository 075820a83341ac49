"""Every sentence that a reader may see is there in Chinese; every label of diagrams and forms in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from lxml import etree

from kit.i18n import LOCALE_DIR, catalogue
from kit.settings import ROOT
from tests.support import messages
from tests.support.messages import Message

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BANGFU = "https://bangfu.org/schema/bpmn/1.0"
CATALOGUES = sorted((LOCALE_DIR / "zh").glob("*.po"))
DIAGRAMS = sorted((ROOT / "bpmn").rglob("*.bpmn"))
FORMS = sorted((ROOT / "bpmn").rglob("forms/*.json"))
# Sentences for engineers in a terminal, before any reader's language is known, stay English.
HAN = re.compile(r"[\u4e00-\u9fff]")


def untranslated(found: Iterable[Message], known: dict[str, str]) -> list[str]:
    """Return message ids without a Chinese text, each with the place that needs it."""
    lacking: dict[str, str] = {}
    for message in found:
        if message.msgid not in known and re.search(r"[A-Za-z]", PLACEHOLDER.sub("", message.msgid)):
            lacking.setdefault(message.msgid, message.place)
    return [f"{place}: {msgid}" for msgid, place in lacking.items()]


def test_every_sentence_of_the_code_has_its_chinese() -> None:
    assert untranslated(messages.of_code(), dict(catalogue("zh"))) == []


def test_every_refusal_has_its_chinese() -> None:
    assert untranslated(messages.of_refusals(), dict(catalogue("zh"))) == []


def test_every_page_has_its_chinese() -> None:
    assert untranslated(messages.of_templates(), dict(catalogue("zh"))) == []


def test_a_missing_translation_is_noticed() -> None:
    found = [Message("A sentence without any translation.", "web/x.html"), Message("{a}, {b}", "web/y.html")]
    assert untranslated(found, {}) == ["web/x.html: A sentence without any translation."]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_translations_keep_their_parameters_and_are_complete(path: Path) -> None:
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file, locale="zh_CN") if entry.id]
    wrong = [
        str(entry.id)
        for entry in entries
        if not entry.string or set(PLACEHOLDER.findall(str(entry.id))) != set(PLACEHOLDER.findall(str(entry.string)))
    ]
    assert wrong == []


def test_one_sentence_has_one_chinese_in_all_rooms() -> None:
    texts: dict[str, set[str]] = {}
    for path in CATALOGUES:
        with path.open("rb") as file:
            for entry in read_po(file, locale="zh_CN"):
                if entry.id:
                    texts.setdefault(str(entry.id), set()).add(str(entry.string))
    assert {msgid: sorted(found) for msgid, found in texts.items() if len(found) > 1} == {}


@pytest.mark.parametrize("path", DIAGRAMS, ids=lambda path: path.stem)
def test_every_name_in_a_diagram_has_its_english(path: Path) -> None:
    root = etree.parse(path).getroot()
    lacking = [
        element.get("id", "?")
        for element in root.iter(f"{{{BPMN}}}*")
        if element.get("name") and HAN.search(element.get("name", "")) and not _english(element)
    ]
    assert lacking == []


def _english(element: etree._Element) -> str:
    label = element.find(f"{{{BPMN}}}extensionElements/{{{BANGFU}}}label")
    return label.get("en", "").strip() if label is not None else ""


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_label_of_a_form_is_there_in_both_languages(path: Path) -> None:
    lacking = [
        label
        for label in _labels(json.loads(path.read_text(encoding="utf-8")))
        if not all(label.get(x) for x in ("zh", "en"))
    ]
    assert lacking == []


def _labels(node: object) -> Iterator[dict[str, str]]:
    if isinstance(node, dict):
        if "zh" in node or "en" in node:
            yield node
        for value in node.values():
            yield from _labels(value)
    elif isinstance(node, list):
        for value in node:
            yield from _labels(value)

"""Renders a message from its templates: ``<template>.<language>.txt``, with the blocks ``subject`` and ``text``.

The first line of what a template gives is the subject, the rest is the body.

A template that names an unknown value fails in the test that renders them all, not in an officer's mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).resolve().parent / "templates"


@dataclass(frozen=True)
class Rendered:
    """A message in one language: the subject is one line and stands as the in-app notice."""

    subject: str
    body: str


@cache
def environment() -> Environment:
    """Return the environment of the templates."""
    # Plain text is not HTML: escaping would show "&amp;" to the reader. Pages escape what they show by themselves.
    return Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=False, trim_blocks=True  # noqa: S701
    )  # fmt: skip


def render(template: str, language: str, values: Mapping[str, object]) -> Rendered:
    """Render a message in ``language`` (``zh`` or ``en``)."""
    subject, _, body = environment().get_template(f"{template}.{language}.txt").render(values).partition("\n")
    return Rendered(" ".join(subject.split()), body.strip() + "\n")

"""Pages are Jinja2 templates, escaped by default, strict about missing values, in the language of the request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from kit import clock
from kit.i18n import date_text, datetime_text, get_language, gettext, pick
from kit.money import yuan_text
from web import words

HERE = Path(__file__).resolve().parent
DIST = HERE / "static" / "dist"


class AssetsMissing(RuntimeError):
    """The browser's assets are not built."""


@cache
def _manifest() -> Mapping[str, str]:
    path = DIST / "manifest.json"
    if not path.is_file():
        message = f"Expected the browser's assets under {DIST}, but they are not built. Run: make setup"
        raise AssetsMissing(message)
    names: dict[str, str] = json.loads(path.read_text())
    return names


def asset(name: str) -> str:
    """Return the address of a built asset; its name carries its content's hash, so browsers may keep it for ever.

    Raises:
        AssetsMissing: ``make setup`` was not run.
    """
    return f"/static/{_manifest()[name]}"


def icon(name: str) -> Markup:
    """Return one icon of the sprite; it is decoration, a word stands beside it always."""
    return Markup('<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        asset("icons.svg"), name
    )


def lines(text: str) -> Markup:
    """Return a text with its line breaks."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


@cache
def environment() -> Environment:
    """Return the one environment of all templates."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals.update(
        _=gettext, asset=asset, icon=icon, pick=pick, words=words, language=get_language, today=clock.today,
    )  # fmt: skip
    made.filters.update(date=date_text, datetime=datetime_text, yuan=yuan_text, lines=lines)
    return made


def render(template: str, context: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """Return a rendered page; called inside the transaction, so that "today" is the demonstration's today."""
    body = environment().get_template(template).render(context)
    return HTMLResponse(body, status_code=status)

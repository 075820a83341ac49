"""A browser without a window: follows forms as the pages write them, token included."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from html import unescape
from typing import Any

import httpx

from cli.demo_province import PASSWORD
from web.app import create_app

with warnings.catch_warnings():
    # Starlette asks for a successor of httpx that is not in our lock; the client works with both.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
REQUEST = re.compile(r'name="request_id" value="([^"]+)"')


class Visitor:
    """One person's browser."""

    def __init__(self, login: str = "", language: str = "zh") -> None:
        self.client = TestClient(create_app(), raise_server_exceptions=False, follow_redirects=False)
        self.client.cookies.set("bangfu_language", language)
        if login:
            self.log_in(login)

    def log_in(self, login: str, password: str = PASSWORD) -> httpx.Response:
        """Log in by the form."""
        token = self.token("/login")
        answer: httpx.Response = self.client.post(
            "/login", data={"csrf_token": token, "login": login, "password": password}
        )
        return answer

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Open a page."""
        answer: httpx.Response = self.client.get(path, headers=headers)
        return answer

    def post(self, path: str, data: Mapping[str, Any] | None = None, **options: Any) -> httpx.Response:
        """Send a form with the session's token."""
        answer: httpx.Response = self.client.post(path, data={"csrf_token": self.token(), **(data or {})}, **options)
        return answer

    def token(self, path: str = "/notices") -> str:
        """Return a form token, from a page that has one."""
        found = TOKEN.search(self.get(path).text)
        assert found, f"Expected a form token on {path}."
        return found.group(1)


def text_of(answer: httpx.Response) -> str:
    """Return what a reader sees of a page: no tags, no runs of blanks."""
    visible = re.sub(r"<(script|style|template)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", visible)).split())


def request_id(answer: httpx.Response) -> str:
    """Return the number of the request that a rendered form carries."""
    found = REQUEST.search(answer.text)
    assert found
    return found.group(1)


def sent(values: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, tuple[str, bytes, str]]]]:
    """Return a form's values as a browser sends them: fields and files, rows as ``income.0.amount``."""
    data: dict[str, Any] = {}
    files: list[tuple[str, tuple[str, bytes, str]]] = []
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            if "content" in value[0]:
                files += [(name, (file["name"], file["content"], file["type"])) for file in value]
                continue
            for number, row in enumerate(value):
                data |= {f"{name}.{number}.{column}": cell for column, cell in row.items()}
        elif isinstance(value, bool):
            data[name] = str(value).lower()
        else:
            data[name] = value
    return data, files

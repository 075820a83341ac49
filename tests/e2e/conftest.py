"""Browser tests: in CI a missing Chromium is a failure; on a desk without one they are left out, and the end says so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support import browser as browsers
from tests.support.site import Site, site

HERE = Path(__file__).resolve().parent
_left_out: list[str] = []


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the browser tests out where nobody can run them, unless this is CI."""
    if browsers.chromium() or os.environ.get("CI") == "true":
        return
    mine = [item for item in items if HERE in item.path.parents and item.get_closest_marker("browser")]
    _left_out.extend(item.nodeid for item in mine)
    items[:] = [item for item in items if item not in mine]
    config.hook.pytest_deselected(items=mine)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say at the end what was left out."""
    if _left_out:
        terminalreporter.section("browser tests did not run", red=True, bold=True)
        terminalreporter.write_line(browsers.MISSING)
        for name in _left_out:
            terminalreporter.write_line(f"  {name}")


@pytest.fixture
def running_site(tmp_path: Path) -> Iterator[Site]:
    """Give a running site with a fresh database."""
    with site(tmp_path) as running:
        yield running


@pytest.fixture
def chromium() -> Iterator[Browser]:
    """Give a browser."""
    with browsers.browser() as started:
        yield started

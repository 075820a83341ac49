"""Fixtures for all tests: a migrated database on SQLite and on a real PostgreSQL, demonstration keys, a private var/."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
_TEST_VAR = ROOT / "var" / "test" / "var"
_TEST_VAR.mkdir(parents=True, exist_ok=True)
# Before any room reads its settings: tests never touch the working var/ nor a real mail server.
os.environ.update({"BANGFU_VAR_DIR": str(_TEST_VAR), "BANGFU_DEMO": "true", "PREFECT_HOME": str(_TEST_VAR / "prefect")})
_GIVEN_URL = os.environ.pop("DATABASE_URL", "")
if _GIVEN_URL.startswith("postgres"):
    os.environ["TEST_DATABASE_URL"] = _GIVEN_URL


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run choose its database; the full run uses both."""
    parser.addoption("--db", choices=["sqlite", "postgresql", "both"], default="both", help="database for the tests")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that touches the database on both of them."""
    chosen = metafunc.config.getoption("--db")
    kinds = ["sqlite", "postgresql"] if chosen == "both" else [chosen]
    for name in ("database", "province"):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, kinds, indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give each test a migrated, empty database of its own; the value is its address."""
    from tests.support import databases

    with databases.fresh(request.param, tmp_path) as url:
        yield url


@pytest.fixture
def province(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a database with the demonstration province and the published intake process, the clock at 2018-11-05."""
    from kit import clock
    from tests.support import databases

    with databases.fresh(request.param, tmp_path, furnished=True) as url, clock.frozen(databases.BEGINS):
        yield url

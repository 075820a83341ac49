"""``bangfu``: the front door for scripts and engineers. Exit status 0: done; 1: refused or found wanting; 2: usage."""

from __future__ import annotations

import os
import sys

from sqlalchemy.exc import ProgrammingError, SQLAlchemyError

from cli.language import from_environment
from cli.up import up
from kit.errors import AppError
from kit.i18n import gettext
from kit.settings import SettingMissing

_PRODUCTION = ("BANGFU_DATA_KEY", "BANGFU_BLIND_KEY", "BANGFU_AUDIT_KEY")


def main() -> None:
    """Run a command; a refusal is one sentence on the error stream, in the language of the environment."""
    from_environment()
    # Whatever is written under var/, by us or by what we start, is for its owner alone.
    os.umask(0o077)
    if not any(os.environ.get(name) for name in _PRODUCTION):
        # One machine, no keys given: that is the demonstration, for every command as for `up`.
        os.environ.setdefault("BANGFU_DEMO", "true")
    try:
        _run()
    except AppError as refused:
        _refuse(refused.message())
    except SettingMissing as missing:
        _refuse(str(missing))
    except SQLAlchemyError as error:
        _refuse(_of_database(error))


def _of_database(error: SQLAlchemyError) -> str:
    # Never the address itself: it may hold a password.
    told = str(error.__cause__ or error).splitlines()[0][:160]
    if isinstance(error, ProgrammingError) or "no such table" in told:
        return gettext(
            "Expected a database with Bangfu's tables, but they are not there. Make them first: make run, or bangfu migrate."
        )
    return gettext(
        "Expected the database to answer, but it did not: {told}. Look at DATABASE_URL, or at the folder var/.",
        told=told,
    )


def _run() -> None:
    if sys.argv[1:] == ["up"]:
        # The supervisor needs none of the rooms: without them it starts at once and stays small.
        sys.exit(up())
    from cli.commands import app

    app()


def _refuse(sentence: str) -> None:
    from rich.console import Console  # loaded only where something is to be coloured

    Console(stderr=True).print(sentence, style="red", markup=False, highlight=False)
    sys.exit(1)

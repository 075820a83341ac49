"""Structured logs without personal data: one JSON object a line.

An exception's message may hold what somebody typed (a database error prints the row), so only its class and the place
where it arose are written; our own refusals hold no personal data and are written whole.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from kit.errors import AppError

ROOT = Path(__file__).resolve().parent.parent
FRAMES = 5


def describe(error: BaseException) -> str:
    """Return what may be logged and stored about an error: its class, its place, and the sentence if it is our own."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    place = " < ".join(f"{_short(frame.filename)}:{frame.lineno}" for frame in reversed(frames))
    sentence = f": {error}" if isinstance(error, AppError) else ""
    return f"{type(error).__name__}{sentence}" + (f" ({place})" if place else "")


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) and ".venv" not in path.parts else path.name


class JsonLines(logging.Formatter):
    """Formats a record as one JSON line; extra fields are given as ``extra={"fields": {...}}``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1]:
            line["error"] = describe(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(level: int = logging.INFO) -> None:
    """Send all logs of this process to standard error as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)

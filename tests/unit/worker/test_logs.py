"""Logs are JSON lines and never quote what somebody typed."""

from __future__ import annotations

import json
import logging
import sys

from kit.errors import Conflict
from worker.logs import JsonLines, describe


def test_an_error_is_logged_by_class_and_place_only() -> None:
    try:
        int("621002199001010010x")
    except ValueError:
        record = logging.LogRecord("worker", logging.ERROR, __file__, 1, "event failed", (), sys.exc_info())
    record.fields = {"event": "TaskOpened"}
    line = json.loads(JsonLines().format(record))
    assert line["message"] == "event failed"
    assert line["event"] == "TaskOpened"
    assert line["error"].startswith("ValueError (tests/unit/worker/test_logs.py:")
    assert "621002199001010010" not in json.dumps(line)


def test_our_own_refusal_is_logged_whole() -> None:
    assert describe(Conflict()).startswith("Conflict: Expected the record to be unchanged")

"""All tables of all rooms, so that the schema is whole wherever it is compared or created."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType

from sqlalchemy import MetaData

import kit
import notifications
import relief
import tasks
import unions
import workflows
from kit.db import Base

ROOMS: tuple[ModuleType, ...] = (kit, unions, relief, tasks, workflows, notifications)
TABLE_MODULES = ("models", "parameters", "sessions", "audit", "outbox", "demo_clock", "heartbeat")


def metadata() -> MetaData:
    """Import every module that defines tables and return their metadata."""
    for room in ROOMS:
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if module.name.rpartition(".")[2] in TABLE_MODULES:
                importlib.import_module(module.name)
    return Base.metadata

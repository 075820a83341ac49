"""Publish a process: only a diagram that is proved gets a hash and a version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kit import audit, clock
from kit.db import Session
from workflows.engine.definition import load
from workflows.engine.errors import DefinitionRefused
from workflows.engine.publish import Frozen, freeze
from workflows.instances import facts
from workflows.operations.catalogue import catalogue
from workflows.operations.check_definition import form_findings
from workflows.operations.context import Services


@dataclass(frozen=True)
class Published:
    """The version that a definition has now."""

    key: str
    version: int
    hash: str


def freeze_paths(paths: Sequence[Path], services: Services) -> Frozen:
    """Check and freeze the files of one process, before any transaction is opened.

    Raises:
        DefinitionRefused: with every finding: file, element and sentence.
    """
    frozen = freeze(paths, catalogue(paths, services))
    findings = form_findings(frozen.files, load(frozen.files))
    if findings:
        raise DefinitionRefused(findings)
    return frozen


def publish_definition(session: Session, frozen: Frozen, by: str) -> Published:
    """Store a frozen definition; the same files again give the same version."""
    version = facts.publish(session, frozen, by, clock.now())
    audit.append(
        session, actor=by, action="publish_definition", subject=f"definition:{frozen.key}",
        payload={"hash": frozen.hash, "version": version},
    )  # fmt: skip
    return Published(frozen.key, version, frozen.hash)

"""A published definition, ready to run: its elements for the other rooms, its specifications for the step."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import PurePosixPath

from lxml import etree

from workflows.engine.diagram import Model, Node, read_model
from workflows.engine.extensions import Deadline, Outcome
from workflows.engine.parsing import ParsedSpecs, parse_specs
from workflows.engine.variables import Forms, Possible, settable, tracked_names
from workflows.engine.xml import parse_xml

__all__ = ["Deadline", "Definition", "Element", "Outcome", "cached", "digest", "load"]

CACHED = 64
_cache: dict[str, Definition] = {}


@dataclass(frozen=True)
class Element:
    """A flow node of the diagram, with what Bangfu's extensions say of it.

    ``event`` is ``timer``, ``message`` or ``terminate`` for an event that has such a definition, ``message`` the name
    of the message awaited, ``attached_to`` the activity that a boundary event sits on, ``scope`` the process or
    embedded subprocess around the node, ``default`` and ``called`` as in BPMN.
    """

    id: str
    kind: str
    name: str
    name_en: str
    lane: str
    lane_en: str
    scope: str
    level: str | None = None
    role: str | None = None
    form: str | None = None
    deadline: Deadline | None = None
    clock: str | None = None
    resets: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    gate: str | None = None
    act: str | None = None
    requires: tuple[str, ...] = ()
    service: str | None = None
    decision: str | None = None
    ends: str | None = None
    event: str | None = None
    message: str | None = None
    attached_to: str | None = None
    called: str | None = None
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Definition:
    """An immutable definition, addressed by the SHA-256 of its files.

    ``key`` is the id of the main process; ``elements`` are the flow nodes of all its processes; ``flows`` says which
    sequence flow leads from where to where; ``bpmn_xml`` is the main process's file as published.
    """

    hash: str
    key: str
    name: str
    name_en: str
    elements: Mapping[str, Element]
    flows: Mapping[str, tuple[str, str]]
    bpmn_xml: str
    start_id: str
    tracked: frozenset[str]
    settable: Mapping[str, Mapping[str, tuple[Possible, ...]]]
    _files: Mapping[str, bytes] = field(repr=False)

    @cached_property
    def specs(self) -> ParsedSpecs:
        """SpiffWorkflow's specifications, parsed on first use."""
        roots = {name: parse_xml(data) for name, data in self._files.items() if name.endswith(".bpmn")}
        return parse_specs(roots, self.key)


def digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 over names and contents, in name order; lengths keep the parts apart."""
    sha = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            sha.update(len(part).to_bytes(8, "big"))
            sha.update(part)
    return sha.hexdigest()


def load(files: Mapping[str, bytes]) -> Definition:
    """Return the definition that the files make, from the cache when it is known there.

    The files must have passed ``publish.freeze``. Raises ValueError when they hold no single main process.
    """
    sha = digest(files)
    found = _cache.get(sha)
    if found is None:
        while len(_cache) >= CACHED:
            _cache.pop(next(iter(_cache)), None)
        found = _cache[sha] = _read(sha, files)
    return found


def cached(sha: str) -> Definition | None:
    """Return the definition with this hash if this process has loaded it, so that its files need not be read."""
    return _cache.get(sha)


def as_text(data: bytes) -> str:
    """Return a diagram as text whatever encoding its file declares."""
    return etree.tostring(parse_xml(data), encoding="unicode")


def _read(sha: str, files: Mapping[str, bytes]) -> Definition:
    model = read_model({name: parse_xml(data) for name, data in files.items() if name.endswith(".bpmn")})
    main = model.main()
    if main is None:
        raise ValueError(f"Expected one main process in {sorted(files)}, but found {sorted(model.processes)}.")
    forms, names = Forms(files), tracked_names(model)
    return Definition(
        hash=sha,
        key=main.id,
        name=main.name or main.id,
        name_en=main.extensions.label_en or main.name or main.id,
        elements={node.id: _element(model, node) for node in model.nodes.values()},
        flows={flow.id: (flow.source, flow.target) for scope in model.scopes.values() for flow in scope.flows.values()},
        bpmn_xml=as_text(files[main.file]),
        start_id=next((node.id for node in main.starts()), ""),
        tracked=names,
        settable={node.id: settable(node, forms, names) for node in model.nodes.values()},
        _files=dict(files),
    )


def _element(model: Model, node: Node) -> Element:
    ext, lane = node.extensions, model.lanes.get(node.id)
    scope = model.scopes[node.scope]
    while lane is None and scope.parent is not None:
        # A node of an embedded subprocess belongs to the lane that the subprocess lies in.
        lane, scope = model.lanes.get(scope.id), model.scopes[scope.parent]
    return Element(
        id=node.id,
        kind=node.kind,
        name=node.name or node.id,
        name_en=ext.label_en or node.name or node.id,
        lane=lane.name if lane else "",
        lane_en=(lane.name_en or lane.name) if lane else "",
        scope=node.scope,
        level=ext.level,
        role=ext.role,
        form=ext.form,
        deadline=ext.deadline,
        clock=ext.clock,
        resets=ext.resets,
        outcomes=ext.outcomes,
        gate=ext.gate,
        act=ext.act,
        requires=ext.requires,
        service=ext.service,
        decision=ext.decision,
        ends=ext.ends,
        event=node.event,
        message=node.message,
        attached_to=node.attached_to,
        called=node.called,
        incoming=tuple(flow.id for flow in node.incoming),
        outgoing=tuple(flow.id for flow in node.outgoing),
    )


def is_definition_file(name: str) -> bool:
    """Whether a file in a process's folder belongs to its definition: diagrams, decision tables and forms."""
    path = PurePosixPath(name)
    if path.suffix in {".bpmn", ".dmn"}:
        return True
    return path.suffix == ".json" and "forms" in path.parts[:-1]

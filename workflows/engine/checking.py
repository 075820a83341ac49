"""The check itself: from bytes to findings. Runs in the child process, because a diagram may hang or crash a parser."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from kit.i18n import Text
from workflows.engine.catalogue import Catalogue
from workflows.engine.diagram import Model, read_model
from workflows.engine.findings import Finding, ProcessInfo, Report
from workflows.engine.lint import ENGINE_RULES, PROFILES
from workflows.engine.lint.base import Check
from workflows.engine.parsing import parse_specs
from workflows.engine.proof import prove
from workflows.engine.variables import Forms
from workflows.engine.xml import UnreadableXml, parse_xml


def check_files(files: Mapping[str, bytes], catalogue: Catalogue, profile: str = "bangfu") -> Report:
    """Check the files of one definition (name → content) by every rule of the profile, then prove its gates.

    The engine's parser and the proof see only what the rules before them have passed. Raises KeyError for an unknown
    profile; never raises for what is in the files.
    """
    rules = PROFILES[profile]
    roots: dict[str, etree._Element] = {}
    unreadable: list[Finding] = []
    for name in sorted(files):
        if name.endswith(".bpmn"):
            try:
                roots[name] = parse_xml(files[name])
            except UnreadableXml as error:
                unreadable.append(Finding(name, "-", error.rule, error.text))
    if not roots and not unreadable:
        unreadable.append(
            Finding(
                "-", "-", "no-process", Text("There is no .bpmn file among the files. Give the folder of a process.")
            )
        )
    if unreadable:
        return Report(tuple(unreadable))
    model = read_model(roots)
    check = Check(model, catalogue, Forms(files), profile)
    found = {rule: list(rule(check)) for rule in rules}
    findings = [finding for rule in rules for finding in found[rule]]
    if not any(found[rule] for rule in ENGINE_RULES):
        arrival = _arrival(model, roots)
        findings += arrival or prove(check)
    return Report(tuple(findings), _processes(model))


def _processes(model: Model) -> tuple[ProcessInfo, ...]:
    return tuple(
        ProcessInfo(scope.file, scope.id, scope.name or scope.id, scope.extensions.label_en or scope.name or scope.id)
        for scope in model.processes.values()
    )


def _arrival(model: Model, roots: Mapping[str, etree._Element]) -> list[Finding]:
    """Parse with the engine, and refuse what does not arrive: it drops some elements without a word."""
    main = model.main()
    assert main is not None, "the rule main-process has passed"
    try:
        arrived = parse_specs(roots, main.id).node_ids()
    except (Exception, RecursionError) as error:  # noqa: BLE001 - whatever the parser raises is a finding
        cause = str(error).splitlines()[0] if str(error) else type(error).__name__
        return [
            Finding(
                main.file,
                main.id,
                "engine-parse",
                Text("The engine cannot read the process, because of: {cause}. Simplify it.", {"cause": cause}),
            )
        ]
    return [
        Finding(
            node.file,
            node.id,
            "dropped",
            Text("The engine drops this element without a word. Draw it and its flows again."),
        )
        for node in model.nodes.values()
        if node.id not in arrived
    ]

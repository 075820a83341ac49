"""What other vendors' editors leave in a diagram, and the engine would ignore or run."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from kit.i18n import Text
from workflows.engine.findings import Finding
from workflows.engine.lint.base import Check, fault_at
from workflows.engine.xml import BANGFU, BPMN, local, tag

_SCRIPTS = frozenset(
    {"preScript", "postScript", "script", "executionListener", "taskListener", "unitTests", "serviceTaskOperator"}
)
_XSI = "http://www.w3.org/2001/XMLSchema-instance"


def scripts(check: Check) -> Iterator[Finding]:
    """Refuse scripts wherever they hide: before or after a task, in listeners, in a foreign namespace."""
    for file, element in _elements(check):
        if local(element) in _SCRIPTS and not element.tag.startswith(f"{{{BPMN}}}"):
            yield fault_at(
                file,
                _owner(element),
                "script",
                Text("<{name}> would run code in the engine. Use a service task.", {"name": local(element)}),
            )


def foreign_extensions(check: Check) -> Iterator[Finding]:
    """Refuse extension elements and attributes that nothing here reads: the modeller believes that they work."""
    for file, element in _elements(check):
        if local(element) == "extensionElements":
            for child in element:
                space = etree.QName(child).namespace
                if space != BANGFU and local(child) not in _SCRIPTS:
                    yield fault_at(
                        file,
                        _owner(child),
                        "foreign-extension",
                        Text(
                            "The extension <{name}> of {namespace} is ignored. Remove it or use a Bangfu element.",
                            {"name": local(child), "namespace": space or "-"},
                        ),
                    )
        elif element.tag.startswith(f"{{{BPMN}}}"):
            for name in element.keys():  # noqa: SIM118 - lxml elements are not mappings
                space = etree.QName(name).namespace
                if space and space not in {BPMN, _XSI} and _is_executable(space):
                    yield fault_at(
                        file,
                        _owner(element),
                        "foreign-extension",
                        Text("The attribute {name} is ignored. Remove it.", {"name": etree.QName(name).localname}),
                    )


def _is_executable(namespace: str) -> bool:
    # Editors mark colours and their own version; engines mark behaviour.
    return any(vendor in namespace for vendor in ("camunda.org/schema/1.0", "activiti", "flowable", "spiffworkflow"))


def _elements(check: Check) -> Iterator[tuple[str, etree._Element]]:
    for file, root in check.model.roots.items():
        for process in root.iter(tag("process")):
            for element in process.iter():
                yield file, element


def _owner(element: etree._Element) -> str:
    """Return the id of the nearest element around that has one."""
    at: etree._Element | None = element
    while at is not None and not at.get("id"):
        at = at.getparent()
    return "-" if at is None else at.get("id", "-")


FOREIGN_RULES = (scripts, foreign_extensions)

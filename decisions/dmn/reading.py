"""From XML to the model of one file, every expression compiled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from decisions.dmn.errors import FileSaysSomethingTwice
from decisions.dmn.logic_reading import LogicReader
from decisions.dmn.model import Element, FunctionLogic, ItemType, Model, Requirement, Variable
from decisions.dmn.xml import child, children, local, read_xml, text_of
from decisions.feel.lexer import spaced

_KINDS = {
    "inputData": "input", "decision": "decision", "businessKnowledgeModel": "knowledge", "decisionService": "service",
}  # fmt: skip
_REQUIREMENTS = {"informationRequirement", "knowledgeRequirement"}
_NO_LOGIC = {"variable", "description", "question", "allowedAnswers", "extensionElements", *_REQUIREMENTS,
             "authorityRequirement", "supportedObjective", "impactedPerformanceIndicator", "decisionMaker",
             "decisionOwner", "usingProcess", "usingTask"}  # fmt: skip


def read_model(file: str, data: bytes) -> Model:
    """Return the model in ``data``.

    Raises:
        DecisionFileRefused: its subclasses say why, naming the file and the element.
    """
    root = read_xml(file, data)
    imports = {
        item.get("namespace", ""): spaced(item.get("name", "")) for item in children(root, "import")
    }  # fmt: skip
    space = root.get("namespace", "")
    drg = list(children(root, *_KINDS))
    shared = {
        *(spaced(item.get("name", "")) for item in drg), *imports.values(), *_names(children(root, "itemDefinition")),
    }  # fmt: skip
    spaces = {name: key for key, name in imports.items()}
    logic = LogicReader(file, space, spaces, frozenset(shared))
    elements: dict[str, Element] = {}
    for item in drg:
        inner = LogicReader(file, space, spaces, frozenset({*shared, *_names(item)}))
        element = _element(file, space, imports, item, inner)
        if element.id in elements:
            raise FileSaysSomethingTwice(file=file, element=item.get("id", ""))
        elements[element.id] = element
    types = {made.name: made for made in (_type(item, logic) for item in children(root, "itemDefinition"))}
    return Model(file, space, root.get("name", ""), types, elements)


def _names(items: Iterable[etree._Element]) -> Iterator[str]:
    """All names below ``items``: an expression may use any of them, and some hold signs or keywords."""
    for item in items:
        for part in item.iter():
            # The parameter of a binding is a name of the function that is called, not of the caller.
            if part.get("name") and local(part) != "parameter":
                yield spaced(part.get("name", ""))
            if part.get("iteratorVariable"):
                yield spaced(part.get("iteratorVariable", ""))


def _element(file: str, space: str, imports: dict[str, str], item: etree._Element, logic: LogicReader) -> Element:
    name = spaced(item.get("name", ""))
    own = child(item, "variable")
    variable = logic.variable(own) if own is not None else Variable(name)
    made = Element(
        id=f"{space}#{item.get('id', '') or name}", kind=_KINDS[local(item)], name=name,
        # A variable whose name differs from its element's is a slip of some editors; expressions use the element's.
        variable=replace(variable, name=variable.name or name), file=file,
        requirements=tuple(_requirements(space, imports, item)),
    )  # fmt: skip
    if made.kind == "decision":
        return replace(made, logic=logic.optional(part for part in children(item) if local(part) not in _NO_LOGIC))
    if made.kind == "knowledge":
        inner = child(item, "encapsulatedLogic")
        body = logic.function(inner) if inner is not None else None
        return replace(made, logic=body if isinstance(body, FunctionLogic) else None)
    if made.kind == "service":
        return replace(
            made,
            outputs=tuple(_targets(space, children(item, "outputDecision"))),
            parameters=tuple(_targets(space, children(item, "inputData"))) + tuple(
                _targets(space, children(item, "inputDecision"))
            ),
        )  # fmt: skip
    return made


def _requirements(space: str, imports: dict[str, str], item: etree._Element) -> Iterator[Requirement]:
    for need in children(item, *_REQUIREMENTS):
        for part in children(need, "requiredInput", "requiredDecision", "requiredKnowledge"):
            target = _target(space, part.get("href", ""))
            yield Requirement(target, imports.get(target.partition("#")[0], ""))


def _targets(space: str, parts: Iterable[etree._Element]) -> Iterator[str]:
    return (_target(space, part.get("href", "")) for part in parts)


def _target(space: str, href: str) -> str:
    other, _, identifier = href.rpartition("#")
    return f"{other or space}#{identifier}"


def _type(item: etree._Element, logic: LogicReader) -> ItemType:
    reference = child(item, "typeRef")
    parts = [_type(part, logic) for part in children(item, "itemComponent")]
    allowed, constraint = child(item, "allowedValues"), child(item, "typeConstraint")
    name = spaced(item.get("name", ""))
    return ItemType(
        name=name,
        base=logic.type_ref(reference.text or "") if reference is not None else None,
        collection=item.get("isCollection") == "true",
        components={part.name: part for part in parts},
        allowed=logic.unary(text_of(allowed), name) if allowed is not None and text_of(allowed) else None,
        constraint=logic.unary(text_of(constraint), name) if constraint is not None and text_of(constraint) else None,
        function=child(item, "functionItem") is not None,
    )

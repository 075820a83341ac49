"""Reading a diagram's XML without trusting it."""

from __future__ import annotations

from typing import Any

from lxml import etree

from kit.i18n import Text

MAX_BYTES = 2_000_000
BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BANGFU = "https://bangfu.org/schema/bpmn/1.0"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


class UnreadableXml(Exception):
    """A file that cannot be read, with the rule that refuses it and a sentence."""

    def __init__(self, rule: str, text: Text) -> None:
        super().__init__(text.render("en"))
        self.rule = rule
        self.text = text


def tag(local_name: str) -> str:
    """Return the full name of a BPMN tag."""
    return f"{{{BPMN}}}{local_name}"


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return etree.QName(element).localname


def parse_xml(data: bytes) -> etree._Element:
    """Parse ``data`` into the root of a BPMN document, with an id on every sequence flow.

    No DOCTYPE, no entities, no network, a cap on the size. Raises UnreadableXml.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableXml(
            "file-size",
            Text(
                "The file has {size} bytes; at most {limit} are read. Split the process and call its parts.",
                {"size": len(data), "limit": MAX_BYTES},
            ),
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableXml(
            "xml", Text("The file is not well-formed XML: {cause}. Save it again from the editor.", {"cause": error})
        ) from error
    document: Any = root.getroottree().docinfo
    if document.doctype or document.internalDTD is not None:
        raise UnreadableXml("doctype", Text("The file has a DOCTYPE, which may hide entities. Remove it."))
    if root.tag != tag("definitions"):
        raise UnreadableXml(
            "not-bpmn",
            Text("The file is not a BPMN 2.0 diagram: its root is {root}. Export it as BPMN 2.0.", {"root": root.tag}),
        )
    _complete(root)
    return root


def _complete(root: etree._Element) -> None:
    """Add what SpiffWorkflow needs and legal BPMN may leave out: it drops all that follows a flow without an id."""
    taken = {element.get("id") for element in root.iter() if element.get("id")}
    number = 0
    for flow in root.iter(tag("sequenceFlow")):
        if not flow.get("id"):
            number += 1
            while f"flow_{number}" in taken:
                number += 1
            flow.set("id", f"flow_{number}")
            taken.add(f"flow_{number}")
    for reference in root.iter(tag("flowNodeRef")):
        # Pretty-printed references carry line breaks, which would lose the lane.
        reference.text = (reference.text or "").strip()

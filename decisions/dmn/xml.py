"""Read the XML of a decision file without trusting it: no DOCTYPE, no entities, no network, a bounded size."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from decisions.dmn.errors import FileHasDoctype, FileNotDmn, FileNotXml, FileTooLarge

LIMIT = 4_000_000
NAMESPACES = frozenset({
    "http://www.omg.org/spec/DMN/20180521/MODEL/",  # 1.2
    "https://www.omg.org/spec/DMN/20191111/MODEL/",  # 1.3
    "https://www.omg.org/spec/DMN/20211108/MODEL/",  # 1.4
    "https://www.omg.org/spec/DMN/20230324/MODEL/",  # 1.5
})  # fmt: skip
_BRACED = re.compile(r"\{([^}]*)\}(.*)")


def read_xml(file: str, data: bytes) -> etree._Element:
    """Return the root element of a DMN file.

    Raises:
        FileTooLarge: over ``LIMIT`` bytes.
        FileNotXml: not well-formed.
        FileHasDoctype: it brings a document type.
        FileNotDmn: another kind of XML, or a version of DMN that is not read.
    """
    if len(data) > LIMIT:
        raise FileTooLarge(file=file, limit=LIMIT, size=len(data))
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    if b"<!DOCTYPE" in data:
        raise FileHasDoctype(file=file)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FileNotXml(file=file, line=error.lineno or 0, detail=error.msg) from None
    # The same check once more, for encodings in which the letters above are other bytes.
    if root.getroottree().docinfo.internalDTD is not None:
        raise FileHasDoctype(file=file)
    if local(root) != "definitions" or namespace(root) not in NAMESPACES:
        raise FileNotDmn(file=file, root=str(root.tag))
    return root


def local(element: etree._Element) -> str:
    """Return the element's name without its namespace."""
    match = _BRACED.fullmatch(str(element.tag))
    return match[2] if match else str(element.tag)


def namespace(element: etree._Element) -> str:
    """Return the element's namespace."""
    match = _BRACED.fullmatch(str(element.tag))
    return match[1] if match else ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the DMN children of ``element``, those with one of ``names`` if any are given."""
    for child in element:
        if namespace(child) in NAMESPACES and (not names or local(child) in names):
            yield child


def child(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first DMN child called ``name``."""
    return next(children(element, name), None)


def text_of(element: etree._Element | None) -> str:
    """Return the text of ``element``'s ``<text>`` child, trimmed; "" where there is none."""
    inner = None if element is None else child(element, "text")
    return (inner.text or "").strip() if inner is not None else ""

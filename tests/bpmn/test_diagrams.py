"""The shipped diagrams open in any modeller and can be read: standard XML, everything drawn, nothing drawn through."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import SpiffWorkflow
from lxml import etree

from tests.bpmn.walk import ROOT
from workflows.engine import extensions
from workflows.engine.diagram import FLOW_NODES, SUBPROCESSES
from workflows.engine.xml import BPMN, local, parse_xml, tag

DIAGRAMS = sorted((ROOT / "bpmn").glob("*/*.bpmn"))
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"

Box = tuple[float, float, float, float]


@pytest.fixture(params=DIAGRAMS, ids=lambda path: path.name)
def root(request: pytest.FixtureRequest) -> etree._Element:
    path: Path = request.param
    return parse_xml(path.read_bytes())


def boxes(root: etree._Element) -> dict[str, Box]:
    found = {}
    for shape in root.iter(f"{DI}BPMNShape"):
        bounds = shape.find(BOUNDS)
        assert bounds is not None
        x, y, width, height = (float(bounds.get(name, "nan")) for name in ("x", "y", "width", "height"))
        found[shape.get("bpmnElement", "")] = (x, y, x + width, y + height)
    return found


def lines(root: etree._Element) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    for edge in root.iter(f"{DI}BPMNEdge"):
        points = [(float(p.get("x", "nan")), float(p.get("y", "nan"))) for p in edge.iter(WAYPOINT)]
        yield edge.get("bpmnElement", ""), points


def named(root: etree._Element, *kinds: str) -> dict[str, etree._Element]:
    return {e.get("id", ""): e for kind in kinds for e in root.iter(tag(kind))}


def test_a_diagram_is_valid_by_the_schema_of_bpmn(root: etree._Element) -> None:
    schema = Path(SpiffWorkflow.__file__).parent / "bpmn" / "parser" / "schema" / "BPMN20.xsd"
    validator = etree.XMLSchema(etree.parse(schema))
    assert validator.validate(root.getroottree()), validator.error_log


def test_everything_is_drawn(root: etree._Element) -> None:
    drawn = boxes(root)
    assert set(named(root, *FLOW_NODES, "lane", "participant", "textAnnotation")) == set(drawn)
    assert set(named(root, "sequenceFlow", "association")) == {element_id for element_id, _ in lines(root)}


def test_flows_run_at_right_angles_from_shape_to_shape(root: etree._Element) -> None:
    drawn = boxes(root)
    flows = named(root, "sequenceFlow")
    for flow_id, points in lines(root):
        if flow_id not in flows:
            continue
        for one, other in itertools.pairwise(points):
            assert one[0] == other[0] or one[1] == other[1], flow_id
        for element_id, (x, y) in (
            (flows[flow_id].get("sourceRef"), points[0]),
            (flows[flow_id].get("targetRef"), points[-1]),
        ):
            left, top, right, bottom = drawn[element_id or ""]
            assert left <= x <= right, flow_id
            assert top <= y <= bottom, flow_id
            assert x in {left, right} or y in {top, bottom}, flow_id


def test_no_flow_runs_through_a_shape_that_it_does_not_touch(root: etree._Element) -> None:
    flows = named(root, "sequenceFlow")
    nodes = named(root, *FLOW_NODES)
    around = {
        element_id: {a.get("id") for a in node.iterancestors() if local(a) in SUBPROCESSES}
        for element_id, node in nodes.items()
    }
    for flow_id, points in lines(root):
        if flow_id not in flows:
            continue
        source, target = flows[flow_id].get("sourceRef", ""), flows[flow_id].get("targetRef", "")
        own = {source, target, nodes[source].get("attachedToRef")} | around[source]
        for element_id, (left, top, right, bottom) in boxes(root).items():
            if element_id in own or element_id not in nodes:
                continue
            for one, other in itertools.pairwise(points):
                clear = (
                    max(one[0], other[0]) <= left or min(one[0], other[0]) >= right
                    or max(one[1], other[1]) <= top or min(one[1], other[1]) >= bottom
                )  # fmt: skip
                assert clear, (flow_id, element_id)


def test_every_user_task_says_what_to_do_in_one_sentence(root: etree._Element) -> None:
    for element_id, task in named(root, "userTask").items():
        documentation = task.findtext(tag("documentation")) or ""
        assert documentation.endswith("。"), element_id
        assert documentation.count("。") == 1, element_id


def test_the_modellers_descriptor_knows_exactly_what_the_engine_reads() -> None:
    descriptor = json.loads((ROOT / "bpmn" / "bangfu-moddle.json").read_text("utf-8"))
    assert descriptor["uri"] == "https://bangfu.org/schema/bpmn/1.0"
    known = {
        kind["name"].lower(): {field["name"] for field in kind["properties"] if field.get("isAttr")}
        for kind in descriptor["types"]
    }
    assert known == {name: set(attributes) for name, attributes in extensions._ATTRIBUTES.items()}


def test_there_are_diagrams() -> None:
    assert {path.name for path in DIAGRAMS} >= {"intake.bpmn", "campaign_year.bpmn"}
    assert BPMN == "http://www.omg.org/spec/BPMN/20100524/MODEL"

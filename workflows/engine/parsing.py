"""From a checked diagram to SpiffWorkflow's specifications, with our classes in the place of the stock ones."""
# SpiffWorkflow ships no types: its classes are Any to the checker.
# mypy: allow-subclassing-any

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.parser import event_parsers, task_parsers
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.bpmn.parser.util import full_tag
from SpiffWorkflow.bpmn.specs import defaults

from workflows.engine import specs

# At their default level these loggers list every task of an instance on each state change.
for _name in ("spiff.task", "spiff.workflow", "spiff.data"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class _TaskParser(TaskParser):
    STANDARD_LOOP_CLASS = defaults.StandardLoopTask
    PARALLEL_MI_CLASS = specs.ParallelMultiInstanceTask
    SEQUENTIAL_MI_CLASS = specs.SequentialMultiInstanceTask


class _SubWorkflowParser(_TaskParser, task_parsers.SubWorkflowParser):
    pass


class _CallActivityParser(_TaskParser, task_parsers.CallActivityParser):
    pass


class _ConditionalGatewayParser(_TaskParser, task_parsers.ConditionalGatewayParser):
    pass


class _HeldEvents(event_parsers.EventDefinitionParser):
    """Reads timers and messages as waits that only the step fires."""

    def parse_timer_event(self, event: Any) -> specs.HeldEvent:  # noqa: ARG002
        return specs.HeldEvent(self.node.get("id"))

    def parse_message_event(self, message_event: Any) -> specs.HeldEvent:  # noqa: ARG002
        return specs.HeldEvent(self.node.get("id"))


class _CatchParser(_HeldEvents, event_parsers.IntermediateCatchEventParser):
    pass


class _BoundaryParser(_HeldEvents, event_parsers.BoundaryEventParser):
    pass


class _ReceiveParser(_HeldEvents, event_parsers.ReceiveTaskParser):
    pass


class _ProcessParser(ProcessParser):
    """Conditions are tried in document order: SpiffWorkflow would sort them by the place of their shapes."""

    def create_spec(self) -> specs.ProcessSpec:
        return specs.ProcessSpec(name=self.bpmn_id, description=self.get_name(), filename=self.filename)

    def get_position(self, node_id: Any) -> dict[str, float]:  # noqa: ARG002
        return {"x": 0.0, "y": 0.0}


class EngineParser(BpmnParser):
    """SpiffWorkflow's parser, restricted to the elements that a published diagram may hold."""

    PROCESS_PARSER_CLASS = _ProcessParser
    PARSER_CLASSES: Mapping[str, Any] = {
        full_tag("startEvent"): (event_parsers.StartEventParser, defaults.StartEvent),
        full_tag("endEvent"): (event_parsers.EndEventParser, defaults.EndEvent),
        full_tag("userTask"): (_TaskParser, specs.UserTask),
        full_tag("serviceTask"): (_TaskParser, specs.UserTask),
        full_tag("businessRuleTask"): (_TaskParser, specs.UserTask),
        full_tag("subProcess"): (_SubWorkflowParser, defaults.SubWorkflowTask),
        full_tag("callActivity"): (_CallActivityParser, defaults.CallActivity),
        full_tag("exclusiveGateway"): (_ConditionalGatewayParser, specs.ExclusiveGateway),
        full_tag("inclusiveGateway"): (_ConditionalGatewayParser, specs.InclusiveGateway),
        full_tag("parallelGateway"): (task_parsers.GatewayParser, specs.ParallelGateway),
        full_tag("eventBasedGateway"): (event_parsers.EventBasedGatewayParser, specs.EventBasedGateway),
        full_tag("intermediateCatchEvent"): (_CatchParser, specs.IntermediateCatchEvent),
        full_tag("intermediateThrowEvent"): (
            event_parsers.IntermediateThrowEventParser,
            defaults.IntermediateThrowEvent,
        ),
        full_tag("receiveTask"): (_ReceiveParser, specs.ReceiveTask),
        full_tag("boundaryEvent"): (_BoundaryParser, specs.BoundaryEvent),
    }


@dataclass(frozen=True)
class ParsedSpecs:
    """The main process's specification and those of everything that it embeds or calls, by id."""

    main: Any
    subs: Mapping[str, Any]

    def node_ids(self) -> frozenset[str]:
        """Return the ids of all flow nodes that arrived."""
        every = [self.main, *self.subs.values()]
        ids = {getattr(task, "bpmn_id", None) or task.name for spec in every for task in spec.task_specs.values()}
        return frozenset(ids)


def parse_specs(roots: Mapping[str, etree._Element], main: str) -> ParsedSpecs:
    """Parse the XML roots (file name → root, already hardened) for the process ``main``.

    Raises whatever SpiffWorkflow raises: publishing has refused such a diagram before.
    """
    parser = EngineParser()
    for name in sorted(roots):
        parser.add_bpmn_xml(roots[name], filename=name)
    spec = parser.get_spec(main)
    subs = parser.get_subprocess_specs(main)
    specs.connect_loops([spec, *subs.values()])
    return ParsedSpecs(spec, subs)

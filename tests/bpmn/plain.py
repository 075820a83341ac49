"""The oracle: SpiffWorkflow as it comes, in memory, with its own parser, classes, timers and messages.

Only the script engine is ours, because conditions are FEEL. Nothing is ever serialised.
"""

from __future__ import annotations

from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from workflows.engine.script import ENGINE

PAST = "2000-01-01T00:00:00+00:00"
Key = tuple[Any, ...]


class Plain:
    """One instance of plain SpiffWorkflow."""

    def __init__(self, xml: bytes, variables: dict[str, Any]) -> None:
        parser = BpmnParser()
        parser.add_bpmn_xml(etree.fromstring(xml))
        self.workflow = BpmnWorkflow(parser.get_spec("P"), parser.get_subprocess_specs("P"), script_engine=ENGINE)
        self.workflow.task_tree.data.update(variables)
        self.settle()

    def settle(self) -> None:
        for _ in range(200):
            self.workflow.refresh_timers()
            self.workflow.do_engine_steps()
            if self.workflow.get_next_task(state=TaskState.READY, manual=False) is None:
                return
        raise AssertionError("the oracle does not settle")

    def ready(self) -> dict[Key, Any]:
        tasks = self.workflow.get_tasks(state=TaskState.READY, manual=True)
        return {key_of(task): task for task in tasks}

    def complete(self, key: Key, variables: dict[str, Any]) -> None:
        task = self.ready()[key]
        task.data.update(variables)
        task.run()
        self.settle()

    def timers(self) -> set[Key]:
        return {key_of(task) for task in self._waiting() if "event_value" in task.internal_data}

    def fire(self, key: Key) -> None:
        for task in self._waiting():
            if key_of(task) == key and "event_value" in task.internal_data:
                task.internal_data["event_value"] = PAST
        self.settle()

    def deliver(self, name: str) -> None:
        self.workflow.send_event(BpmnEvent(MessageEventDefinition(name), payload={}))
        self.settle()

    def messages(self) -> set[str]:
        found = set()
        for task in self._waiting():
            definition = task.task_spec.event_definition
            for one in getattr(definition, "event_definitions", [definition]):
                if isinstance(one, MessageEventDefinition):
                    found.add(one.name)
        return found

    @property
    def completed(self) -> bool:
        return bool(self.workflow.is_completed())

    def _waiting(self) -> list[Any]:
        tasks = self.workflow.event_manager.tasks
        return [task for task in tasks.values() if task.state == TaskState.WAITING]


def key_of(task: Task) -> Key:
    """Name a task by what both engines agree on: its element, its instance, and those around it."""
    path: list[Any] = []
    at = task
    while True:
        number = at.internal_data.get("key_or_index", at.internal_data.get("iteration", at.internal_data.get("item")))
        path.append((at.task_spec.bpmn_id, number))
        if at.workflow.parent_task_id is None:
            return tuple(path)
        at = at.workflow.top_workflow.get_task_from_id(at.workflow.parent_task_id)

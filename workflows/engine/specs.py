"""The task specifications that the engine runs: SpiffWorkflow's where they are right, ours where they are not.

What ours change, and why:

* joins keep what has arrived in themselves, so that a snapshot needs no finished task, and a loop cannot confuse them;
* choices are made by FEEL, take a flow only when its condition is exactly ``true``, and look no further ahead than the
  next node (the stock look-ahead grows exponentially with parallel blocks);
* timers and messages wait until the step fires them: no clock is read, no expression evaluated;
* multi-instance tasks clear their output list on entry, accept ``null`` items, and bound their number.
"""
# SpiffWorkflow ships no types: its classes are Any to the checker. Its hooks and its tasks' links are underscored.
# mypy: allow-subclassing-any
# ruff: noqa: SLF001

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin
from SpiffWorkflow.bpmn.specs.event_definitions import NoneEventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.specs.Join import Join
from SpiffWorkflow.util.task import TaskState

from workflows.engine.data import merged, visible
from workflows.engine.errors import NoFlowMatches, TooManyInstances

MAX_INSTANCES = 200
ACTIVE = TaskState.WAITING | TaskState.READY | TaskState.STARTED
ARRIVED = "<"
FIRED = "event_fired"
CHOSEN = "chosen"


def prepare_children(task: Any) -> None:
    """Give ``task``, which is about to run, the children that its completion will start."""
    spec = task.task_spec
    if spec._outputs and all(child.triggered for child in task.children):
        spec._predict_hook(task)


class UserTask(defaults.UserTask):
    """A wait for a person, a service or a decision; which of them, the diagram's element says."""


class _NoLookAhead(BpmnTaskSpec):
    """A gateway whose children exist only once it runs."""

    def _predict_hook(self, my_task: Any) -> None:
        if my_task.has_state(TaskState.READY):
            super()._predict_hook(my_task)


def _matches(my_task: Any, condition: Any) -> bool:
    return my_task.workflow.script_engine.evaluate(my_task, condition.args[0]) is True


class ExclusiveGateway(defaults.ExclusiveGateway):
    """Takes the first flow, in document order, whose condition is true, else the default flow."""

    def _predict_hook(self, my_task: Any) -> None:
        """Create nothing: the choice creates the child."""

    def _run_hook(self, my_task: Any) -> bool:
        matching = (name for condition, name in self.cond_task_specs if condition and _matches(my_task, condition))
        chosen = next(matching, self.default_task_spec)
        if chosen is None:
            raise NoFlowMatches(element_id=self.bpmn_id)
        my_task._sync_children([self._wf_spec.get_task_spec_from_name(chosen)], TaskState.FUTURE)
        return True


class GatheringJoin(Join, BpmnTaskSpec):
    """A join that carries what has arrived and its merged data in its one waiting task."""

    def _update_hook(self, my_task: Any) -> bool:
        if ARRIVED not in my_task.internal_data:
            self._take_over(my_task)
        if self._complete(my_task):
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def _take_over(self, my_task: Any) -> None:
        my_task._inherit_data()
        arrived = {my_task.parent.task_spec.name}
        for other in list(my_task.workflow.tasks.values()):
            if other.task_spec is self and other is not my_task and other.state == TaskState.WAITING:
                arrived.update(other.internal_data[ARRIVED])
                my_task.data = merged(other.data, my_task.data)
                other.cancel()
        my_task.internal_data[ARRIVED] = sorted(arrived)

    @abstractmethod
    def _complete(self, my_task: Any) -> bool:
        """Return whether everything that the join waits for has arrived."""

    def _run_hook(self, my_task: Any) -> bool:
        my_task.internal_data.pop(ARRIVED, None)
        return True

    def _others(self, my_task: Any) -> Iterator[Any]:
        """Yield the tokens of this scope besides my own: tasks at work, and those just about to start."""
        tasks = my_task.workflow.tasks
        for task in tasks.values():
            if task is my_task or isinstance(task.task_spec, BoundaryEventJoin):
                continue
            parent = tasks.get(task._parent)
            starting = task.state == TaskState.FUTURE and parent is not None and parent.state == TaskState.COMPLETED
            if starting or task.has_state(ACTIVE):
                yield task


class ParallelGateway(_NoLookAhead, GatheringJoin, defaults.ParallelGateway):
    """Fires when a token came in by each incoming flow; sends one by each outgoing flow."""

    def _complete(self, my_task: Any) -> bool:
        return set(self._inputs) <= set(my_task.internal_data[ARRIVED])


class InclusiveGateway(GatheringJoin, defaults.InclusiveGateway):
    """Fires when no other token can still reach it; takes every flow whose condition is true, else the default."""

    def _predict_hook(self, my_task: Any) -> None:
        """Create nothing: the choice creates the children."""

    def _complete(self, my_task: Any) -> bool:
        sources = self._sources()
        return not any(task.task_spec.name in sources for task in self._others(my_task) if task.task_spec is not self)

    def _sources(self) -> frozenset[str]:
        """Return the names of the specs from which a token can reach this gateway."""
        found = getattr(self, "_reaching", None)
        if found is None:
            seen: set[str] = set()
            todo = list(self._inputs)
            while todo:
                name = todo.pop()
                if name not in seen and name != self.name:
                    seen.add(name)
                    todo.extend(self._wf_spec.task_specs[name]._inputs)
            found = self._reaching = frozenset(seen)
        return found

    def _run_hook(self, my_task: Any) -> bool:
        GatheringJoin._run_hook(self, my_task)
        names = [name for condition, name in self.cond_task_specs if condition and _matches(my_task, condition)]
        names = names or [name for condition, name in self.cond_task_specs if condition is None]
        if not names:
            raise NoFlowMatches(element_id=self.bpmn_id)
        my_task._sync_children([self._wf_spec.get_task_spec_from_name(name) for name in names], TaskState.FUTURE)
        return True


class EndJoin(GatheringJoin):
    """Ends its scope when no token is left in it."""

    def _complete(self, my_task: Any) -> bool:
        return next(self._others(my_task), None) is None

    def _run_hook(self, my_task: Any) -> bool:
        my_task.workflow.data.update(visible(my_task.data))
        return super()._run_hook(my_task)


class ProcessSpec(BpmnProcessSpec):
    """A process or embedded subprocess, with our end join."""

    def __init__(self, name: str, description: str | None = None, filename: str | None = None) -> None:
        super().__init__(name=name, description=description, filename=filename)
        last, stock = self.task_specs["End"], self.task_specs[f"{name}.EndJoin"]
        del self.task_specs[stock.name]
        self.end: Any = EndJoin(self, stock.name)
        last.inputs = []
        self.end.connect(last)


class HeldEvent(EventDefinition):
    """A timer or a message that waits until the step fires it."""

    def catches(self, my_task: Any, event: Any) -> bool:  # noqa: ARG002
        """Refuse events thrown inside the instance: only the step fires a wait."""
        return False


class _Held(BpmnTaskSpec):
    """A catching event without clock, expression or event bus."""

    def _update_hook(self, my_task: Any) -> bool:
        internal = my_task.internal_data
        if FIRED not in internal:
            my_task._inherit_data()
            internal[FIRED] = isinstance(self.event_definition, NoneEventDefinition)
        if internal[FIRED]:
            return True
        my_task._set_state(TaskState.WAITING)
        return False

    def _run_hook(self, my_task: Any) -> bool:
        my_task.internal_data.pop(FIRED, None)
        return True


class IntermediateCatchEvent(_Held, defaults.IntermediateCatchEvent):
    """A wait for a timer or a message."""


class ReceiveTask(_Held, defaults.ReceiveTask):
    """A wait for a message, drawn as a task."""


class BoundaryEvent(_Held, defaults.BoundaryEvent):
    """A timer or a message that ends or accompanies the activity it sits on."""


class EventBasedGateway(_Held, defaults.EventBasedGateway):
    """A wait for the first of several timers and messages."""

    def _predict_hook(self, my_task: Any) -> None:
        """Create nothing: the event that comes first creates the child."""

    def _run_hook(self, my_task: Any) -> bool:
        chosen = my_task.internal_data.pop(CHOSEN)
        my_task.internal_data.pop(FIRED, None)
        my_task._sync_children([self._wf_spec.get_task_spec_from_name(chosen)], TaskState.FUTURE)
        return True


class _Instances(BpmnTaskSpec):
    """What both kinds of multi-instance task need set right."""

    def init_data_output_with_input_data(self, my_task: Any, input_data: Any) -> None:
        if self.data_output.get(my_task) is not input_data:
            self.data_output.set(my_task, [])

    def init_data_output_with_cardinality(self, my_task: Any) -> None:
        self.data_output.set(my_task, [])

    def create_child(self, my_task: Any, item: Any, key_or_index: Any = None) -> None:
        self._forget_items(my_task)
        super().create_child(my_task, item, key_or_index)

    def merge_child(self, workflow: Any, child: Any) -> None:
        if self.output_item is not None and not self.output_item.exists(child):
            self.output_item.set(child, None)
        parent = child.parent
        super().merge_child(workflow, child)
        self._forget_items(parent)

    def check_completion_condition(self, my_task: Any) -> bool:
        return super().check_completion_condition(my_task) is True

    def _forget_items(self, my_task: Any) -> None:
        # An item belongs to its instance; left in the parent it would refuse the next instance.
        for item in (self.input_item, self.output_item):
            if item is not None:
                my_task.data.pop(item.bpmn_id, None)

    def _check_number(self, my_task: Any) -> None:
        if self.data_input is not None:
            items = self.data_input.get(my_task)
            number = len(items) if isinstance(items, list) else None
        else:
            number = my_task.workflow.script_engine.evaluate(my_task, self.cardinality)
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= MAX_INSTANCES:
            raise TooManyInstances(element_id=self.bpmn_id, limit=MAX_INSTANCES)


class ParallelMultiInstanceTask(_Instances, defaults.ParallelMultiInstanceTask):
    """All instances at once."""

    def create_children(self, my_task: Any) -> None:
        """Create the instances, if their number is sane."""
        self._check_number(my_task)
        super().create_children(my_task)


class SequentialMultiInstanceTask(_Instances, defaults.SequentialMultiInstanceTask):
    """One instance after the other."""

    def _update_hook(self, my_task: Any) -> Any:
        my_task._inherit_data()
        self._check_number(my_task)
        return super()._update_hook(my_task)

    def add_next_child(self, my_task: Any) -> None:
        """Create the next instance; an item may be null."""
        if self.children_complete(my_task):
            return
        take = self.get_next_index if self.data_input is None else self.get_next_input_item
        key_or_index, item = take(my_task)
        self.create_child(my_task, item, key_or_index)


def connect_loops(specs: Iterable[Any]) -> None:
    """Tell each loop task of freshly parsed specs when an instance of it completes.

    SpiffWorkflow does so only when it creates the first instance, so that a restored one would never complete.
    """
    for spec in specs:
        for task_spec in spec.task_specs.values():
            child_name = getattr(task_spec, "task_spec", None)
            if child_name and hasattr(task_spec, "merge_child"):
                event = spec.task_specs[child_name].completed_event
                if not event.is_connected(task_spec.merge_child):
                    event.connect(task_spec.merge_child)

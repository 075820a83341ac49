"""What the engine refuses, one class per refusal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kit.errors import AppError, Conflict

if TYPE_CHECKING:
    from workflows.engine.findings import Finding


class DefinitionRefused(AppError):
    """Expected a definition without faults, but found {count}. The first is this: {first}."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        first = self.findings[0].text if self.findings else ""
        super().__init__(count=len(self.findings), first=first)


class WaitNotOpen(Conflict):
    """Expected step {key} to be open, but it was completed or cancelled. Reload the case to see where it stands."""


class WrongTrigger(AppError):
    """Expected a trigger that fits step {key}, but it waits for something else ({kind})."""


class MessageNotAwaited(Conflict):
    """Expected the case to wait for the message {name}, but it does not. Reload the case to see where it stands."""


class OutcomeNotOffered(AppError):
    """Expected one of the outcomes of step {element_id} ({offered}), but got {outcome}."""


class VariableNotDeclared(AppError):
    """Expected step {element_id} to set only declared routing variables, but it set {name}. Declare it with bangfu:sets in the diagram, or add it to the step's form."""


class VariableValueNotDeclared(AppError):
    """Expected routing variable {name} of step {element_id} to be one of {allowed}, but it is {value}."""


class VariableNotStorable(AppError):
    """Expected routing variable {name} to be text, a whole number, yes or no, nothing, or a short list of these, but it is not. Keep everything else in the records of the case."""


class SnapshotMismatch(AppError):
    """Expected a snapshot of definition {expected}, but it belongs to another definition or format."""


class ProcessFault(AppError):
    """The process cannot go on. A process owner must look at its definition."""


class EngineFault(ProcessFault):
    """Expected the engine to take the step, but it refused at {element_id}, because of: {cause}."""


class NoFlowMatches(ProcessFault):
    """Expected a condition of gateway {element_id} to hold, but none does and there is no default flow."""


class ExpressionFailed(ProcessFault):
    """Expected the expression {expression} at {element_id} to give a value, but it failed: {cause}."""


class ScriptRefused(ProcessFault):
    """Expected no script in a process, but {element_id} carries one. Scripts are never run."""


class TooManyInstances(ProcessFault):
    """Expected {element_id} to run for a list of at most {limit}, but its list or number is missing or too large."""


class StepDoesNotSettle(ProcessFault):
    """Expected the process to come to rest after {limit} automatic steps, but it runs on; the last was {element_id}."""

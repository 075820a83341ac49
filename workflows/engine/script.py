"""FEEL instead of Python: the script engine handed to SpiffWorkflow. Nothing here reaches ``eval`` or ``exec``."""
# SpiffWorkflow ships no types: its classes are Any to the checker.
# mypy: allow-subclassing-any

from __future__ import annotations

from functools import lru_cache
from typing import Any

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine

from decisions.feel import Expression, FeelError, compile_expression
from workflows.engine.errors import ExpressionFailed, ScriptRefused


@lru_cache(maxsize=4096)
def compiled(text: str) -> Expression:
    """Compile ``text``, which may start with the ``=`` that some modellers write. Raises FeelError."""
    stripped = text.strip()
    return compile_expression(stripped.removeprefix("="))


class FeelEnvironment(BasePythonScriptEngineEnvironment):
    """Evaluates FEEL over routing variables; an unknown name is null, as FEEL says."""

    def evaluate(self, expression: str, context: dict[str, Any], external_context: Any = None) -> Any:  # noqa: ARG002
        """Return the value of ``expression`` over ``context``."""
        return compiled(expression).evaluate(context)

    def execute(self, script: str, context: Any, external_context: Any = None) -> Any:  # noqa: ARG002
        """Refuse: a process carries no scripts."""
        raise ScriptRefused(element_id="-")

    def call_service(self, context: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        """Refuse: services are called by the operations, never from inside the engine."""
        raise ScriptRefused(element_id="-")


class FeelScriptEngine(PythonScriptEngine):
    """The only script engine that our workflows ever see."""

    def __init__(self) -> None:
        super().__init__(environment=FeelEnvironment())

    def validate(self, expression: str) -> None:
        """Compile ``expression`` as FEEL. Raises FeelError."""
        compiled(expression)

    def evaluate(self, task: Any, expression: str, external_context: Any = None) -> Any:
        """Evaluate ``expression`` over the task's routing variables. Raises ExpressionFailed."""
        try:
            return self.environment.evaluate(expression, task.data, external_context)
        except FeelError as error:
            element_id = getattr(task.task_spec, "bpmn_id", None) or task.task_spec.name
            raise ExpressionFailed(element_id=element_id, expression=expression.strip(), cause=str(error)) from error

    def execute(self, task: Any, script: str, external_context: Any = None) -> Any:  # noqa: ARG002
        """Refuse: a process carries no scripts."""
        raise ScriptRefused(element_id=task.task_spec.name)

    def call_service(self, task: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        """Refuse: services are called by the operations, never from inside the engine."""
        raise ScriptRefused(element_id=task.task_spec.name)


ENGINE = FeelScriptEngine()

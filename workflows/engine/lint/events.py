"""Events: which the engine runs, and what a timer or message must say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from kit.i18n import Text
from workflows.engine.diagram import EVENTS, Node
from workflows.engine.findings import Finding
from workflows.engine.lint.base import Check, fault
from workflows.engine.xml import tag

_ALLOWED: Mapping[str, frozenset[str]] = {
    "startEvent": frozenset(),
    "endEvent": frozenset({"terminate"}),
    "intermediateCatchEvent": frozenset({"timer", "message"}),
    "intermediateThrowEvent": frozenset(),
    "boundaryEvent": frozenset({"timer", "message"}),
}
_WAITS = frozenset({"intermediateCatchEvent", "boundaryEvent"})

_REASONS: Mapping[str, Text] = {
    "signal": Text("Signal events are not run, and a signal end event silently does nothing. Use a service task."),
    "link": Text("A link event ends the instance at the throw. Draw the sequence flow instead."),
    "compensate": Text("Compensation is ignored by the engine. Draw what undoes the work as an ordinary path."),
    "conditional": Text("Conditional events are not run. Use a gateway where the value is set, or a message."),
    "escalation": Text(
        "Escalation events are not run: deadlines escalate in the worklist. Use a gateway or a message."
    ),
    "error": Text("Error events are not run. End the subprocess normally and decide after it with a gateway."),
    "cancel": Text("Cancel events belong to transactions, which are not run. Use a gateway after the subprocess."),
    "message": Text(
        "The engine sends no messages by itself. Use a service task: its notice goes out with the case's record."
    ),
    "timer": Text("A timer cannot stand here. An instance is started by an operation; waits are caught, not thrown."),
    "terminate": Text("Only an end event can terminate. Draw one."),
}
_RULES: Mapping[str, str] = {"signal": "signal-event", "link": "link-event", "compensate": "compensation"}
_DURATION = re.compile(
    r"P(?=.)(\d+(\.\d+)?Y)?(\d+(\.\d+)?M)?(\d+(\.\d+)?W)?(\d+(\.\d+)?D)?"
    r"(T(?=\d)(\d+(\.\d+)?H)?(\d+(\.\d+)?M)?(\d+(\.\d+)?S)?)?"
)


def event_definitions(check: Check) -> Iterator[Finding]:
    """Refuse events that the engine ignores or breaks, and events with several definitions."""
    for node in check.model.nodes.values():
        if node.kind not in EVENTS:
            continue
        if len(node.events) > 1:
            yield fault(
                node, "multiple-events", Text("An event with several triggers is not run. Use an event-based gateway.")
            )
        for name in node.events:
            if name not in _ALLOWED[node.kind]:
                rule = _RULES.get(name, "event-type")
                rule = "signal-end-event" if (name, node.kind) == ("signal", "endEvent") else rule
                yield fault(
                    node,
                    rule,
                    _REASONS.get(name)
                    or Text("Events of the type {name} are not run. Use a timer or a message.", {"name": name}),
                )
        if node.kind in _WAITS and not node.events:
            yield fault(node, "event-type", Text("The event waits for nothing. Make it a timer or a message."))


def timers(check: Check) -> Iterator[Finding]:
    """Refuse timers without a sensible time: the engine finds out only when a case gets there."""
    for node in check.model.nodes.values():
        if node.event != "timer":
            continue
        texts = {name: node.element.find(f".//{tag(name)}") for name in ("timeDuration", "timeDate", "timeCycle")}
        given = {name: (element.text or "").strip() for name, element in texts.items() if element is not None}
        if len(given) != 1:
            yield fault(node, "timer-text", Text("A timer needs exactly one time, a duration or a date. Correct it."))
            continue
        [(name, text)] = given.items()
        yield from _timer_text(node, name, text)


def _timer_text(node: Node, name: str, text: str) -> Iterator[Finding]:
    if name == "timeCycle":
        yield fault(
            node,
            "timer-cycle",
            Text("A repeating timer is not run; an interrupting one would not interrupt. Draw a loop with a duration."),
        )
        return
    if not (len(text) > 1 and text[0] == text[-1] == '"'):
        yield fault(
            node,
            "timer-unquoted",
            Text('The time {text} is an expression and must stand in quotes, as "P10D".', {"text": text or "-"}),
        )
        return
    inner = text[1:-1]
    if name == "timeDate":
        if not _is_instant(inner):
            yield fault(
                node,
                "timer-text",
                Text(
                    "The date {text} is no instant with a time zone. Write it as 2018-11-05T09:00:00+08:00.",
                    {"text": inner},
                ),
            )
    elif "-" in inner:
        yield fault(
            node,
            "timer-negative",
            Text("The duration {text} is negative, and would be read as positive. Correct it.", {"text": inner}),
        )
    elif not _DURATION.fullmatch(inner):
        yield fault(
            node,
            "timer-text",
            Text("The duration {text} is not one. Write it as P10D or PT36H.", {"text": inner or "-"}),
        )


def _is_instant(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def messages(check: Check) -> Iterator[Finding]:
    """Refuse waits for a message without a name: messages are delivered by name."""
    for node in check.model.nodes.values():
        waits = node.kind in _WAITS or node.kind == "receiveTask"
        if waits and node.event == "message" and not node.message:
            yield fault(
                node, "message-name", Text("The message that is awaited has no name. Choose a message and name it.")
            )


def event_gateways(check: Check) -> Iterator[Finding]:
    """Refuse event-based gateways whose events the engine would mix up."""
    for node in check.model.nodes.values():
        if node.kind != "eventBasedGateway":
            continue
        targets = [check.model.nodes[flow.target] for flow in node.outgoing]
        waits = [target for target in targets if target.kind in {"intermediateCatchEvent", "receiveTask"}]
        if len(waits) != len(targets) or not targets:
            yield fault(
                node,
                "event-gateway",
                Text("Behind an event-based gateway only timers and messages may follow directly. Draw them so."),
            )
        if len([target for target in waits if target.event == "timer"]) > 1:
            yield fault(
                node,
                "two-timers",
                Text("Two timers behind one event-based gateway share one time. Keep the earlier one."),
            )
        names = [target.message for target in waits if target.event == "message"]
        if len(set(names)) < len(names):
            yield fault(
                node, "event-gateway", Text("Two events behind the gateway wait for the same message. Remove one.")
            )
        for target in waits:
            if len(target.incoming) > 1:
                yield fault(
                    target,
                    "event-gateway",
                    Text(
                        "An event behind an event-based gateway must be reached from there only, else it is skipped. Draw another event."
                    ),
                )
            if target.boundary:
                yield fault(
                    target,
                    "event-gateway",
                    Text("A task behind an event-based gateway cannot have boundary events. Remove them."),
                )
        if node.element.get("instantiate") == "true" or node.element.get("eventGatewayType") == "Parallel":
            yield fault(
                node,
                "event-gateway",
                Text(
                    "An event-based gateway can only wait for the first of its events. Use a parallel gateway for all of them."
                ),
            )


EVENT_RULES = (event_definitions, timers, messages, event_gateways)

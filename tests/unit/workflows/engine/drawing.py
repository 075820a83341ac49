"""Tiny diagrams, written in one line each."""

from __future__ import annotations

from itertools import count, pairwise
from xml.sax.saxutils import escape, quoteattr

from workflows.engine.catalogue import Catalogue
from workflows.engine.lint.bangfu import GATE_HOLDERS

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:bangfu="https://bangfu.org/schema/bpmn/1.0" id="defs" targetNamespace="t">'
)
CATALOGUE = Catalogue(
    roles=frozenset({"clerk", "chair", "committee", "reviewer", "visitor"}),
    levels=frozenset({"grassroots", "county", "city", "province"}),
    services=frozenset({"file_case", "record", "draw"}),
    decisions=frozenset({"scope", "category"}),
    forms=frozenset({"form"}),
    settings=frozenset({"publicity_days"}),
)
_numbers = count(1)


def doc(*processes: str, defs: str = "") -> bytes:
    return (HEAD + defs + "".join(processes) + "</bpmn:definitions>").encode()


def proc(*inner: str, pid: str = "P", **attributes: str) -> str:
    return el("process", pid, *inner, **{"isExecutable": "true", "name": pid, **attributes})


def el(kind: str, element_id: str, /, *inner: str, **attributes: str) -> str:
    words = "".join(f" {name.replace('__', ':')}={quoteattr(value)}" for name, value in attributes.items())
    return f'<bpmn:{kind} id="{element_id}"{words}>{"".join(inner)}</bpmn:{kind}>'


def flow(source: str, target: str, condition: str | None = None, fid: str | None = None, **attributes: str) -> str:
    inner = ""
    if condition is not None:
        text = escape(condition)
        inner = f'<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">{text}</bpmn:conditionExpression>'
    fid = fid or f"f{next(_numbers)}_{source}_{target}"
    return el("sequenceFlow", fid, inner, sourceRef=source, targetRef=target, **attributes)


def flows(*chain: str) -> str:
    return "".join(flow(one, other) for one, other in pairwise(chain))


def ext(*inner: str) -> str:
    return f"<bpmn:extensionElements>{''.join(inner)}</bpmn:extensionElements>"


def bf(kind: str, /, *inner: str, **attributes: str) -> str:
    words = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
    return f"<bangfu:{kind}{words}>{''.join(inner)}</bangfu:{kind}>"


def start(element_id: str = "s", *inner: str, **attributes: str) -> str:
    return el("startEvent", element_id, *inner, **attributes)


def end(element_id: str = "e", *inner: str, **attributes: str) -> str:
    return el("endEvent", element_id, *inner, **attributes)


def terminate(element_id: str) -> str:
    return end(element_id, "<bpmn:terminateEventDefinition/>")


def user(element_id: str, *inner: str, **attributes: str) -> str:
    """A bare user task, as other vendors draw it."""
    return el("userTask", element_id, *inner, **attributes)


def _holder(extra: str) -> str:
    found = (holder for gate, holder in GATE_HOLDERS.items() if f'kind="{gate}"' in extra)
    return next(found, "clerk")


def task(element_id: str, *outcomes: str, extra: str = "", form: str = "form", inner: str = "", role: str = "") -> str:
    """A complete Bangfu user task."""
    offered = "".join(bf("outcome", value=value, zh=f"结果{value}", en=value) for value in outcomes or ("done",))
    extensions = ext(
        bf("task", level="grassroots", role=role or _holder(extra), form=form),
        bf("outcomes", offered),
        bf("label", en=element_id),
        extra,
    )
    return el("userTask", element_id, extensions, inner, name=f"任务{element_id}")


def service(element_id: str, *extra: str, name: str = "record") -> str:
    return el("serviceTask", element_id, ext(bf("service", name=name), bf("label", en=element_id), *extra), name="服务")


def decision(element_id: str, *extra: str, ref: str = "scope") -> str:
    extensions = ext(bf("decision", ref=ref), bf("label", en=element_id), *extra)
    return el("businessRuleTask", element_id, extensions, name="决策")


def xor(element_id: str, default: str | None = None) -> str:
    return el("exclusiveGateway", element_id, **({"default": default} if default else {}))


def both(element_id: str) -> str:
    return el("parallelGateway", element_id)


def sub(element_id: str, /, *inner: str, **attributes: str) -> str:
    return el("subProcess", element_id, *inner, **attributes)


def duration(text: str = '"P1D"') -> str:
    return f"<bpmn:timerEventDefinition><bpmn:timeDuration>{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"


def message(ref: str = "m1") -> str:
    return f'<bpmn:messageEventDefinition messageRef="{ref}"/>'


MESSAGES = '<bpmn:message id="m1" name="m1"/><bpmn:message id="m2" name="m2"/>'


def boundary(element_id: str, host: str, *inner: str, interrupting: bool = True) -> str:
    cancel = "true" if interrupting else "false"
    return el("boundaryEvent", element_id, *(inner or (duration(),)), attachedToRef=host, cancelActivity=cancel)


def catch(element_id: str, *inner: str) -> str:
    return el("intermediateCatchEvent", element_id, *(inner or (duration(),)))


def many(*, sequential: bool = False, inner: str = "") -> str:
    body = inner or (
        "<bpmn:loopDataInputRef>items</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>outs</bpmn:loopDataOutputRef>"
        '<bpmn:inputDataItem id="item" name="item"/><bpmn:outputDataItem id="out" name="out"/>'
    )
    word = "true" if sequential else "false"
    tag = "bpmn:multiInstanceLoopCharacteristics"
    return f'<{tag} isSequential="{word}">{body}</{tag}>'

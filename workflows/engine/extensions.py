"""Bangfu's own elements inside a diagram's ``extensionElements``. ``docs/modelling.md`` explains them to modellers.

======================  =====================================================================================
element                 meaning
======================  =====================================================================================
task                    ``level role form``: who does a user task, with which form
deadline                ``workingDays`` | ``setting`` | ``calendarDays`` | ``hours``
clock                   timer: ``name`` keeps its consumed days when interrupted; user task: ``resets`` one
outcomes / outcome      ``value zh en requires``: the legal outcomes of a user task
gate                    ``kind`` and, optionally, ``outcome``: the outcomes (by value) that pass the gate
act                     ``kind requires``: a service task that must not run before the gates are passed
service, decision       ``name`` / ``ref``: what a service or business rule task asks for
sets                    ``name values``: a routing variable that the element may set, and to what
label                   ``en``: the English of the element's name
ends                    ``state``: the outcome of the case that an end event stands for
======================  =====================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from workflows.engine.xml import BANGFU, local, tag


@dataclass(frozen=True)
class Deadline:
    """How long something may take: exactly one of the four is given."""

    working_days: int | None = None
    calendar_days: int | None = None
    hours: int | None = None
    setting: str | None = None


@dataclass(frozen=True)
class Outcome:
    """One way in which a user task may end. ``requires`` names the form fields that it needs filled in."""

    value: str
    zh: str
    en: str
    requires: tuple[str, ...] = ()


@dataclass(frozen=True)
class Extensions:
    """What one element carries. ``faults`` are attributes or elements that cannot be understood."""

    level: str | None = None
    role: str | None = None
    form: str | None = None
    has_task: bool = False
    deadline: Deadline | None = None
    clock: str | None = None
    resets: str | None = None
    outcomes: tuple[Outcome, ...] = ()
    gate: str | None = None
    gate_outcomes: tuple[str, ...] = ()
    act: str | None = None
    requires: tuple[str, ...] = ()
    service: str | None = None
    decision: str | None = None
    sets: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    label_en: str = ""
    ends: str | None = None
    faults: tuple[str, ...] = ()


_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "task": frozenset({"level", "role", "form"}),
    "deadline": frozenset({"workingDays", "setting", "calendarDays", "hours"}),
    "clock": frozenset({"name", "resets"}),
    "outcomes": frozenset(),
    "outcome": frozenset({"value", "zh", "en", "requires"}),
    "gate": frozenset({"kind", "outcome"}),
    "act": frozenset({"kind", "requires"}),
    "service": frozenset({"name"}),
    "decision": frozenset({"ref"}),
    "sets": frozenset({"name", "values"}),
    "label": frozenset({"en"}),
    "ends": frozenset({"state"}),
}


def read_extensions(element: etree._Element) -> Extensions:
    """Return the Bangfu extensions of a BPMN element; empty when it carries none."""
    found: dict[str, list[etree._Element]] = {}
    faults: list[str] = []
    for holder in element.findall(tag("extensionElements")):
        for child in holder.iterchildren(f"{{{BANGFU}}}*"):
            found.setdefault(local(child), []).append(child)
            faults.extend(_faults(child))
    faults.extend(f"<{name}> ×{len(many)}" for name, many in found.items() if len(many) > 1 and name != "sets")
    one = {name: many[0] for name, many in found.items()}
    deadline = _deadline(one["deadline"], faults) if "deadline" in one else None
    resets = _get(one, "clock", "resets") or next(
        (child.get("resets") for child in found.get("task", []) if child.get("resets")), None
    )
    return Extensions(
        level=_get(one, "task", "level"),
        role=_get(one, "task", "role"),
        form=_get(one, "task", "form"),
        has_task="task" in one,
        deadline=deadline,
        clock=_get(one, "clock", "name"),
        resets=resets,
        outcomes=tuple(_outcome(child) for child in one["outcomes"]) if "outcomes" in one else (),
        gate=_get(one, "gate", "kind"),
        gate_outcomes=tuple((_get(one, "gate", "outcome") or "").split()),
        act=_get(one, "act", "kind"),
        requires=tuple((_get(one, "act", "requires") or "").split()),
        service=_get(one, "service", "name"),
        decision=_get(one, "decision", "ref"),
        sets={child.get("name", ""): _values(child) for child in found.get("sets", [])},
        label_en=(_get(one, "label", "en") or "").strip(),
        ends=_get(one, "ends", "state"),
        faults=tuple(faults),
    )


def _get(one: Mapping[str, etree._Element], name: str, attribute: str) -> str | None:
    element = one.get(name)
    return None if element is None else (element.get(attribute) or None)


def _values(element: etree._Element) -> tuple[str, ...] | None:
    text = element.get("values")
    return None if text is None else tuple(text.split())


def _outcome(element: etree._Element) -> Outcome:
    return Outcome(
        value=element.get("value", ""),
        zh=element.get("zh", ""),
        en=element.get("en", ""),
        requires=tuple(element.get("requires", "").split()),
    )


def _deadline(element: etree._Element, faults: list[str]) -> Deadline | None:
    given = {str(name): element.get(name, "") for name in element.keys()}  # noqa: SIM118 - lxml elements are not mappings
    if len(given) != 1:
        faults.append("<deadline>: " + " + ".join(sorted(given) or ["-"]))
        return None
    [(name, value)] = given.items()
    if name == "setting":
        return Deadline(setting=value)
    if not value.isascii() or not value.isdecimal() or not int(value[:6]) > 0 or len(value) > len("99999"):
        faults.append(f'<deadline {name}="{value}">')
        return None
    number = int(value)
    if name == "workingDays":
        return Deadline(working_days=number)
    return Deadline(calendar_days=number) if name == "calendarDays" else Deadline(hours=number)


def _faults(element: etree._Element) -> list[str]:
    name = local(element)
    if name not in _ATTRIBUTES:
        return [f"<{name}>"]
    known = _ATTRIBUTES[name] | _ALSO.get(name, frozenset())
    faults = [f"<{name} {key!s}>" for key in element.keys() if key not in known]  # noqa: SIM118
    for child in element:
        faults += [f"<{name}><{local(child)}>"] if local(child) != "outcome" or name != "outcomes" else _faults(child)
    return faults


_ALSO: Mapping[str, frozenset[str]] = {"task": frozenset({"resets"})}

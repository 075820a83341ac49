"""Small decision files for tests."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def file(body: str, *, xmlns: str = NAMESPACE, space: str = "https://bangfu.org/test", head: str = "") -> bytes:
    """Return a decision file around ``body``."""
    opening = f'<definitions xmlns="{xmlns}" id="d" name="t" namespace="{space}">'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{opening}{body}</definitions>'.encode()


def text(content: str) -> str:
    """Return a text element."""
    return f"<text>{escape(content, quote=False)}</text>"


def number(name: str) -> str:
    """Return a numeric input."""
    return f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="number"/></inputData>'


def table(
    policy: str,
    rules: Sequence[tuple[str, str]],
    *,
    aggregation: str = "",
    values: str = "",
    default: str = "",
    allowed: str = "",
    annotation: str = "",
) -> bytes:
    """Return a file with the decision "out" on the number "x"; ``rules`` are (cell, output) pairs."""
    kind = f' aggregation="{aggregation}"' if aggregation else ""
    listed = f"<outputValues>{text(values)}</outputValues>" if values else ""
    given = f"<defaultOutputEntry>{text(default)}</defaultOutputEntry>" if default else ""
    inputs = f"<inputValues>{text(allowed)}</inputValues>" if allowed else ""
    notes = '<annotation name="zh"/><annotation name="source"/>' if annotation else ""
    note = f"<annotationEntry>{text(annotation)}</annotationEntry><annotationEntry>{text('C9')}</annotationEntry>"
    rows = "".join(
        f'<rule id="r{index}"><inputEntry id="i{index}">{text(cell)}</inputEntry>'
        f'<outputEntry id="o{index}">{text(output)}</outputEntry>{note if annotation else ""}</rule>'
        for index, (cell, output) in enumerate(rules, start=1)
    )
    return file(
        f'{number("x")}<decision id="out" name="out"><variable name="out"/>'
        '<informationRequirement id="n"><requiredInput href="#x"/></informationRequirement>'
        f'<decisionTable id="t" hitPolicy="{policy}"{kind}><input id="c"><inputExpression typeRef="number">{text("x")}'
        f"</inputExpression>{inputs}</input><output id='o'>{listed}{given}</output>{notes}{rows}</decisionTable></decision>"
    )

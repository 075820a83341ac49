"""Judge a process's files before publishing: the diagram by the engine's rules, its forms by the forms' own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from kit.i18n import Text
from workflows import forms
from workflows.engine.definition import Definition, load
from workflows.engine.errors import DefinitionRefused
from workflows.engine.findings import Finding, Report
from workflows.engine.publish import check_paths, read_paths
from workflows.operations.catalogue import catalogue
from workflows.operations.context import Services

OTHER_KEY = "The form's key is {key}, but its file is called otherwise. Make them the same."
OTHER_OUTCOME = "The field {field} is required with the outcome {outcome}, which no task with this form offers. Correct one of the two."


def check_definition(paths: Sequence[Path], services: Services) -> Report:
    """Return everything wrong with the diagram and the forms under ``paths``. Never raises."""
    report = check_paths(paths, catalogue(paths, services))
    try:
        files = read_paths(paths)
    except DefinitionRefused:
        return report
    # What a form must fit is known only of a diagram that can be read.
    found = form_findings(files, load(files) if report.passed else None)
    return Report((*report.findings, *found), report.processes)


def form_findings(files: Mapping[str, bytes], definition: Definition | None) -> tuple[Finding, ...]:
    """Return the faults of the forms among ``files``: unreadable ones, and outcomes that no task offers."""
    found: list[Finding] = []
    for name in sorted(files):
        path = PurePosixPath(name)
        if path.suffix != ".json" or "forms" not in path.parts[:-1]:
            continue
        try:
            form = forms.load(files[name])
        except forms.FormRefused as refused:
            found.append(Finding(name, "-", "form", refused.text))
            continue
        if form.key != path.stem:
            found.append(Finding(name, "-", "form", Text(OTHER_KEY, {"key": form.key})))
        if definition is not None:
            found.extend(_outcomes(name, form, definition))
    return tuple(found)


def _outcomes(name: str, form: forms.Form, definition: Definition) -> Iterator[Finding]:
    tasks = [element for element in definition.elements.values() if element.form == form.key]
    offered = {outcome.value for task in tasks for outcome in task.outcomes}
    fields = (*form.fields, *(column for field in form.fields for column in field.columns))
    for field in fields if tasks else ():
        for outcome in sorted(field.required - offered) if isinstance(field.required, frozenset) else ():
            text = Text(OTHER_OUTCOME, {"field": field.name, "outcome": outcome})
            yield Finding(name, tasks[0].id, "form-outcome", text)

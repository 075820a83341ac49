"""What a task's page shows: the form as published with the case's process, what is filled in already, who may act."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kit.db import Session
from kit.i18n import Text, gettext, pick
from relief.intake import permissions as cases
from relief.intake import queries as intake
from tasks import permissions, policies
from tasks.errors import TaskNotFound
from tasks.records import WorkItemRecord
from tasks.status import WorkItemState
from unions import permissions as sight
from unions import queries as unions
from unions.records import Actor
from web import forms, prefill, words
from web.discretion import discretion
from web.forms import Person
from workflows import forms as schemas
from workflows.engine.definition import Definition, Outcome
from workflows.instances import queries as instances

#: Opinions that offices write every day; one click away from the box.
PHRASES: Mapping[str, Sequence[Text]] = {
    "good": (
        Text("Agreed."),
        Text("The facts are true; passed on."),
        Text("The papers are complete and meet the conditions."),
    ),
    "soon": (Text("Papers are missing; please supply them."), Text("The facts are not clear; please check again.")),
    "late": (Text("The conditions are not met; not filed."),),
}
_BACK = frozenset({"return", "incomplete", "difference", "no_reply", "disputed", "problem", "upheld_recheck"})
_NO = frozenset({"reject", "refused", "upheld_reject"})


@dataclass(frozen=True)
class Choice:
    """One outcome as a button: its value, word and style."""

    value: str
    label: str
    style: str
    opinion: bool


@dataclass(frozen=True)
class TaskForm:
    """A form ready to be shown, with what was entered and what is wrong with it."""

    form: schemas.Form
    values: Mapping[str, Any]
    faults: Mapping[str, Text]
    people: Mapping[str, tuple[Person, ...]]
    outcomes: tuple[Choice, ...]
    outcome: str
    opinion: str
    request_id: str
    phrases: tuple[str, ...]
    trouble: str


@dataclass(frozen=True)
class Entered:
    """What an officer entered and what is wrong with it, to show the form again with nothing lost."""

    values: Mapping[str, Any]
    faults: Mapping[str, Text]
    outcome: str
    opinion: str
    request_id: str
    trouble: str


def check_can_see(session: Session, actor: Actor, item: WorkItemRecord) -> None:
    """Show a task to its post's holders, to those above its unit, and to all who see its case; to others it does not exist.

    Raises:
        TaskNotFound: it is not this officer's to see.
    """
    if permissions.may_act(actor, item) or item.done_by == actor.officer_id:
        return
    if item.subject_kind == "case" and cases.can_see_case(session, actor, intake.case(session, item.subject_id)):
        return
    if not sight.can_see_unit(actor, unions.get_unit(session, item.unit_id)):
        raise TaskNotFound


def why_not(session: Session, actor: Actor, item: WorkItemRecord) -> str:
    """Return why the officer cannot work on the task, as a sentence; empty when he or she can."""
    if item.state == WorkItemState.CANCELLED:
        return gettext("The process went another way; this task was cancelled.")
    if not permissions.may_act(actor, item):
        if permissions.post_for(actor, item) is not None:
            return gettext(
                "You acted on this case in another part: nobody passes two gates. A colleague does this one."
            )
        return gettext("This task belongs to: {role}, {unit}.", role=words.role(item.role), unit=item.unit_name)
    if item.done_at is None and not policies.can_work(item, actor.officer_id):
        assert item.assignee_id is not None
        name = unions.get_officer(session, item.assignee_id).name
        return gettext("{name} has claimed this task. Ask for its release if you are to do it.", name=name)
    return ""


def opinion_for(session: Session, actor: Actor, item: WorkItemRecord) -> str:
    """Return the opinion of a completed task as far as the reader may see it; one's own always."""
    if item.subject_kind != "case" or item.done_by == actor.officer_id:
        return item.opinion
    return discretion(session, actor, intake.case(session, item.subject_id)).text(item.opinion)


def task_form(
    session: Session,
    item: WorkItemRecord,
    *,
    entered: Entered | None = None,
) -> TaskForm:
    """Return the form of a work item, empty or with what was entered and its faults."""
    definition = definition_of(session, item)
    form = form_of(session, item, definition)
    outcomes = tuple(_choice(outcome) for outcome in definition.elements[item.step].outcomes)
    if entered is None:
        entered = Entered(prefill.for_task(session, item, form), {}, "", "", secrets.token_hex(16), "")
    return TaskForm(
        form=form,
        values=entered.values,
        faults=entered.faults,
        people=forms.people_for(session, form, item.unit_id),
        outcomes=outcomes,
        outcome=entered.outcome or (outcomes[0].value if len(outcomes) == 1 else ""),
        opinion=entered.opinion,
        request_id=entered.request_id,
        phrases=tuple(text.render() for style in dict.fromkeys(o.style for o in outcomes) for text in PHRASES[style]),
        trouble=entered.trouble,
    )


def definition_of(session: Session, item: WorkItemRecord) -> Definition:
    """Return the definition on which the work item's process runs."""
    return instances.load_definition(session, instances.instance(session, item.instance_id).definition_hash)


def form_of(session: Session, item: WorkItemRecord, definition: Definition) -> schemas.Form:
    """Return the form of a work item as it was published with the definition."""
    content = instances.definition_file(session, definition.hash, f"forms/{item.form}.json")
    assert content is not None, "a published definition holds the forms that its tasks name"
    return schemas.load(content)


def _choice(outcome: Outcome) -> Choice:
    style = "late" if outcome.value in _NO else "soon" if outcome.value in _BACK else "good"
    return Choice(outcome.value, pick(outcome.zh, outcome.en), style, "opinion" in outcome.requires)

"""The forms of the intake chain fit the diagram and the code lists."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from relief.evidence.verdicts import POINTS
from relief.households import codes
from relief.intake.queries import PER_YEAR
from tests.unit.relief.evidence.chain import FORMS, RECORDERS
from workflows import forms
from workflows.forms import Field, Form

LISTS = {
    "papers": "paper", "category": "category", "main_cause": "cause", "causes": "cause", "secondary_causes": "cause",
    "groups": "group", "primary_group": "group", "reject_reason": "closing_reason", "relation": "relation",
    "work_state": "identity", "hukou": "hukou", "health": "health", "housing": "housing", "assets": "asset",
}  # fmt: skip


def _forms() -> Iterator[Form]:
    for path in sorted(FORMS.glob("*.json")):
        yield forms.load(path.read_bytes())


def _fields(form: Form) -> Iterator[Field]:
    for field in form.fields:
        yield field
        yield from field.columns


def test_there_is_a_form_for_every_recorder_and_the_application() -> None:
    assert {path.stem for path in Path(FORMS).glob("*.json")} == {*RECORDERS, "application"}


@pytest.mark.parametrize("form", list(_forms()), ids=lambda form: form.key)
def test_options_are_codes_of_the_lists(form: Form) -> None:
    for field in _fields(form):
        if field.name in LISTS:
            unknown = [option.value for option in field.options if not codes.is_code(LISTS[field.name], option.value)]
            assert unknown == [], field.name


@pytest.mark.parametrize("form", list(_forms()), ids=lambda form: form.key)
def test_whoever_returns_or_rejects_must_say_why(form: Form) -> None:
    named = {field.name: field for field in form.fields}
    if "return_reason" in named:
        assert all(named[name].required_for("return") for name in ("return_reason", "return_to", "missing"))
    if "reject_reason" in named:
        assert any(named["reject_reason"].required_for(outcome) for outcome in ("reject", "upheld_reject"))


def test_every_amount_says_its_period_and_source() -> None:
    for form in _forms():
        for field in form.fields:
            if field.name in {"income", "expense"}:
                columns = {column.name: column for column in field.columns}
                assert {option.value for option in columns["period"].options} == set(PER_YEAR)
                assert columns["period"].required_for("agreed")
                assert columns["source"].required_for("agreed")


def test_a_review_passes_only_with_every_point() -> None:
    review = next(form for form in _forms() if form.key == "review").field("checked")
    assert review is not None
    assert len(review.options) == POINTS == review.min

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.workflows.forms.support import form, label
from workflows.forms import FieldType, FormRefused, load

CHOICE = {"name": "x", "type": "choice", "options": [{"value": "a", "zh": "甲", "en": "A"}]}


def file(**changes: Any) -> bytes:
    return json.dumps({"key": "sums", "title": label("算账", "Sums"), "fields": [], **changes}).encode()


def test_a_form_is_read_with_its_labels_in_both_languages() -> None:
    loaded = form(
        {
            "name": "visited_at",
            "type": "datetime",
            "label": label("入户时间", "Time of visit"),
            "required": ["done"],
            "max": "now",
        },
        {"name": "visitors", "type": "people", "role": "visitor", "min": 2, "required": True},
        {
            "name": "lines",
            "type": "lines",
            "columns": [{"name": "amount", "type": "money", "label": label("金额", "Amount")}],
        },
    )
    assert loaded.key == "home_visit"
    visited_at = loaded.field("visited_at")
    assert visited_at is not None
    assert visited_at.type is FieldType.DATETIME
    assert visited_at.label.render("zh") == "入户时间"
    assert visited_at.label.render("en") == "Time of visit"
    assert visited_at.required_for("done")
    assert not visited_at.required_for("refused")
    assert loaded.fields[1].role == "visitor"
    assert loaded.fields[2].columns[0].type is FieldType.MONEY
    assert loaded.field("nothing") is None
    assert hash(loaded) == hash(loaded)


@pytest.mark.parametrize(
    ("field", "fault"),
    [
        ({"name": "X", "type": "text"}, "lower-case"),
        ({"name": "outcome", "type": "text"}, "reserved"),
        ({"name": "x", "type": "string"}, "type must be one of"),
        ({"name": "x", "type": ["text"]}, "type must be one of"),
        ({"name": "x", "type": "text", "lable": 1}, '"lable" is not known'),
        ({"name": "x", "type": "text", "label": {"zh": "甲"}}, 'label with "zh" and "en"'),
        ({"name": "x", "type": "text", "label": {"zh": "甲", "en": " "}}, 'label with "zh" and "en"'),
        ({"name": "x", "type": "choice"}, "options"),
        ({"name": "x", "type": "text", "options": []}, "options"),
        ({**CHOICE, "options": CHOICE["options"] * 2}, "no other option"),  # type: ignore[operator]
        ({"name": "x", "type": "date", "max": "yesterday"}, '"today"'),
        ({"name": "x", "type": "money", "min": 1.5}, "whole numbers"),
        ({"name": "x", "type": "phone", "max": 3}, "min, max"),
        ({"name": "x", "type": "people", "min": 3, "max": 2}, "greater"),
        ({"name": "x", "type": "text", "required": "yes"}, '"required"'),
        ({"name": "x", "type": "text", "required": []}, '"required"'),
        ({"name": "x", "type": "text", "pattern": "(a+)+b"}, "no groups"),
        ({"name": "x", "type": "text", "pattern": "a*a*a*b"}, "no groups"),
        ({"name": "x", "type": "text", "pattern": "[z-a]"}, "not understood"),
        ({"name": "x", "type": "integer", "pattern": "1"}, "type text only"),
        ({"name": "x", "type": "lines"}, "columns"),
        ({"name": "x", "type": "text", "columns": []}, "columns"),
        (
            {"name": "x", "type": "lines", "columns": [{"name": "y", "type": "files", "label": label("甲", "A")}]},
            "column cannot",
        ),
        ({"name": "x", "type": "text", "sensitive": 1}, "sensitive"),
        ({"name": "x", "type": "people", "role": ""}, "role"),
    ],
)
def test_an_impossible_field_is_refused_with_its_place(field: dict[str, Any], fault: str) -> None:
    with pytest.raises(FormRefused) as refused:
        form(field)
    assert fault in str(refused.value)
    assert "fields." in str(refused.value)
    assert "home_visit" in str(refused.value)


def test_two_fields_of_one_name_are_refused() -> None:
    with pytest.raises(FormRefused, match='"a" is used twice'):
        form({"name": "a", "type": "text"}, {"name": "a", "type": "date"})


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\xff\xfe", "not JSON"),
        (b"[1]", "name such as"),
        (b"[" * 100_000, "not JSON"),
        (b" " * 300_000, "bytes"),
        (file(key="A B"), "name such as"),
        (file(title="Sums"), "label"),
        (file(fields={}), "list"),
        (file(version=2), '"version" is not known'),
    ],
)
def test_a_file_that_is_no_form_is_refused(content: bytes, fault: str) -> None:
    with pytest.raises(FormRefused) as refused:
        load(content)
    assert fault in str(refused.value)
    assert refused.value.message("zh") != refused.value.message("en")


WORDS = st.sampled_from(
    [
        *FieldType,
        "x",
        "name",
        "type",
        "label",
        "zh",
        "en",
        "options",
        "value",
        "min",
        "max",
        "required",
        "columns",
        "pattern",
        "today",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=4) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=3), inner, max_size=5),
    max_leaves=12,
)


@given(st.lists(st.dictionaries(WORDS, JSON, max_size=5) | JSON, max_size=3))
def test_any_json_is_a_form_or_refused(fields: list[Any]) -> None:
    with contextlib.suppress(FormRefused):
        load(file(fields=fields))


@given(st.binary())
def test_any_bytes_are_refused_at_worst(content: bytes) -> None:
    with contextlib.suppress(FormRefused):
        load(content)

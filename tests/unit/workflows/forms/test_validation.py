from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kit import clock
from kit.errors import FieldErrors
from tests.unit.workflows.forms.support import JPEG, PDF, data_url, form, label, one, png
from workflows.forms import Form, gather, validate

OFFICER = "01890a5d-ac96-774b-bcce-b302099a8057"
OTHER = "01890a5d-ac96-774b-bcce-b302099a8058"
NOON = datetime(2018, 11, 5, 4, 0, tzinfo=UTC)
OPTIONS = [{"value": "coal", "zh": "煤", "en": "Coal"}, {"value": "gas", "zh": "气", "en": "Gas"}]


def fault(of: Form, raw: object, outcome: str = "done", key: str = "x") -> str:
    with pytest.raises(FieldErrors) as refused:
        validate(of, {"x": raw}, outcome)
    assert list(refused.value.errors) == [key]
    text = refused.value.errors[key]
    assert "{" not in text.render("zh")
    assert text.render("zh").startswith("“"), "every sentence has its Chinese"
    return text.render("en")


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ({"type": "text"}, "  李四\u200b ", "李四"),
        ({"type": "text"}, "", None),
        ({"type": "text"}, "\u200b", None),
        ({"type": "text", "pattern": "[A-Z]{2}[0-9]+"}, "AB12", "AB12"),
        ({"type": "longtext"}, "一\r\n二\t三", "一\n二\t三"),
        ({"type": "choice", "options": OPTIONS}, "gas", "gas"),
        ({"type": "multichoice", "options": OPTIONS}, ["gas", "coal", "gas"], ("coal", "gas")),
        ({"type": "multichoice", "options": OPTIONS}, "gas", ("gas",)),
        ({"type": "multichoice", "options": OPTIONS}, None, ()),
        ({"type": "date"}, "2018-11-05", date(2018, 11, 5)),
        ({"type": "date"}, "２０１８－１１－０５", date(2018, 11, 5)),
        ({"type": "date"}, date(2018, 11, 5), date(2018, 11, 5)),
        ({"type": "datetime"}, "2018-11-05T12:00", NOON),
        ({"type": "datetime"}, "2018-11-05 04:00:00+00:00", NOON),
        ({"type": "datetime"}, NOON, NOON),
        ({"type": "money"}, "6,800.5", 680050),
        ({"type": "money"}, "￥６８００元", 680000),
        ({"type": "money"}, 6800, 680000),
        ({"type": "money"}, Decimal("0.01"), 1),
        ({"type": "money", "min": -100}, "-1", -100),
        ({"type": "integer"}, "1,234", 1234),
        ({"type": "integer"}, 7, 7),
        ({"type": "boolean"}, "on", True),
        ({"type": "boolean"}, "false", False),
        ({"type": "boolean"}, None, False),
        ({"type": "boolean", "required": True}, False, False),
        ({"type": "people"}, [OFFICER, UUID(OTHER)], (UUID(OFFICER), UUID(OTHER))),
        ({"type": "people"}, OFFICER, (UUID(OFFICER),)),
        ({"type": "idnumber"}, "62282719700101003x", "62282719700101003X"),
        ({"type": "phone"}, "+86 138-1234-5678", "13812345678"),
        ({"type": "phone"}, "(0934) 8212345", "09348212345"),
        ({"type": "signature"}, "", None),
        ({"type": "files"}, [{"name": "", "type": "", "content": b""}], ()),
    ],
)
def test_what_was_entered_becomes_an_exact_value(field: dict[str, Any], raw: object, value: object) -> None:
    got = validate(one(**field), {"x": raw}, "done")["x"]
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("field", "raw", "words"),
    [
        ({"type": "text", "required": True}, "  ", "to be filled in, but it is empty"),
        ({"type": "text"}, 5, "to be a text"),
        ({"type": "text"}, "a\x00b", "character 2 cannot be shown"),
        ({"type": "text"}, "a\nb", "character 2 cannot be shown"),
        ({"type": "text"}, "a\ud800", "character 2 cannot be shown"),
        ({"type": "text"}, "a\u202eb", "character 2 cannot be shown"),
        ({"type": "text"}, "x" * 201, "at most 200 characters, but it has 201"),
        ({"type": "text", "min": 3}, "ab", "at least 3 characters, but it has 2"),
        ({"type": "text", "pattern": "[0-9]+"}, "12a", 'but it is "12a"'),
        ({"type": "text", "pattern": "[0-9]+", "help": label("只填数字", "Digits only.")}, "12a", "Digits only."),
        ({"type": "longtext"}, "x" * 5001, "at most 5000"),
        ({"type": "choice", "options": OPTIONS}, "oil", "Choose one of: Coal / Gas"),
        ({"type": "choice", "options": OPTIONS}, ["coal"], "one of the choices"),
        ({"type": "multichoice", "options": OPTIONS}, ["coal", "oil"], "one of the choices"),
        ({"type": "multichoice", "options": OPTIONS, "max": 1}, ["coal", "gas"], "at most 1 entries, but it has 2"),
        ({"type": "date"}, "5.11.2018", 'but it is "5.11.2018". Write it as 2018-11-05'),
        ({"type": "date"}, "2018-02-30", 'but it is "2018-02-30"'),
        ({"type": "date"}, "0001-01-01", "1900-01-01 or later"),
        ({"type": "date", "max": "today"}, "2018-11-06", "2018-11-05 or earlier, but it is 2018-11-06"),
        ({"type": "date", "min": "2018-01-01"}, "2017-12-31", "2018-01-01 or later"),
        ({"type": "datetime"}, "2018-11-05", "a date and time"),
        ({"type": "datetime", "max": "now"}, "2018-11-05T13:00", "or earlier, but it is 2018-11-05 13:00"),
        ({"type": "money"}, "12.345", 'but it is "12.345"'),
        ({"type": "money"}, 12.5, "amount in yuan"),
        ({"type": "money"}, True, "amount in yuan"),
        ({"type": "money"}, Decimal("NaN"), "amount in yuan"),
        ({"type": "money"}, "-1", "at least 0.00, but it is -1.00"),
        ({"type": "money", "max": 100000}, "1000.01", "at most 1,000.00, but it is 1,000.01"),
        ({"type": "integer"}, "1.5", "whole number"),
        ({"type": "integer", "max": 9}, "10", "at most 9, but it is 10"),
        ({"type": "boolean", "required": True}, None, "to be filled in"),
        ({"type": "boolean"}, "perhaps", "yes or no"),
        ({"type": "people", "required": True, "min": 2}, [OFFICER], "at least 2 entries, but it has 1"),
        ({"type": "people"}, [OFFICER, OFFICER], "each officer once"),
        ({"type": "people"}, ["nobody"], "not an officer"),
        ({"type": "people"}, 7, "to be a list"),
        ({"type": "people"}, [OFFICER] * 51, "at most 50"),
        ({"type": "idnumber"}, "622827", "17 digits"),
        ({"type": "phone"}, "12345", "11 digits"),
        ({"type": "signature"}, "data:image/png;base64,!!", "could not be read"),
        ({"type": "signature"}, "signed", "could not be read"),
        ({"type": "files", "required": True}, [{"name": "", "content": b""}], "to be filled in"),
        ({"type": "files"}, [{"name": "a.jpg", "content": b""}], '"a.jpg" is empty'),
        ({"type": "files"}, [{"name": "a.jpg", "type": "image/jpeg", "content": b"MZ\x90"}], '"a.jpg" is none of them'),
        ({"type": "files"}, [{"name": "a.pdf", "content": b"%PDF-" + b"0" * 10485760}], "at most 10 MB"),
        ({"type": "files"}, [{"name": "a\x07.pdf", "content": PDF}], "visible characters"),
        ({"type": "files"}, ["a.pdf"], "something else was sent"),
        ({"type": "files", "max": 1}, [{"name": "a", "content": PDF}] * 2, "at most 1 entries"),
        (
            {"type": "lines", "required": True, "columns": [{"name": "a", "type": "text", "label": label("甲", "A")}]},
            [{}],
            "to be filled",
        ),
    ],
)
def test_a_fault_is_told_with_field_and_remedy(field: dict[str, Any], raw: object, words: str) -> None:
    with clock.frozen(NOON):
        said = fault(one(label=label("本栏", "This field"), **field), raw)
    assert words in said
    assert "This field" in said


def test_a_number_too_long_to_print_is_refused_like_any_other() -> None:
    assert "amount in yuan" in fault(one(type="money"), 10**5000)
    assert "whole number" in fault(one(type="integer"), -(10**5000))


def test_a_field_is_required_only_with_its_outcomes() -> None:
    reason = one(type="longtext", required=["refused"])
    assert validate(reason, {}, "done") == {"x": None}
    assert "empty" in fault(reason, "", "refused")


def test_unknown_fields_are_refused_and_all_faults_come_at_once() -> None:
    of = form({"name": "a", "type": "date"}, {"name": "b", "type": "money"})
    with pytest.raises(FieldErrors) as refused:
        validate(of, {"a": "?", "b": "?", "is_admin": "1"}, "done")
    assert set(refused.value.errors) == {"a", "b", "is_admin"}


def test_a_sensitive_value_is_never_repeated_in_the_sentence() -> None:
    said = fault(one(type="text", pattern="[0-9]{16,19}", sensitive=True), "6222 0202 0001")
    assert "6222" not in said


def test_cells_of_lines_are_named_by_row_and_column_and_blank_rows_are_dropped() -> None:
    columns = [
        {"name": "item", "type": "text", "required": True, "label": label("项目", "Item")},
        {"name": "amount", "type": "money", "required": True, "label": label("金额", "Amount")},
    ]
    of = one(type="lines", label=label("支出", "Expenses"), columns=columns)
    good = [{"item": "学费", "amount": "15000"}, {"item": "", "amount": " "}, {"item": "取暖", "amount": "1,120.50"}]
    assert validate(of, {"x": good}, "agreed")["x"] == (
        {"item": "学费", "amount": 1500000},
        {"item": "取暖", "amount": 112050},
    )
    with pytest.raises(FieldErrors) as refused:
        validate(
            of,
            {"x": [{}, {"item": "学费", "amount": "abc"}, {"amount": "1"}, {"item": "a", "amount": "1", "z": 1}]},
            "agreed",
        )
    errors = refused.value.errors
    assert set(errors) == {"x.1.amount", "x.2.item", "x.3.z"}
    assert "Expenses, row 2: Amount" in errors["x.1.amount"].render("en")
    assert "支出第2行：金额" in errors["x.1.amount"].render("zh")


def test_a_file_is_known_by_its_bytes_and_loses_its_folder() -> None:
    sent = [{"name": "C:\\fakepath\\炉子.png", "type": "image/png", "content": JPEG}]
    assert validate(one(type="files"), {"x": sent}, "done")["x"] == (
        {"name": "炉子.png", "type": "image/jpeg", "content": JPEG},
    )


@given(st.data())
def test_a_signature_of_one_colour_is_blank_however_it_is_encoded(data: st.DataObject) -> None:
    width, height = data.draw(st.integers(1, 9)), data.draw(st.integers(1, 9))
    kind, size = data.draw(st.sampled_from([(0, 1), (2, 3), (4, 2), (6, 4)]))
    colour = data.draw(st.binary(min_size=size, max_size=size))
    filters = data.draw(st.lists(st.integers(0, 4), min_size=1, max_size=5))
    pixels = bytearray(colour * (width * height))
    of = one(type="signature")
    blank = png(width, height, bytes(pixels), filters=filters, colour=kind)
    assert "blank" in fault(of, data_url(blank))
    if width * height > 1:
        at = data.draw(st.integers(0, len(pixels) - 1))
        pixels[at] ^= data.draw(st.integers(1, 255))
        inked = png(width, height, bytes(pixels), filters=filters, colour=kind)
        assert validate(of, {"x": data_url(inked)}, "sign")["x"] == inked


def test_a_png_that_promises_more_than_it_holds_is_refused() -> None:
    good = png(2, 2, bytes(16))
    huge = good.replace(b"\0\0\0\x02\0\0\0\x02\x08", b"\0\0\xff\xff\0\0\xff\xff\x08")
    for damaged in (huge, good[:-20], good[:40] + b"\0" + good[41:]):
        assert "could not be read" in fault(one(type="signature"), data_url(damaged))


def test_a_page_s_flat_names_become_rows_lists_and_single_values() -> None:
    of = form(
        {"name": "who", "type": "people"},
        {"name": "note", "type": "text"},
        {
            "name": "rows",
            "type": "lines",
            "columns": [{"name": "amount", "type": "money", "label": label("金额", "Amount")}],
        },
    )
    pairs = [
        ("who", OFFICER),
        ("who", OTHER),
        ("note", "好"),
        ("rows.0.amount", "1"),
        ("rows.2.amount", "x"),
        ("rows.9999.amount", "1"),
    ]
    raw = gather(of, pairs)
    assert raw == {
        "who": [OFFICER, OTHER],
        "note": "好",
        "rows": [{"amount": "1"}, {}, {"amount": "x"}],
        "rows.9999.amount": "1",
    }
    with pytest.raises(FieldErrors) as refused:
        validate(of, raw, "done")
    assert set(refused.value.errors) == {"rows.2.amount", "rows.9999.amount"}


EVERYTHING = form(
    {"name": "text", "type": "text", "pattern": "[A-Z]*[0-9]*", "required": True},
    {"name": "longtext", "type": "longtext", "min": 2},
    {"name": "choice", "type": "choice", "options": OPTIONS},
    {"name": "multichoice", "type": "multichoice", "options": OPTIONS, "min": 2},
    {"name": "date", "type": "date", "max": "today"},
    {"name": "datetime", "type": "datetime", "max": "now", "min": "2000-01-01"},
    {"name": "money", "type": "money"},
    {"name": "integer", "type": "integer", "required": ["done"]},
    {"name": "boolean", "type": "boolean"},
    {"name": "people", "type": "people", "min": 2},
    {"name": "files", "type": "files"},
    {"name": "signature", "type": "signature"},
    {"name": "idnumber", "type": "idnumber"},
    {"name": "phone", "type": "phone"},
    {
        "name": "lines",
        "type": "lines",
        "columns": [
            {"name": "item", "type": "text", "label": label("项目", "Item")},
            {"name": "amount", "type": "money", "label": label("金额", "Amount")},
            {"name": "at", "type": "datetime", "label": label("时间", "At")},
        ],
    },
)  # fmt: skip

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.just(10**4000), st.floats(), st.decimals(), st.text(), st.binary(), st.dates(),
    st.datetimes(timezones=st.one_of(st.none(), st.timezones())), st.uuids(), st.text("0123456789-T:+.,X ￥"),
    st.text(st.characters(categories=["Cs", "Cc", "Cf", "Co", "Cn"])), st.binary().map(data_url), st.just(data_url(png(2, 1, bytes(8)))),
)  # fmt: skip
THINGS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.tuples(inner),
        st.dictionaries(st.sampled_from(["item", "amount", "at", "name", "type", "content"]), inner, max_size=3),
        st.dictionaries(st.one_of(st.integers(), st.text(max_size=3)), inner, max_size=2),
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(
    st.one_of(
        st.dictionaries(st.sampled_from([field.name for field in EVERYTHING.fields]), THINGS, max_size=6),
        st.dictionaries(st.one_of(st.text(max_size=5), st.integers(), st.none()), THINGS, max_size=3),
    ),
    st.sampled_from(["done", "refused", ""]),
)
def test_whatever_is_sent_gives_a_value_for_every_field_or_field_errors(raw: dict[Any, Any], outcome: str) -> None:
    refused: FieldErrors | None = None
    values: dict[str, Any] = {}
    try:
        values = validate(EVERYTHING, raw, outcome)
    except FieldErrors as error:
        refused = error
    if refused is None:
        assert set(values) == {field.name for field in EVERYTHING.fields}
        assert not isinstance(values["money"], float)
    else:
        assert refused.errors
        for key, text in refused.errors.items():
            assert isinstance(key, str)
            assert "{field}" not in text.render("zh") + text.render("en")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "lines",
                    "lines.0.item",
                    "lines.1.amount",
                    "lines.0.z",
                    "lines.200.item",
                    "people",
                    "text",
                    "zz",
                    "text.0.a",
                ]
            ),
            st.one_of(st.text(max_size=3), st.just({"name": "a", "content": JPEG})),
        )
    )
)
def test_whatever_a_page_sends_is_gathered_and_nothing_unknown_is_lost(pairs: list[tuple[str, Any]]) -> None:
    raw = gather(EVERYTHING, pairs)
    assert ("zz" in raw) == any(name == "zz" for name, _ in pairs)
    with contextlib.suppress(FieldErrors):
        validate(EVERYTHING, raw, "done")

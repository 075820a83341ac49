from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import FormData, Headers

from kit import clock
from kit.i18n import using_language
from web import edge, forms, security, tokens, words
from workflows.forms import load, validate

MONDAY = datetime(2018, 11, 5, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_day", "word", "left"),
    [
        (date(2018, 11, 2), "逾期", "已逾期 1 个工作日"),
        (date(2018, 11, 5), "今日到期", "今日到期"),
        (date(2018, 11, 6), "将到期", "剩 1 个工作日"),
        (date(2018, 11, 12), "正常", "剩 5 个工作日"),
    ],
)
def test_a_due_date_says_how_many_working_days_are_left(due_day: date, word: str, left: str) -> None:
    with clock.frozen(MONDAY):
        due = words.due(clock.end_of_day(due_day))
    assert (due.day, due.word, due.left) == (due_day, word, left)


def test_a_due_date_over_the_national_holiday_counts_make_up_days() -> None:
    with clock.frozen(datetime(2018, 9, 26, 1, 0, tzinfo=UTC)):
        assert words.due(clock.end_of_day(date(2018, 10, 8))).left == "剩 5 个工作日"


@pytest.mark.parametrize(
    ("length", "english"),
    [
        (timedelta(seconds=5), "1 min"),
        (timedelta(minutes=59), "59 min"),
        (timedelta(hours=23), "23 h"),
        (timedelta(days=3, hours=5), "3 days"),
    ],
)
def test_a_duration_is_said_in_the_unit_that_fits(length: timedelta, english: str) -> None:
    with using_language("en"):
        assert words.duration(MONDAY, MONDAY + length) == english


@given(st.text(alphabet="0123456789abcdef", min_size=64, max_size=64))
def test_a_token_goes_through_a_page_under_a_fresh_mask(token: str) -> None:
    one, other = tokens.mask(token), tokens.mask(token)
    assert one != other
    assert tokens.unmask(one) == tokens.unmask(other) == token


@given(st.text())
def test_any_text_instead_of_a_token_is_no_token(text: str) -> None:
    assert len(tokens.unmask(text)) != 64


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("/cases", "/cases"),
        ("/tasks/1", "/tasks/1"),
        ("//evil.example", "/inbox"),
        ("/\\evil.example", "/inbox"),
        ("https://evil.example", "/inbox"),
        ("/login", "/inbox"),
        ("/x\nSet-Cookie: a", "/inbox"),
        ("", "/inbox"),
    ],
)
def test_only_our_own_pages_are_gone_to(address: str, safe: str) -> None:
    assert edge.safe_next(address) == safe


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ({}, True),
        ({"host": "bangfu.example", "origin": "https://bangfu.example"}, True),
        ({"host": "bangfu.example", "origin": "https://evil.example"}, False),
        ({"host": "bangfu.example", "origin": "null"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "none"}, True),
    ],
)
def test_the_origin_of_an_unsafe_request(headers: dict[str, str], same: bool) -> None:
    assert security.same_origin(Headers(headers)) is same


FORM = load(
    """{"key": "all_kinds", "title": {"zh": "表", "en": "Form"}, "fields": [
    {"name": "day", "type": "date", "label": {"zh": "日", "en": "Day"}},
    {"name": "at", "type": "datetime", "label": {"zh": "时", "en": "Time"}},
    {"name": "sum", "type": "money", "label": {"zh": "额", "en": "Sum"}},
    {"name": "yes", "type": "boolean", "label": {"zh": "是", "en": "Yes"}},
    {"name": "picked", "type": "multichoice", "label": {"zh": "选", "en": "Picked"},
     "options": [{"value": "a", "zh": "甲", "en": "A"}, {"value": "b", "zh": "乙", "en": "B"}]},
    {"name": "rows", "type": "lines", "label": {"zh": "行", "en": "Rows"}, "columns": [
      {"name": "amount", "type": "money", "label": {"zh": "额", "en": "Amount"}},
      {"name": "note", "type": "text", "label": {"zh": "注", "en": "Note"}}]}
    ]}""".encode()
)
instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)
fen = st.integers(0, 10**12)


@given(
    st.fixed_dictionaries(
        {
            "day": st.dates(date(1950, 1, 1), date(2150, 1, 1)),
            "at": instants,
            "sum": fen,
            "yes": st.booleans(),
            "picked": st.sampled_from([(), ("a",), ("a", "b")]),
            "rows": st.lists(
                st.fixed_dictionaries({"amount": fen, "note": st.sampled_from(["房租", "x"])}), max_size=4
            ).map(tuple),
        }
    )
)
def test_what_a_form_is_filled_with_comes_back_the_same(values: dict[str, object]) -> None:
    shown = forms.as_entered(FORM, values)
    pairs: list[tuple[str, str]] = []
    for name, value in shown.items():
        if name == "rows":
            pairs += [(f"rows.{n}.{column}", cell) for n, row in enumerate(value) for column, cell in row.items()]
        else:
            pairs += [(name, each) for each in value] if isinstance(value, list) else [(name, value)]
    sent = FormData([*pairs, ("csrf_token", "x"), ("outcome", "y"), ("opinion", "z"), ("request_id", "r")])
    assert validate(FORM, forms.raw_values(FORM, sent), "y") == values

"""FEEL: exact numbers, three-valued logic, names with blanks, and bounds that hold."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decisions.feel import FeelError, Months, Range, compile_expression, compile_unary
from decisions.feel.errors import FeelBadValue, FeelLimit, FeelSyntaxError, FeelUnfinished


def value(text: str, names: tuple[str, ...] = (), /, **context: Any) -> Any:
    return compile_expression(text, names).evaluate(context)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("0.1 + 0.2 = 0.3", True),
        ("10 / 4", Decimal("2.5")),
        ("10 / 5", 2),
        ("1 / 0", None),
        ("1 / 3", Decimal("0.3333333333333333333333333333333333")),
        ("2 ** 3 ** 2", 64),
        ("-2 ** 2", 4),
        ("2 ** -1", Decimal("0.5")),
        ("12 * 51500 * 3", 1_854_000),
        ("1 + null", None),
        ('"a" + "b"', "ab"),
        ('1 + "a"', None),
        ("1.50", Decimal("1.5")),
        ("1e3", 1000),
        ("3.0", 3),
    ],
)
def test_arithmetic_is_exact_and_unknown_is_null(text: str, expected: object) -> None:
    got = value(text)
    assert got == expected
    assert not isinstance(got, float)
    assert type(got) is type(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true and null", None), ("false and null", False), ("true or null", True), ("false or null", None),
        ("not(null)", None), ("not(false)", True), ("null = null", True), ("1 = null", False), ('1 = "1"', None),
        ("1 < null", None), ('"a" < 1', None), ("1 != 2", True), ("5 between 1 and 5", True),
        ("null between 1 and 5", None), ("some x in [1, null] satisfies x = 2", False),
        ("every x in [true, null] satisfies x", None), ("if null then 1 else 2", 2), ('if "x" then 1 else 2', 2),
    ],
)  # fmt: skip
def test_logic_has_three_values(text: str, expected: object) -> None:
    assert value(text) is expected or value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5 in [1..5]", True), ("5 in [1..5)", False), ("1 in ]1..5]", False), ("5 in ]1..5[", False),
        ("1 in (1..5]", False), ("5 in (< 3, > 4)", True), ("5 in (1, 5)", True), ("5 in < 6", True),
        ("4 in [1, 4]", True), ('"b" in ("a", "b")', True), ("[1..3]", Range(1, 3)),
        ("[1, 2, 3][item > 1]", [2, 3]), ("[1, 2, 3][-1]", 3), ("[1, 2, 3][9]", None), ("[][1]", None),
        ("[{a: 1}, {a: 2}][a = 2].a", [2]), ("[{a: 1}, {b: 2}].a", [1, None]),
        ("{a: 1, b: a + 1}.b", 2), ('{"x y": 2}.x y', 2), ("{a-b: 1, c: a-b + 1}.c", 2),
        ("for i in 1..3 return i * i", [1, 4, 9]), ("for i in 3..1 return i", [3, 2, 1]),
        ("for x in [1, 2], y in [10, 20] return x + y", [11, 21, 12, 22]),
        ("for i in 1..3 return if i = 1 then 1 else partial[-1] * i", [1, 2, 6]),
        ("(function(a, b) a + b)(1, 2)", 3), ("(function(a) a) instance of function", True),
        ("1 instance of number", True), ("null instance of number", False), ("[1] instance of list<number>", True),
        ("{a: 1} instance of context<a: string>", False), ("sort([3, 1, 2], function(x, y) x < y)", [1, 2, 3]),
    ],
)  # fmt: skip
def test_ranges_lists_contexts_and_loops(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('date("2018-11-05") + duration("P1M")', date(2018, 12, 5)),
        ('date("2018-01-31") + duration("P1M")', date(2018, 2, 28)),
        ('date("2020-02-29") - duration("P1Y")', date(2019, 2, 28)),
        ('@"2018-11-05" - @"2018-10-05"', timedelta(days=31)),
        ('date("2018-02-30")', None),
        ('date(2018, 11, 5) = @"2018-11-05"', True),
        ('date and time("2018-11-05T10:00:00").hour', 10),
        ('date("2018-11-05").weekday', 1),
        ('@"2018-11-05" < @"2018-11-06"', True),
        ('years and months duration(@"2011-12-22", @"2013-08-24")', Months(20)),
        ('years and months duration(@"2013-08-24", @"2011-12-22")', Months(-20)),
        ('string(duration("P1Y2M"))', "P1Y2M"),
        ('string(duration("P1DT2H"))', "P1DT2H"),
        ('duration("P2D") / duration("P1D")', 2),
        ('duration("PT3H") * 2', timedelta(hours=6)),
        ('date and time("2018-11-05T10:00:00Z") = date and time("2018-11-05T18:00:00+08:00")', True),
        ('time("10:30:00") + duration("PT20H")', datetime(2000, 1, 1, 6, 30).time()),  # noqa: DTZ001
        ('day of week(@"2018-11-05")', "Monday"),
    ],
)
def test_dates_and_durations(text: str, expected: object) -> None:
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('substring("foobar", 3)', "obar"), ('substring("foobar", -2, 1)', "a"), ('contains("abc", "b")', True),
        ('upper case("ab")', "AB"), ('matches("K12", "^K[0-9]+$")', True), ('matches("aaaa", "(a+)+b")', None),
        ('replace("abc", "b", "$0x")', "abxc"), ('split("a;b", ";")', ["a", "b"]), ('string length("困难")', 2),
        ('number("1,234.5", ",", ".")', Decimal("1234.5")), ('number("abc")', None), ("string(1.50)", "1.5"),
        ("floor(-1.5)", -2), ("ceiling(1.2)", 2), ("round half up(5.125, 2)", Decimal("5.13")),
        ("decimal(2.5, 0)", 2), ("abs(-3)", 3), ("modulo(-7, 3)", 2), ("min(3, 1, 2)", 1), ("max([1, 4])", 4),
        ("sum([1, 2.5])", Decimal("3.5")), ("sum([])", None), ("count([1, null])", 2), ("mean([1, 2])", Decimal("1.5")),
        ("list contains([1, null], null)", True), ("append([1], 2)", [1, 2]), ("concatenate([1], [2], 3)", [1, 2, 3]),
        ("distinct values([1, 2, 1])", [1, 2]), ("flatten([[1], [2, [3]]])", [1, 2, 3]), ("index of([1, 2, 1], 1)", [1, 3]),
        ("union([1], [1, 2])", [1, 2]), ("all([true, false])", False), ("any([false, true])", True),
        ('substring(string: "abc", start position: 2)', "bc"), ('get value({a: 1}, "a")', 1), ("before(1, [2..3])", True),
        ("overlaps([1..3], [3..5])", True), ("floor(null)", None), ('floor("a")', None), ("unknown(1)", None),
    ],
)  # fmt: skip
def test_standard_functions(text: str, expected: object) -> None:
    assert value(text) == expected


def test_names_may_hold_blanks_signs_and_chinese() -> None:
    assert value("Monthly income * 12", **{"Monthly income": 3}) == 36
    assert value("pre-check + 1", ("pre-check",), **{"pre-check": 3}) == 4
    assert value("pre-check", pre=5, check=3) == 2
    assert value("家庭年收入 <= 18 * 低保标准 * 人口", 家庭年收入=3_240_000, 低保标准=60_000, 人口=3) is True
    assert value("profit and loss + 1", ("profit and loss",), **{"profit and loss": 1}) == 2


def test_free_names_are_those_needed_from_outside() -> None:
    assert compile_expression('outcome = "pass" and scope in ("IN", "REVIEW")').names == {"outcome", "scope"}
    assert compile_expression("for x in xs return x + y").names == {"xs", "y"}
    assert compile_expression("count(items[item > limit])").names == {"items", "limit"}
    assert compile_expression("{a: 1, b: a}").names == frozenset()
    assert compile_expression("(function(a) a + b)(c)").names == {"b", "c"}


@pytest.mark.parametrize(
    ("cell", "given", "passes"),
    [
        ("-", None, True), ("< 5", 3, True), ("< 5", None, False), ("[1..5]", 5, True), ('"a","b"', "b", True),
        ('not("a","b")', "c", True), ('not("a")', "a", False), ("not(< 5)", 7, True), ("? > 3 and ? < 5", 4, True),
        ('contains(?, "a")', "bab", True), ("null", None, True), ("not(null)", None, False), ("true", True, True),
        ("true", False, False), ("limits", 2, True), ("count(?) > 0", ["x"], True), ("> limit", 10, True),
        ("1, 2, [5..6]", 6, True), ("= 3", 3, True), ("!= 3", 3, False),
    ],
)  # fmt: skip
def test_cells(cell: str, given: object, passes: bool) -> None:
    assert compile_unary(cell).matches(given, {"limits": [1, 2], "limit": 9}) is passes


@pytest.mark.parametrize(
    ("text", "position"),
    [("1 + ) 2", 4), ("a # b", 2), ("if a then b", 11), ("", 0), ("1 +", 3), ("(1, 2)", 2), ("a b c d )", 8)],
)
def test_refusals_say_where(text: str, position: int) -> None:
    with pytest.raises((FeelSyntaxError, FeelUnfinished)) as refused:
        compile_expression(text)
    assert refused.value.position == position


def test_a_float_is_refused_by_name() -> None:
    with pytest.raises(FeelBadValue, match='"income" is a float'):
        value("income > 1", income=1.5)


@pytest.mark.parametrize(
    "text",
    [
        "for i in 1..1000000 return for j in 1..1000000 return 1",
        "(function(f) f(f))(function(f) f(f))",
        'for i in 1..30 return if i = 1 then "xxxxxxxxxx" else partial[-1] + partial[-1]',
        "count(for i in 1..99999, j in 1..99999 return 1)",
    ],
)
def test_evaluation_is_bounded(text: str) -> None:
    with pytest.raises(FeelLimit):
        value(text)


@pytest.mark.parametrize("text", ["(" * 500 + "1" + ")" * 500, "1" + "+1" * 20_000, "-" * 1000 + "1", "x" * 50_000])
def test_reading_is_bounded(text: str) -> None:
    with pytest.raises(FeelError):
        compile_expression(text)


def test_a_regular_expression_cannot_run_away() -> None:
    assert value('matches(t, "^(a|a)*$")', t="a" * 5000) is None
    assert value('matches(t, ".*.*.*.*x")', t="a" * 5000) is None


_WHOLE = st.integers(-(10**12), 10**12)


@given(_WHOLE, _WHOLE, st.integers(1, 30))
def test_whole_numbers_agree_with_python(a: int, b: int, n: int) -> None:
    context = {"a": a, "b": b, "n": n}
    assert compile_expression("a + b * n - 3").evaluate(context) == a + b * n - 3
    assert compile_expression("a <= 18 * b * n").evaluate(context) == (Fraction(a, 12 * n) <= Fraction(3 * b, 2))
    assert compile_expression("modulo(a, n)").evaluate(context) == a % n
    assert compile_expression("floor(a / n)").evaluate(context) == a // n


@given(st.text(max_size=60))
def test_any_text_is_read_and_evaluated_or_refused(text: str) -> None:
    # Anything but FeelError leaves the block and fails the test.
    with suppress(FeelError):
        compile_unary(text)
    with suppress(FeelError):
        assert compile_expression(text).evaluate({}) is not NotImplemented

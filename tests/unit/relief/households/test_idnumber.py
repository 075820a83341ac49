"""ID numbers: what people type, every typo of one digit, and what the standard leaves open."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.households import errors
from relief.households.idnumber import PROVINCES, check_character, parse_id_number

TODAY = date(2018, 11, 5)
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")

bodies = st.builds(
    lambda province, county, birth, serial: f"{province}{county:04d}{birth:%Y%m%d}{serial:03d}",
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 9999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)
numbers = bodies.map(lambda body: body + check_character(body))


@given(numbers)
def test_a_good_number_comes_back_with_its_birth_and_sex(number: str) -> None:
    parsed = parse_id_number(number, TODAY)
    assert parsed.text == number
    assert parsed.birth == date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    assert parsed.sex == ("male" if int(number[16]) % 2 else "female")
    assert parsed.index == parse_id_number(parsed.text, TODAY).index


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_every_single_digit_typo_is_refused(number: str, position: int, step: int) -> None:
    if number[position] == "X":
        wrong = number[:position] + str(step)
    else:
        wrong = number[:position] + str((int(number[position]) + step) % 10) + number[position + 1 :]
    with pytest.raises(errors.NotAnIdNumber):
        parse_id_number(wrong, TODAY)


@given(numbers)
def test_other_ways_of_typing_find_the_same_person(number: str) -> None:
    index = parse_id_number(number, TODAY).index
    for typed in (number.lower(), number.translate(FULL_WIDTH), f" {number[:6]} {number[6:14]}\u3000{number[14:]}\t",
                  f"'{number}", f"\ufeff{number}\u200b"):  # fmt: skip
        assert parse_id_number(typed, TODAY).index == index


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_fifteen_digits_become_eighteen(birth: date, serial: int) -> None:
    parsed = parse_id_number(f"622821{birth:%y%m%d}{serial:03d}", TODAY)
    assert len(parsed.text) == 18
    assert parsed.birth == birth
    assert parse_id_number(parsed.text, TODAY) == parsed


def test_a_person_born_before_1985_with_an_abolished_county_is_taken_with_a_warning() -> None:
    # 622821 was 庆阳县 until 2002; the standard libraries refuse such numbers.
    body = "62282119631012242"
    parsed = parse_id_number(body + check_character(body), TODAY)
    assert [warning.params["code"] for warning in parsed.warnings] == ["622821"]
    today = "62100219631012242"
    assert parse_id_number(today + check_character(today), TODAY).warnings == ()


def test_the_published_example_of_the_standard() -> None:
    assert parse_id_number("11010519491231002X", TODAY).birth == date(1949, 12, 31)


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", errors.IdNumberMissing),
        (" \u3000", errors.IdNumberMissing),
        ("6210021963", errors.IdNumberLength),
        ("62100219631012242XX", errors.IdNumberLength),
        ("62100219A31012242X", errors.IdNumberCharacter),
        ("621002196310122٣2X", errors.IdNumberCharacter),
        ("62100219631012242Y", errors.IdNumberCharacter),
        ("X21002196310122421", errors.IdNumberCharacter),
        ("991002196310122421", errors.IdNumberProvince),
        ("621002196302302421", errors.IdNumberDate),
        ("621002196313012421", errors.IdNumberDate),
        ("621002201902282421", errors.IdNumberFuture),
        ("110105194912310021", errors.IdNumberChecksum),
    ],
)
def test_each_fault_has_its_sentence(typed: str, error: type[errors.NotAnIdNumber]) -> None:
    with pytest.raises(error) as caught:
        parse_id_number(typed, TODAY)
    assert str(caught.value).startswith("Expected ")
    assert not typed or typed not in str(caught.value)
    assert caught.value.message("zh") != caught.value.message("en")


def test_the_number_stays_out_of_representations() -> None:
    assert "11010519491231002X" not in repr(parse_id_number("11010519491231002X", TODAY))

"""One masking rule everywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relief.households import masking


@pytest.mark.parametrize(
    ("name", "masked"),
    [("李四", "李*"), ("王", "王*"), ("欧阳修", "欧阳*"), ("欧阳", "欧*"), ("阿不都·热合曼", "阿*"),
     ("诸葛孔明", "诸葛*"), ("Ivan Petrov", "I*"), ("马占山", "马*")],
)  # fmt: skip
def test_a_name_is_its_surname_and_one_star(name: str, masked: str) -> None:
    assert masking.mask_name(name) == masked


@given(st.text("0123456789", max_size=20))
def test_at_most_four_characters_of_a_number_are_left(number: str) -> None:
    masked = masking.mask_phone(number)
    assert len(masked) == len(number)
    assert len(masked.replace("*", "")) == (4 if len(number) > 4 else 0)
    assert masked == masking.mask_card(number) == masking.mask_id_number(number)


def test_an_address_ends_before_the_door() -> None:
    assert masking.mask_address("甘肃省庆阳市西峰区南大街12号院3单元501") == "甘肃省庆阳市****"
    assert masking.mask_address("南街5号") == "南街****"
    assert masking.mask_address("") == ""

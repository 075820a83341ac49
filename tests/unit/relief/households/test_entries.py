"""Names, phones, cards and code lists as people type them."""

from __future__ import annotations

import pytest

from relief.households import codes, errors
from relief.households.entries import parse_card, parse_name, parse_phone


@pytest.mark.parametrize(
    ("typed", "name"),
    [(" 李 四 ", "李四"), ("阿不都•热合曼", "阿不都·热合曼"), ("Ivan  Petrov", "Ivan Petrov"), ("𠮷田", "𠮷田")],
)
def test_names_have_one_normal_form(typed: str, name: str) -> None:
    assert parse_name(typed) == name


@pytest.mark.parametrize("typed", ["", " ", "李4", "=HYPERLINK(1)", "李" * 41, "·", "<b>李</b>", "李四\n王五;"])
def test_what_is_no_name_is_refused(typed: str) -> None:
    with pytest.raises(errors.NotAName):
        parse_name(typed)


@pytest.mark.parametrize(
    ("typed", "phone"),
    [("138 0000 0000", "13800000000"), ("+8613800000000", "13800000000"), ("１３８００００００００", "13800000000"),
     ("138-0000-0000", "13800000000"), ("0934-8613000", "0934-8613000"), ("09348613000", "0934-8613000")],
)  # fmt: skip
def test_phones_have_one_normal_form(typed: str, phone: str) -> None:
    assert parse_phone(typed) == phone


@pytest.mark.parametrize("typed", ["", "12345", "12800000000", "138000000000", "none"])
def test_what_is_no_phone_is_refused(typed: str) -> None:
    with pytest.raises(errors.NotAPhone):
        parse_phone(typed)


def test_cards() -> None:
    assert parse_card("6222 0200 0000 0000 000") == "6222020000000000000"
    with pytest.raises(errors.NotACard):
        parse_card("6222 0200 A")


def test_a_code_is_found_by_code_or_label_in_either_language() -> None:
    for typed in ("LAID_OFF", "下（待）岗", "下(待)岗", " laid off "):
        assert codes.parse("identity", typed) == "LAID_OFF"
    with pytest.raises(errors.UnknownCode) as caught:
        codes.parse("hukou", "城镇")
    assert "非农业, 农业, 农转居" in caught.value.message("zh")
    assert "non-agricultural" in caught.value.message("en")


def test_every_entry_has_both_labels_and_fits_its_column() -> None:
    for name, entries in codes.code_lists().items():
        assert entries, name
        for entry in entries.values():
            assert entry.zh, (name, entry.code)
            assert entry.en, (name, entry.code)
            assert len(entry.code) <= 20
    assert len(codes.code_list("ethnicity")) == 56
    assert [code.code for code in codes.code_list("cause")] == [f"R{n:02d}" for n in range(1, 11)]

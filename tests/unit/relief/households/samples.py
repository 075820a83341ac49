"""Households for tests, with ID numbers that hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from relief.households.entries import HouseholdEntry, MemberEntry
from relief.households.idnumber import check_character, parse_id_number


def id_text(birth: str = "19750312", serial: int = 241, area: str = "621002") -> str:
    """Return a valid ID number."""
    body = f"{area}{birth}{serial:03d}"
    return body + check_character(body)


def member(name: str, birth: str, serial: int, relation: str = "CHILD", **more: Any) -> MemberEntry:
    """Return a member with a valid ID number."""
    number = parse_id_number(id_text(birth, serial), date(2018, 11, 5))
    return replace(MemberEntry(name=name, id_number=number, relation=relation), **more)


def household(*, serial: int = 0) -> HouseholdEntry:
    """Return the household of three on which seed D's sum is worked; another ``serial``, other people."""
    return HouseholdEntry(
        members=(
            member(
                "赵彩虹", "19680412", 222 + serial, "SELF", phone="13893400017", bank_name="农业银行",
                bank_card="6228480402564890018", identity="LAID_OFF", health="HYPERTENSION", hukou="NON_AGRICULTURAL",
                employer="西峰制药厂", union_member=True,
            ),
            member("孙建国", "19660930", 311 + serial, "SPOUSE", identity="FLEXIBLE", health="GOOD"),
            member("孙小雨", "20001120", 428 + serial, "CHILD", identity="STUDENT", health="GOOD",
                   study_stage="BACHELOR"),
        ),
        address="甘肃省庆阳市西峰区南大街12号3单元501", county_code="621002", housing="PUBLIC_RENTED",
    )  # fmt: skip

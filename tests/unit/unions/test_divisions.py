"""The official divisions, and the tree made from them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from kit import db
from tests.unit.unions.world import BY
from unions import divisions, errors, queries
from unions.levels import Level
from unions.territory import load_territorial_tree

SINCE = date(2018, 1, 1)


def test_gansu_has_14_prefectures_86_counties_and_1356_townships() -> None:
    counts = Counter(division.level for division in divisions.read("620000"))
    assert counts == {Level.PROVINCE: 1, Level.CITY: 14, Level.COUNTY: 86, Level.GRASSROOTS: 1356}


def test_every_province_reads_with_each_parent_before_its_children() -> None:
    assert len(divisions.provinces()) == 33
    for province in divisions.provinces():
        seen: set[str] = set()
        for division in divisions.read(province.code):
            assert division.parent_code is None or division.parent_code in seen, division
            seen.add(division.code)
        assert seen


@pytest.mark.parametrize("code", ["", "62", "621000", "999999", "甘肃省", "620000000"])
def test_a_code_of_no_province_is_refused(code: str) -> None:
    with pytest.raises(errors.UnknownProvince):
        divisions.read(code)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("top", "code", "level", "found"),
    [
        ("620000", "620200001", Level.COUNTY, "嘉峪关市总工会"),
        ("500000", "500101", Level.CITY, "重庆市总工会"),
        ("460000", "469001", Level.CITY, "海南省总工会"),
    ],
)
def test_lines_that_skip_a_level_resolve_upward(top: str, code: str, level: Level, found: str) -> None:
    with db.transaction() as session:
        load_territorial_tree(session, top, SINCE, by=BY)
        unit = queries.unit_by_code(session, code)
        assert queries.ancestor_at(session, unit.id, level, SINCE).name == found


@pytest.mark.usefixtures("database")
def test_a_second_load_adds_nothing_and_no_day_before_unions_is_taken() -> None:
    with db.transaction() as session:
        first = load_territorial_tree(session, "640000", SINCE, by=BY)
        again = load_territorial_tree(session, "640000", SINCE, by=BY)
        with pytest.raises(errors.DateImpossible):
            load_territorial_tree(session, "640000", date(218, 1, 1), by=BY)
    assert (again.added, again.present) == (0, first.added)

"""Persons and households in the database: encrypted, found again, effective-dated, revealed for a reason only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from kit import db
from relief.households import errors, facts, queries
from relief.households.facts import SavedHousehold
from relief.households.idnumber import parse_id_number
from tests.unit.relief.households.samples import household, id_text, member

ON = date(2018, 11, 5)
LATER = date(2019, 2, 1)
SECRETS = ("赵彩虹", "孙建国", "孙小雨", "13893400017", "6228480402564890018", "南大街12号", "HYPERTENSION",
           id_text("19680412", 222), id_text("19660930", 311), id_text("20001120", 428))  # fmt: skip


def _saved() -> SavedHousehold:
    with db.transaction() as session:
        return facts.create_household(session, household(), on=ON)


@pytest.mark.usefixtures("database")
def test_what_is_shown_is_masked() -> None:
    saved = _saved()
    with db.reading() as session:
        record = queries.household(session, saved.household_id, ON)
    assert [m.name_masked for m in record.members] == ["赵*", "孙*", "孙*"]
    assert [m.age for m in record.members] == [50, 52, 17]
    assert [m.adult for m in record.members] == [True, True, False]
    assert record.main.id_masked == "*" * 14 + id_text("19680412", 222)[-4:]
    assert record.main.phone_masked == "*******0017"
    assert record.main.card_masked.endswith("0018")
    assert record.address_masked == "甘肃省庆阳市****"
    assert not any(secret in repr(record) for secret in SECRETS)


@pytest.mark.usefixtures("database")
def test_the_whole_is_shown_for_a_reason_only() -> None:
    saved = _saved()
    with db.reading() as session:
        with pytest.raises(errors.ReasonMissing):
            queries.reveal(session, saved.household_id, reason="  x ")
        whole = queries.reveal(session, saved.household_id, reason="打印档案表")
    assert (whole.members[0].name, whole.members[0].phone, whole.members[0].health) == (
        "赵彩虹", "13893400017", "HYPERTENSION",
    )  # fmt: skip
    assert whole.members[0].id_number == id_text("19680412", 222)
    assert whole.address.endswith("501")
    assert not any(secret in repr(whole) for secret in SECRETS)


def test_nothing_personal_stands_in_the_file(database: str) -> None:
    _saved()
    if not database.startswith("sqlite"):
        with db.reading() as session:
            rows = [
                str(row) for table in ("persons", "households", "household_members")
                for row in session.execute(text(f"SELECT * FROM {table}"))
            ]  # fmt: skip
        assert not any(secret in row for secret in SECRETS for row in rows)
        return
    db.disconnect()
    folder = Path(database.removeprefix("sqlite:///")).parent
    content = b"".join(path.read_bytes() for path in folder.glob("test.db*"))
    assert "西峰制药厂".encode() in content  # The employer stands on the public notice: proof that the scan sees text.
    for secret in SECRETS:
        assert secret.encode() not in content, secret
        assert secret.encode("utf-16-le") not in content


@pytest.mark.usefixtures("database")
def test_the_same_person_is_found_again_however_typed() -> None:
    saved = _saved()
    with db.transaction() as session:
        again = facts.create_household(session, household(), on=LATER)
        typed = parse_id_number(id_text("19680412", 222).lower().translate(str.maketrans("0123", "０１２３")))
        found = queries.person_by_id_number(session, typed)
        assert queries.households_of(session, [typed.index]) == tuple(sorted([saved.household_id, again.household_id]))
        assert [p.person_id for p in queries.namesakes(session, "孙建国")] == [saved.person_ids[1]]
    assert again.person_ids == saved.person_ids
    assert found is not None
    assert found.person_id == saved.person_ids[0]


@pytest.mark.usefixtures("database")
def test_another_name_for_a_known_number_is_refused_until_corrected() -> None:
    saved = _saved()
    entry = household()
    other = replace(entry, members=(replace(entry.main, name="赵彩红"), *entry.members[1:]))
    with pytest.raises(errors.NameDiffers) as caught, db.transaction() as session:
        facts.create_household(session, other, on=ON)
    assert "赵*" in str(caught.value)
    with db.transaction() as session:
        facts.correct_name(session, saved.person_ids[0], "赵彩红")
        facts.create_household(session, other, on=ON)


@pytest.mark.usefixtures("database")
def test_members_come_and_go_and_the_past_stays() -> None:
    saved = _saved()
    entry = household()
    baby = member("孙果果", "20180901", 11, "GRANDCHILD")
    moved = replace(entry, members=(entry.main, replace(entry.members[2], identity="ON_POST"), baby))
    with db.transaction() as session:
        facts.revise_household(session, saved.household_id, moved, on=LATER)
    with db.reading() as session:
        before = queries.household(session, saved.household_id, date(2019, 1, 31))
        after = queries.household(session, saved.household_id, LATER)
    assert [m.relation for m in before.members] == ["SELF", "SPOUSE", "CHILD"]
    assert [m.identity for m in before.members] == ["LAID_OFF", "FLEXIBLE", "STUDENT"]
    assert [m.relation for m in after.members] == ["SELF", "CHILD", "GRANDCHILD"]
    assert [m.identity for m in after.members][1] == "ON_POST"
    assert before.main.member_id == after.main.member_id


@pytest.mark.usefixtures("database")
def test_one_person_twice_in_a_household_is_refused() -> None:
    entry = household()
    with pytest.raises(errors.PersonTwice), db.transaction() as session:
        facts.create_household(session, replace(entry, members=(*entry.members, entry.members[1])), on=ON)


@pytest.mark.usefixtures("database")
def test_the_schema_keeps_one_main_worker() -> None:
    _saved()
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.execute(text("UPDATE household_members SET role = 'main'"))

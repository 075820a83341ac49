"""From commands to records and from records to rows: pure, shared by single changes and by bulk loads."""

from __future__ import annotations

import uuid
from typing import Any

from kit import clock
from kit.db import new_id
from kit.i18n import Text
from unions import policies
from unions.commands import NewOfficer, NewUnit
from unions.models import Officer, UnitVersion
from unions.records import UnitRecord

CODE_LIMIT, NAME_LIMIT, OFFICER_NAME_LIMIT, LETTER_LIMIT = 40, 120, 60, 60
UNIT_CODE, UNIT_NAME, OFFICER_NAME, LETTER_NO, POST_TO = (
    Text("Unit code"), Text("Unit name"), Text("Officer's name"), Text("Letter number"),
    Text("Post to"),
)  # fmt: skip


def unit_shape(unit_id: uuid.UUID, new: NewUnit, parent: UnitRecord | None) -> UnitRecord:
    """Return the record that a new unit will have; the caller has checked that it fits."""
    where = policies.place(unit_id, new.kind, new.level, parent)
    return UnitRecord(
        id=unit_id, code=new.code, name=new.name, kind=new.kind, level=new.level, parent_id=None if parent is None else parent.id,
        province_id=where.province_id, city_id=where.city_id, county_id=where.county_id, division=new.division or None,
        ancestor_ids=where.ancestor_ids, valid_from=new.valid_from, valid_to=None,
    )  # fmt: skip


def version_values(record: UnitRecord) -> dict[str, Any]:
    """Return the columns of one state of a unit, for a bulk insert."""
    return {
        "id": new_id(), "unit_id": record.id, "name": record.name, "kind": record.kind.value,
        "level": record.level.value, "parent_id": record.parent_id, "division": record.division,
        "province_id": record.province_id, "city_id": record.city_id, "county_id": record.county_id,
        "ancestor_ids": [str(each) for each in record.ancestor_ids],
        "valid_from": record.valid_from, "valid_to": record.valid_to,
    }  # fmt: skip


def version_row(record: UnitRecord) -> UnitVersion:
    """Return the row of one state of a unit."""
    return UnitVersion(**version_values(record))


def officer_row(new: NewOfficer) -> Officer:
    """Return the checked row of an officer; whether the log-in name is free is the caller's question.

    Raises:
        LoginMalformed, TextMissing, TextTooLong, EmailMalformed, UnknownLanguage: see there.
    """
    return Officer(
        id=new_id(), login=policies.check_login(new.login),
        name=policies.check_text(OFFICER_NAME, new.name, OFFICER_NAME_LIMIT), email=policies.check_email(new.email),
        language=policies.check_language(new.language), created_at=clock.now(),
    )  # fmt: skip

"""The encrypted columns: what is inside, and under which name each is bound."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from kit.crypto import blind_index, decrypt, encrypt
from relief.households.entries import MemberEntry

ID_NUMBER = "persons.id_number"
NAME = "persons.name"
ADDRESS = "households.address"
PRIVATE = "household_members.private"


@dataclass(frozen=True)
class PrivateParticulars:
    """What ``household_members.private`` holds."""

    phone: str = field(default="", repr=False)
    bank_name: str = field(default="", repr=False)
    bank_card: str = field(default="", repr=False)
    health: str = field(default="", repr=False)
    disability_class: str = field(default="", repr=False)
    disability_level: str = field(default="", repr=False)


def particulars_of(entry: MemberEntry) -> PrivateParticulars:
    """Return the part of an entry that is encrypted."""
    return PrivateParticulars(
        phone=entry.phone,
        bank_name=entry.bank_name,
        bank_card=entry.bank_card,
        health=entry.health,
        disability_class=entry.disability_class,
        disability_level=entry.disability_level,
    )


def seal(particulars: PrivateParticulars) -> bytes:
    """Return the particulars encrypted."""
    return encrypt(json.dumps(vars(particulars), ensure_ascii=False, sort_keys=True), PRIVATE)


def unseal(blob: bytes) -> PrivateParticulars:
    """Return the particulars of an encrypted column."""
    return PrivateParticulars(**json.loads(decrypt(blob, PRIVATE)))


def name_index(name: str) -> bytes:
    """Return the blind index of a name, for finding namesakes."""
    return blind_index(name.casefold(), "name")

"""What is entered about a household, checked and in its normal form: what forms and sheets turn their text into."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from relief.households.errors import NotACard, NotAName, NotAPhone, PersonTwice
from relief.households.idnumber import IdNumber, fold

NAME_LIMIT = 40
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9][0-9]{9})")
_LANDLINE = re.compile(r"(0[0-9]{2,3})-?([0-9]{7,8})")
_CARD = re.compile(r"[0-9]{12,19}")
_DOTS = str.maketrans("•・．‧∙⋅", "······")


class Role(StrEnum):
    """What a person is in a household: the one main worker, or a member."""

    MAIN = "main"
    MEMBER = "member"


@dataclass(frozen=True)
class MemberEntry:
    """A person in a household, as declared. Codes are those of ``codes``; ``monthly_income`` is in fen."""

    name: str = field(repr=False)
    id_number: IdNumber
    relation: str
    phone: str = field(default="", repr=False)
    bank_name: str = field(default="", repr=False)
    bank_card: str = field(default="", repr=False)
    identity: str = "OTHER"
    health: str = field(default="", repr=False)
    disability_class: str = field(default="", repr=False)
    disability_level: str = field(default="", repr=False)
    ethnicity: str = ""
    political: str = ""
    marital: str = ""
    hukou: str = ""
    medical_insurance: str = ""
    model_worker: str = ""
    study_stage: str = ""
    employer: str = ""
    union_member: bool = False
    monthly_income: int | None = None


@dataclass(frozen=True)
class HouseholdEntry:
    """A household as declared; the first member is the main worker. Floor area in square decimetres."""

    members: tuple[MemberEntry, ...]
    address: str = field(repr=False)
    county_code: str = ""
    housing: str = ""
    floor_area_dm2: int | None = None

    @property
    def main(self) -> MemberEntry:
        """The main worker."""
        return self.members[0]


def check_each_once(members: tuple[MemberEntry, ...]) -> None:
    """Refuse a household that names one ID number twice.

    Raises:
        PersonTwice: it does.
    """
    if len({member.id_number.index for member in members}) < len(members):
        raise PersonTwice


def parse_name(text: str) -> str:
    """Return a name in its normal form: one kind of dot, no spaces inside a Chinese name.

    Raises:
        NotAName: empty, too long, or with digits or signs.
    """
    joined = " ".join(text.translate(_DOTS).split())
    name = joined if joined.isascii() else joined.replace(" ", "")
    letters = name.translate(str.maketrans("", "", " ·-'"))
    if not letters or len(name) > NAME_LIMIT or not letters.isalpha():
        raise NotAName(limit=NAME_LIMIT)
    return name


def parse_phone(text: str) -> str:
    """Return a phone number in digits (a landline with one hyphen after its area code).

    Raises:
        NotAPhone: neither a mobile nor a landline number.
    """
    folded = fold(text)
    mobile = _MOBILE.fullmatch(folded.replace("-", ""))
    if mobile:
        return mobile[1]
    landline = _LANDLINE.fullmatch(folded)
    if landline:
        return f"{landline[1]}-{landline[2]}"
    raise NotAPhone


def parse_card(text: str) -> str:
    """Return a bank card number in digits.

    Raises:
        NotACard: not 12 to 19 digits.
    """
    folded = fold(text).replace("-", "")
    if not _CARD.fullmatch(folded):
        raise NotACard
    return folded

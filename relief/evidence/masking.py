"""Free text as it is shown by default: numbers that could identify somebody are starred out."""

from __future__ import annotations

import re

from relief.households.masking import STAR, mask_address, mask_tail

_NUMBER = re.compile(r"\d{7,}[Xx]?")
HIDDEN = STAR * 3


def mask_numbers(text: str) -> str:
    """Return a text in which ID, phone and card numbers keep their last four characters only."""
    return _NUMBER.sub(lambda found: mask_tail(found.group()), text)


def hide(text: str) -> str:
    """Return stars for a text that may name a diagnosis; empty stays empty."""
    return HIDDEN if text else ""


def mask_place(text: str) -> str:
    """Return the beginning of a place."""
    return mask_address(text)

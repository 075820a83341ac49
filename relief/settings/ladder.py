"""From a division up to the country."""

from __future__ import annotations

from collections.abc import Iterator

COUNTRY = "000000"
_CODE = 6


def ladder(division: str) -> Iterator[str]:
    """Yield a division's code and those above it: 621002 → 621002, 621000, 620000, 000000.

    A township's code (nine digits or more) begins with its county's.
    """
    code = division[:_CODE].ljust(_CODE, "0")
    seen = dict.fromkeys((division, code, code[:4] + "00", code[:2] + "0000", COUNTRY))
    yield from seen

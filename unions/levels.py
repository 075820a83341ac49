"""The four levels of the organisation, and which kind of unit stands on which of them.

基层 grassroots, 县区 county, 市州 city, 省 province. A level may be missing on a line of the tree: 嘉峪关 has no
counties, a municipality has no cities. What such a line lacks is done one level up, never down or sideways.
"""

from __future__ import annotations

from enum import StrEnum

from kit.i18n import Text


class Level(StrEnum):
    """A level of the organisation; diagrams write its value."""

    GRASSROOTS = "grassroots"
    COUNTY = "county"
    CITY = "city"
    PROVINCE = "province"

    @property
    def rank(self) -> int:
        """Height in the tree: 0 for the grassroots, 3 for the province."""
        return _RANKS[self]

    @property
    def label(self) -> Text:
        """The level's name for readers."""
        return Text(_LEVEL_LABELS[self])


class UnitKind(StrEnum):
    """What a unit is: a union, or a service point that a union keeps."""

    TERRITORIAL = "territorial"  # 地方总工会
    TOWNSHIP = "township"  # 乡镇、街道工会
    INDUSTRIAL = "industrial"  # 产业工会
    INDUSTRIAL_COMMITTEE = "industrial_committee"  # 产业工委
    ENTERPRISE = "enterprise"  # 企业工会
    HELP_CENTRE = "help_centre"  # 帮扶中心
    STATION = "station"  # 帮扶站点

    @property
    def label(self) -> Text:
        """The kind's name for readers."""
        return Text(_KIND_LABELS[self])

    @property
    def is_service_point(self) -> bool:
        """A help centre or station: it acts for the union that keeps it and is no level of its own."""
        return self in _SERVICE_POINTS

    @property
    def levels(self) -> frozenset[Level]:
        """The levels on which a unit of this kind may stand.

        An industrial union of the province ranks with the cities, an industrial committee of a city with the counties.
        """
        return _LEVELS_OF_KIND[self]


_RANKS = {level: rank for rank, level in enumerate(Level)}
_LEVEL_LABELS = {
    Level.GRASSROOTS: "Grassroots",
    Level.COUNTY: "County",
    Level.CITY: "City",
    Level.PROVINCE: "Province",
}
_KIND_LABELS = {
    UnitKind.TERRITORIAL: "Territorial union",
    UnitKind.TOWNSHIP: "Township or street union",
    UnitKind.INDUSTRIAL: "Industrial union",
    UnitKind.INDUSTRIAL_COMMITTEE: "Industrial union work committee",
    UnitKind.ENTERPRISE: "Enterprise union",
    UnitKind.HELP_CENTRE: "Help centre",
    UnitKind.STATION: "Help station",
}
_SERVICE_POINTS = frozenset({UnitKind.HELP_CENTRE, UnitKind.STATION})
_UPPER = frozenset({Level.COUNTY, Level.CITY, Level.PROVINCE})
_GRASSROOTS = frozenset({Level.GRASSROOTS})
_LEVELS_OF_KIND = {
    UnitKind.TERRITORIAL: _UPPER,
    UnitKind.TOWNSHIP: _GRASSROOTS,
    UnitKind.INDUSTRIAL: frozenset({Level.COUNTY, Level.CITY}),
    UnitKind.INDUSTRIAL_COMMITTEE: frozenset({Level.COUNTY, Level.CITY}),
    UnitKind.ENTERPRISE: _GRASSROOTS,
    UnitKind.HELP_CENTRE: _UPPER,
    UnitKind.STATION: _GRASSROOTS,
}

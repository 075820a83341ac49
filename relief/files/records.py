"""What the files' queries hand out."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class EpisodeRecord:
    """A period in a file, with the records that prove its gates."""

    id: uuid.UUID
    case_id: uuid.UUID | None
    file_id: uuid.UUID | None
    status: str
    entry_path: str
    opened_at: datetime
    filed_at: datetime | None
    ended_on: date | None
    category: str | None
    main_cause: str | None
    secondary_causes: tuple[str, ...]
    groups: tuple[str, ...]
    primary_group: str | None


@dataclass(frozen=True)
class FileRecord:
    """A hardship file, masked; ``title`` is the main worker's surname and a star."""

    id: uuid.UUID
    file_no: str
    title: str
    status: str
    household_id: uuid.UUID
    unit_id: uuid.UUID
    province_id: uuid.UUID
    city_id: uuid.UUID | None
    county_id: uuid.UUID | None
    opened_on: date
    closed_on: date | None
    closing_code: str | None
    episode: EpisodeRecord | None


@dataclass(frozen=True)
class DrawRecord:
    """Whether a case was drawn for the city's check, and what is needed to draw it again."""

    quarter: str
    seed: str
    share_permille: int
    ticket: str
    sampled: bool
    drawn_at: datetime

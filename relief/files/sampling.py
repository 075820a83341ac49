"""The city's random sample (市州抽查, D11): from a stored seed, so that anybody can draw the same sample again."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from kit import clock
from kit.db import Session, new_id, savepoint
from relief.evidence.offices import union_of
from relief.files.models import SampleDraw, SamplingRound
from relief.intake import queries as intake
from relief.settings.parameters import parameter
from unions.levels import Level

PERMILLE = 1000
TICKET_DIGITS = 16
SEED_BYTES = 32


def draw(session: Session, case_id: uuid.UUID, at: datetime) -> bool:
    """Return whether the city checks this case's file; the first answer stays.

    The first draw of a city's quarter stores the seed and the share that then hold for the whole quarter.
    """
    found = session.get(SampleDraw, case_id)
    if found is not None:
        return found.sampled
    case = intake.case(session, case_id)
    day = clock.local_date(at)
    city = union_of(session, case, Level.CITY, day)
    held = _round(
        session, city.id, quarter_of(day), parameter(session, "spot_check_permille", case.division, day).integer, at
    )
    ticket = ticket_of(held.seed, case_id)
    sampled = is_drawn(ticket, held.share_permille)
    session.add(SampleDraw(case_id=case_id, round_id=held.id, ticket=ticket, sampled=sampled, drawn_at=at))
    session.flush()
    return sampled


def ticket_of(seed: str, case_id: uuid.UUID) -> str:
    """Return a case's ticket: 16 hexadecimal digits of an HMAC of its id under the round's seed."""
    return hmac.new(bytes.fromhex(seed), case_id.bytes, hashlib.sha256).hexdigest()[:TICKET_DIGITS]


def is_drawn(ticket: str, share_permille: int) -> bool:
    """Say whether a ticket lies in the share; exact integers, so that 0 draws none and 1000 draws all."""
    return int(ticket, 16) * PERMILLE < share_permille << 4 * TICKET_DIGITS


def quarter_of(day: date) -> str:
    """Return the quarter of a day: 2018-11-05 → 2018Q4."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def _round(session: Session, unit_id: uuid.UUID, quarter: str, share_permille: int, at: datetime) -> SamplingRound:
    query = select(SamplingRound).where(SamplingRound.unit_id == unit_id, SamplingRound.quarter == quarter)
    found = session.scalar(query)
    if found is None:
        found = SamplingRound(
            id=new_id(), unit_id=unit_id, quarter=quarter, seed=secrets.token_hex(SEED_BYTES),
            share_permille=min(share_permille, PERMILLE), opened_at=at,
        )  # fmt: skip
        try:
            with savepoint(session):
                session.add(found)
        except IntegrityError:
            # Another command opened the round at the same moment; its seed holds.
            found = session.scalars(query.execution_options(populate_existing=True)).one()
    return found

"""The audit chain: append-only, keyed, in shards, so that a change, a gap, an insertion or a cut tail shows.

Each row's HMAC covers its content and the HMAC of the row before it in its shard. The heads table keeps each shard's
last number and HMAC, itself keyed, so that rows cut from the tail are missed; one row more, the register, says which
chains were begun, so that a whole chain is missed too. Heads can be exported and held against the chain later: then even
an old state put back shows. Payloads hold no personal data.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, LargeBinary, String, Text, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from kit import clock
from kit.db import Base, Session, UTCDateTime, lock, savepoint
from kit.i18n import Text as Sentence
from kit.settings import key

SHARDS = 64
FIRST = b"\x00" * 32
REGISTER = SHARDS
"""The head that is no chain's: its MAC column holds one bit for each chain that was begun."""


class AuditEvent(Base):
    """One recorded command. ``payload`` is canonical JSON text, kept as the bytes that were signed."""

    __tablename__ = "audit_events"

    shard: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UTCDateTime)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(80))
    subject: Mapped[str] = mapped_column(String(80), index=True)
    payload: Mapped[str] = mapped_column(Text)
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))


class AuditHead(Base):
    """The end of one shard's chain; locked while a row is appended."""

    __tablename__ = "audit_heads"

    shard: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    mac: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))


@dataclass(frozen=True)
class Damage:
    """One place where the chain does not hold: the shard, the row's number and a sentence."""

    shard: int
    seq: int
    text: Sentence


@dataclass(frozen=True)
class AuditReport:
    """The result of a verification: rows read, and every damage found."""

    rows: int
    damages: tuple[Damage, ...]


@dataclass(frozen=True)
class AuditRecord:
    """One row of a subject's history."""

    at: datetime
    actor: str
    action: str
    payload: Mapping[str, Any]


def shard_of(subject: str) -> int:
    """Return the shard of a subject: all rows of one case stand in one chain."""
    return hashlib.sha256(subject.encode()).digest()[0] % SHARDS


def append(
    session: Session, *, actor: str, action: str, subject: uuid.UUID | str, payload: Mapping[str, Any] | None = None
) -> None:
    """Append one row to the subject's chain, in the caller's transaction."""
    name = str(subject)
    shard = shard_of(name)
    head = _locked_head(session, shard) or _first_head(session, shard)
    row = AuditEvent(
        shard=shard, seq=head.seq + 1, at=clock.now(), actor=actor, action=action, subject=name,
        payload=json.dumps(payload or {}, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str),
        mac=b"",
    )  # fmt: skip
    row.mac = _mac(row, head.mac)
    head.seq, head.mac = row.seq, row.mac
    head.seal = _seal(head)
    session.add(row)
    session.flush()


def _locked_head(session: Session, shard: int) -> AuditHead | None:
    return session.scalar(
        lock(select(AuditHead).where(AuditHead.shard == shard)).execution_options(populate_existing=True)
    )


def _first_head(session: Session, shard: int) -> AuditHead:
    head = _new_head(session, shard)
    if shard != REGISTER:
        register = _locked_head(session, REGISTER) or _new_head(session, REGISTER)
        begun = int.from_bytes(register.mac, "big") | 1 << shard
        register.seq, register.mac = begun.bit_count(), begun.to_bytes(len(FIRST), "big")
        register.seal = _seal(register)
    return head


def _new_head(session: Session, shard: int) -> AuditHead:
    head = AuditHead(shard=shard, seq=0, mac=FIRST, seal=b"")
    head.seal = _seal(head)
    try:
        with savepoint(session):
            session.add(head)
    except IntegrityError:
        # Another command began this chain at the same moment; ours goes on behind it.
        found = _locked_head(session, shard)
        assert found is not None
        return found
    return head


def history(session: Session, subject: uuid.UUID | str) -> tuple[AuditRecord, ...]:
    """Return a subject's rows, oldest first."""
    rows = session.scalars(select(AuditEvent).where(AuditEvent.subject == str(subject)).order_by(AuditEvent.seq))
    return tuple(AuditRecord(r.at, r.actor, r.action, json.loads(r.payload)) for r in rows)


def verify(session: Session) -> AuditReport:
    """Check every chain from its first row to its head and say where one does not hold."""
    damages: list[Damage] = []
    rows = 0
    heads = {head.shard: head for head in session.scalars(select(AuditHead))}
    damages += _check_register(heads)
    for shard in range(SHARDS):
        expected, mac = 1, FIRST
        for row in session.scalars(
            select(AuditEvent)
            .where(AuditEvent.shard == shard)
            .order_by(AuditEvent.seq)
            .execution_options(yield_per=500)
        ):
            rows += 1
            if row.seq != expected:
                damages.append(_damage(shard, expected, "Expected row {seq} of chain {shard}, but it is missing."))
                expected = row.seq
                mac = row.mac if not _holds(row, mac) else mac
            if not _holds(row, mac) and (not damages or damages[-1].seq != row.seq or damages[-1].shard != shard):
                damages.append(
                    _damage(
                        shard,
                        row.seq,
                        "Expected row {seq} of chain {shard} to be as it was written, but it was changed or inserted.",
                    )
                )
            mac = row.mac
            expected += 1
        damages += _check_head(shard, heads.get(shard), expected - 1, mac)
    return AuditReport(rows, tuple(damages))


def _check_register(heads: Mapping[int, AuditHead]) -> list[Damage]:
    register = heads.get(REGISTER)
    if register is None:
        return (
            [_damage(REGISTER, 0, "Expected the register of chains, but it is missing: chains may be missing too.")]
            if heads
            else []
        )
    if not hmac.compare_digest(register.seal, _seal(register)):
        return [_damage(REGISTER, 0, "Expected the register of chains to be as it was written, but it was changed.")]
    begun = int.from_bytes(register.mac, "big")
    return [
        _damage(shard, 1, "Expected chain {shard}, but it is missing from its first row to its head.")
        for shard in range(SHARDS)
        if begun >> shard & 1 and shard not in heads
    ]


def export_heads(session: Session) -> dict[str, Any]:
    """Return every chain's end, sealed, to be kept outside the database: JSON for ``verify_against``."""
    heads = session.scalars(select(AuditHead).order_by(AuditHead.shard))
    return {
        "at": clock.real_now().isoformat(),
        "heads": [{"shard": h.shard, "seq": h.seq, "mac": h.mac.hex(), "seal": h.seal.hex()} for h in heads],
    }


def verify_against(session: Session, exported: Mapping[str, Any]) -> tuple[Damage, ...]:
    """Hold the chains against ends exported earlier: each must still be on its chain, or an old state was put back."""
    damages = []
    for entry in exported["heads"]:
        head = AuditHead(
            shard=int(entry["shard"]), seq=int(entry["seq"]), mac=bytes.fromhex(entry["mac"]),
            seal=bytes.fromhex(entry["seal"]),
        )  # fmt: skip
        if not hmac.compare_digest(head.seal, _seal(head)):
            damages.append(
                _damage(
                    head.shard,
                    head.seq,
                    "Expected the exported end of chain {shard} to be as it was written, but it was changed.",
                )
            )
        elif head.shard != REGISTER and head.seq and _mac_at(session, head.shard, head.seq) != head.mac:
            damages.append(
                _damage(
                    head.shard,
                    head.seq,
                    "Expected row {seq} of chain {shard} as it was exported, but the chain is shorter or another: an old state was put back.",
                )
            )
    return tuple(damages)


def _mac_at(session: Session, shard: int, seq: int) -> bytes | None:
    row = session.get(AuditEvent, (shard, seq))
    return row.mac if row else None


def _check_head(shard: int, head: AuditHead | None, last: int, mac: bytes) -> list[Damage]:
    if head is None:
        return (
            [_damage(shard, last, "Expected chain {shard} to have a head, but it is missing: the end may be cut off.")]
            if last
            else []
        )
    if not hmac.compare_digest(head.seal, _seal(head)):
        return [
            _damage(shard, head.seq, "Expected the head of chain {shard} to be as it was written, but it was changed.")
        ]
    if head.seq > last:
        return [
            _damage(shard, last + 1, "Expected chain {shard} to go on to its head, but it is cut off from row {seq}.")
        ]
    if head.seq < last or head.mac != mac:
        return [
            _damage(
                shard, head.seq + 1, "Expected chain {shard} to end at its head, but rows were added from {seq} on."
            )
        ]
    return []


def _damage(shard: int, seq: int, msgid: str) -> Damage:
    return Damage(shard, seq, Sentence(msgid, {"shard": shard, "seq": seq}))


def _holds(row: AuditEvent, previous: bytes) -> bool:
    return hmac.compare_digest(row.mac, _mac(row, previous))


def _mac(row: AuditEvent, previous: bytes) -> bytes:
    parts = (
        str(row.shard),
        str(row.seq),
        row.at.isoformat(timespec="microseconds"),
        row.actor,
        row.action,
        row.subject,
        row.payload,
    )
    # Lengths before contents: two different rows can never give the same bytes.
    body = b"".join(len(p.encode()).to_bytes(4, "big") + p.encode() for p in parts)
    return hmac.new(key("audit"), previous + body, hashlib.sha256).digest()


def _seal(head: AuditHead) -> bytes:
    return hmac.new(
        key("audit"), f"head\x00{head.shard}\x00{head.seq}\x00".encode() + head.mac, hashlib.sha256
    ).digest()

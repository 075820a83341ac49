"""Log-in and server-side sessions.

The browser's cookie holds a random token, the database only its hash. Time here is real time: a demonstration that
moves its clock on logs nobody out and lifts no limit.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Integer, LargeBinary, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from kit import audit, clock
from kit.crypto import blind_index
from kit.db import Base, Id, Session, UTCDateTime, lock, new_id, rowcount, savepoint
from kit.settings import get_settings
from unions import passwords, policies, queries
from unions.errors import DemonstrationOnly, FormExpired, LoginRefused, OfficerNotFound, TooManyAttempts, WrongLogin
from unions.models import Officer
from unions.records import Actor

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
# Sliding writes; once a minute is often enough.
SLIDE_EVERY = timedelta(minutes=1)
WINDOW = timedelta(minutes=15)
# A whole office may sit behind one address.
ATTEMPTS_PER_LOGIN = 5
ATTEMPTS_PER_ADDRESS = 30
_TOKEN_BYTES = 32
_IPV6_NETWORK = 64
_LOGIN_LIMIT = 60
_CHUNK = 500


class OfficerSession(Base):
    """One log-in; ``expires_at`` slides with use, never past ``ends_at``."""

    __tablename__ = "officer_sessions"

    id: Mapped[uuid.UUID] = mapped_column(Id, primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    officer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("officers.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime)
    seen_at: Mapped[datetime] = mapped_column(UTCDateTime)
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    ends_at: Mapped[datetime] = mapped_column(UTCDateTime)


class LoginThrottle(Base):
    """Wrong attempts since the first of them, for one log-in name or one address, whose keyed digest is the key."""

    __tablename__ = "login_throttles"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    since: Mapped[datetime] = mapped_column(UTCDateTime, index=True)


@dataclass(frozen=True)
class SessionToken:
    """A fresh log-in: ``token`` belongs into the cookie and nowhere else."""

    token: str
    officer_id: uuid.UUID
    expires_at: datetime

    def __repr__(self) -> str:
        """Keep the token out of logs."""
        return f"SessionToken(officer_id={self.officer_id}, expires_at={self.expires_at.isoformat()})"


@dataclass(frozen=True)
class IssuedPassword:
    """A first password, to be handed to the officer and forgotten."""

    login: str
    name: str
    password: str

    def __repr__(self) -> str:
        """Keep the password out of logs."""
        return f"IssuedPassword(login={self.login!r})"


@dataclass(frozen=True)
class LiveSession:
    """A session that holds; ``slide_due`` says that ``slide`` should be called in a transaction."""

    officer_id: uuid.UUID
    expires_at: datetime
    slide_due: bool


def log_in(session: Session, login: str, password: str, ip: str) -> SessionToken | LoginRefused:
    """Begin a session, or return why not: WrongLogin or TooManyAttempts.

    A refusal is returned, not raised: the wrong attempt must be counted, and an exception would undo the count with
    the caller's transaction. A known and an unknown log-in name cost the same time and get the same answer.
    """
    name = login.strip().casefold()[:_LOGIN_LIMIT]
    limits = (
        (_throttle(session, "login", name), ATTEMPTS_PER_LOGIN),
        (_throttle(session, "address", _network(ip)), ATTEMPTS_PER_ADDRESS),
    )
    at = clock.real_now()
    waits = [row.since + WINDOW - at for row, most in limits if row.failures >= most and row.since + WINDOW > at]
    if waits:
        return TooManyAttempts(minutes=math.ceil(max(waits) / timedelta(minutes=1)))
    officer = session.scalar(select(Officer).where(Officer.login == name))
    known = officer.password_hash if officer is not None and officer.disabled_at is None else None
    if not passwords.matches(known, password) or officer is None or known is None:
        for row, _ in limits:
            if row.failures == 0 or row.since + WINDOW <= at:
                row.failures, row.since = 0, at
            row.failures += 1
        session.flush()
        return WrongLogin()
    limits[0][0].failures = 0
    officer.last_login_at = at
    if passwords.is_outdated(known):
        officer.password_hash = passwords.hash_password(password)
    audit.append(session, actor=officer.login, action="logged_in", subject=officer.id)
    return _begin(session, officer.id, at)


def find(session: Session, token: str) -> LiveSession | None:
    """Return the session of a cookie's token, or None when it has expired, was ended or never was. Reads only."""
    row = _row(session, token)
    if row is None:
        return None
    return LiveSession(row.officer_id, row.expires_at, clock.real_now() - row.seen_at >= SLIDE_EVERY)


def resolve(session: Session, token: str) -> Actor | None:
    """Return who acts under a cookie's token, with today's posts; None when there is no such session. Reads only."""
    live = find(session, token)
    return None if live is None else queries.actor_for(session, live.officer_id, clock.today())


def slide(session: Session, token: str) -> None:
    """Note that the session is in use, which puts its expiry off, but never past twelve hours from the log-in."""
    row = _row(session, token)
    if row is not None:
        row.seen_at = clock.real_now()
        row.expires_at = min(row.seen_at + IDLE, row.ends_at)
        session.flush()


def log_out(session: Session, token: str) -> None:
    """End the session of a token; an unknown one is no error."""
    session.execute(delete(OfficerSession).where(OfficerSession.token_hash == _digest(token)))


def end_sessions(session: Session, officer_id: uuid.UUID, *, but: str | None = None) -> int:
    """End all sessions of an officer, but the one whose token is given; returns how many."""
    ended = delete(OfficerSession).where(OfficerSession.officer_id == officer_id)
    if but is not None:
        ended = ended.where(OfficerSession.token_hash != _digest(but))
    return rowcount(session.execute(ended))


def csrf_token(token: str) -> str:
    """Return the token that forms of this session carry.

    It is derived from the secret in the cookie, which another site cannot read; it works for any random cookie, so
    that the log-in form is guarded too.
    """
    return hmac.new(token.encode(), b"bangfu form token", hashlib.sha256).hexdigest()


def check_csrf(token: str, given: str) -> None:
    """Refuse a form that does not come from this session.

    Raises:
        FormExpired: the token is missing or another one.
    """
    if not token or not hmac.compare_digest(csrf_token(token).encode(), given.encode()):
        raise FormExpired


def set_password(session: Session, officer_id: uuid.UUID, password: str, *, by: str, keep: str | None = None) -> None:
    """Set an officer's password and end his or her sessions, but the one whose token is ``keep``.

    Raises:
        OfficerNotFound: there is no such officer.
        PasswordTooWeak: the password is short or is the log-in name.
    """
    officer = _officer(session, officer_id)
    passwords.check_strength(password, officer.login)
    officer.password_hash = passwords.hash_password(password)
    end_sessions(session, officer_id, but=keep)
    audit.append(session, actor=by, action="password_set", subject=officer_id)


def issue_passwords(session: Session, logins: Iterable[str], *, by: str) -> tuple[IssuedPassword, ...]:
    """Give a random first password to each of these officers who has never logged in; the others keep theirs.

    The passwords are nowhere else than in the answer; asking again gives new ones.
    """
    wanted = [login.casefold() for login in logins]
    issued = []
    for start in range(0, len(wanted), _CHUNK):
        never_here = lock(
            select(Officer)
            .where(Officer.login.in_(wanted[start : start + _CHUNK]), Officer.last_login_at.is_(None))
            .order_by(Officer.login)
        )
        for officer in session.scalars(never_here):
            password, officer.password_hash = passwords.issue()
            issued.append(IssuedPassword(officer.login, officer.name, password))
    session.flush()
    if issued:
        audit.append(session, actor=by, action="passwords_issued", subject="officers", payload={"count": len(issued)})
    return tuple(issued)


def share_demonstration_password(session: Session, officer_ids: Iterable[uuid.UUID], password: str, *, by: str) -> None:
    """Give the officers of a demonstration one password, hashed once.

    Raises:
        DemonstrationOnly: this is not the demonstration.
    """
    if not get_settings().demo:
        raise DemonstrationOnly
    shared = passwords.hash_password(password)
    for officer_id in officer_ids:
        _officer(session, officer_id).password_hash = shared
    session.flush()
    audit.append(session, actor=by, action="demonstration_password_shared", subject="demonstration")


def change_password(session: Session, officer_id: uuid.UUID, old: str, new: str, *, token: str) -> None:
    """Let an officer change the password; the current session stays, all others end.

    Raises:
        WrongLogin: the old password does not fit.
        PasswordTooWeak: the new one is short or is the log-in name.
    """
    officer = _officer(session, officer_id)
    if not passwords.matches(officer.password_hash, old):
        raise WrongLogin
    set_password(session, officer_id, new, by=officer.login, keep=token)


def set_language(session: Session, officer_id: uuid.UUID, language: str) -> None:
    """Remember the language in which an officer reads.

    Raises:
        OfficerNotFound: there is no such officer.
        UnknownLanguage: the application does not speak it.
    """
    _officer(session, officer_id).language = policies.check_language(language)
    session.flush()


def disable_officer(session: Session, officer_id: uuid.UUID, *, by: str) -> None:
    """Shut an officer out at once: no log-in, no open session, no more work routed to him or her.

    Raises:
        OfficerNotFound: there is no such officer.
    """
    _officer(session, officer_id).disabled_at = clock.now()
    end_sessions(session, officer_id)
    audit.append(session, actor=by, action="officer_disabled", subject=officer_id)


def forget_expired(session: Session) -> int:
    """Delete expired sessions and old counts of wrong attempts; returns how many rows. For the worker, now and then."""
    at = clock.real_now()
    sessions = session.execute(delete(OfficerSession).where(OfficerSession.expires_at < at))
    throttles = session.execute(delete(LoginThrottle).where(LoginThrottle.since < at - WINDOW))
    return rowcount(sessions) + rowcount(throttles)


def _begin(session: Session, officer_id: uuid.UUID, at: datetime) -> SessionToken:
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    session.add(
        OfficerSession(
            id=new_id(), token_hash=_digest(token), officer_id=officer_id, started_at=at, seen_at=at,
            expires_at=at + IDLE, ends_at=at + LONGEST,
        )
    )  # fmt: skip
    session.flush()
    return SessionToken(token, officer_id, at + IDLE)


def _row(session: Session, token: str) -> OfficerSession | None:
    found = session.execute(
        select(OfficerSession, Officer.disabled_at).join(Officer).where(OfficerSession.token_hash == _digest(token))
    ).first()
    if found is None or found[1] is not None or found[0].expires_at <= clock.real_now():
        return None
    return found[0]


def _officer(session: Session, officer_id: uuid.UUID) -> Officer:
    row = session.scalar(lock(select(Officer).where(Officer.id == officer_id)))
    if row is None:
        raise OfficerNotFound(officer=officer_id)
    return row


def _throttle(session: Session, kind: str, value: str) -> LoginThrottle:
    # Locked until the transaction ends: guesses sent all at once are counted one after another.
    key = blind_index(f"{kind}\x00{value}", "log-in attempts")
    query = lock(select(LoginThrottle).where(LoginThrottle.key == key))
    row = session.scalar(query)
    if row is None:
        try:
            with savepoint(session):
                session.add(LoginThrottle(key=key, failures=0, since=clock.real_now()))
        except IntegrityError:
            pass  # Another attempt was counted first; its row is there now.
        row = session.scalars(query).one()
    return row


def _network(ip: str) -> str:
    # Whoever has one IPv6 address has its whole /64.
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return ip[:64]
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False))
    return str(address)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()

"""Passwords: argon2id, as costly to check for an unknown log-in name as for a known one."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from unions.errors import PasswordTooWeak

LEAST = 10
# Longer ones are refused before hashing: nobody types them, and hashing them would cost the server.
MOST = 256
# No 0 and O, 1 and l: an issued password is read off paper.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_ISSUED_LENGTH = 20
# OWASP's second profile (19 MiB, two passes): as strong as the library's own, on one core of a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# A password that we draw at random has 99 bits of its own: its hash need not be slow, and thousands can be issued.
_issuing = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)


def check_strength(password: str, login: str) -> None:
    """Refuse a short password, or one that is the log-in name.

    Raises:
        PasswordTooWeak: as said.
    """
    if not LEAST <= len(password) <= MOST or password.strip().casefold() == login:
        raise PasswordTooWeak(least=LEAST)


def hash_password(password: str) -> str:
    """Return the salted argon2id hash."""
    return _hasher.hash(password)


def issue() -> tuple[str, str]:
    """Return a random password and its hash, for an officer's first log-in."""
    password = "".join(secrets.choice(_READABLE) for _ in range(_ISSUED_LENGTH))
    return password, _issuing.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Say whether the password fits; an officer without a hash costs the same time and never fits."""
    if len(password) > MOST:
        return False
    try:
        _hasher.verify(password_hash or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Say whether the hash was made with other costs than today's and should be made anew."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    return hash_password(secrets.token_urlsafe())

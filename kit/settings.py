"""Settings come from the environment (prefix ``BANGFU_``), with an embedded default for one machine.

Secrets are never defaults: in demonstration mode they are made once and kept under ``var/`` with mode 0600; elsewhere
they must be set, and the process says which one is missing.
"""

from __future__ import annotations

import base64
import os
import secrets
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
KEY_BYTES = 32


class SettingMissing(RuntimeError):
    """A setting that has no safe default is not set."""


def driver_url(url: str) -> str:
    """Return ``url`` with the driver that we use named in it."""
    for plain in ("postgres://", "postgresql://"):
        if url.startswith(plain):
            return "postgresql+psycopg://" + url.removeprefix(plain)
    return url


class Settings(BaseSettings):
    """All settings of the application; ports are TCP ports on ``web_host``."""

    model_config = SettingsConfigDict(env_prefix="BANGFU_", extra="ignore")

    var_dir: Path = ROOT / "var"
    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    demo: bool = False
    web_host: str = "127.0.0.1"
    web_port: int = 8000
    base_url: str = ""
    secure_cookies: bool = False
    trusted_proxies: str = ""
    prefect_port: int = 4200
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 2525
    mail_from: str = "bangfu@localhost"
    sink_port: int = 8025
    sweep_seconds: float = 1.0
    data_key: SecretStr = SecretStr("")
    blind_key: SecretStr = SecretStr("")
    audit_key: SecretStr = SecretStr("")

    @property
    def url(self) -> str:
        """The database's SQLAlchemy address; SQLite under ``var/`` unless ``DATABASE_URL`` is set."""
        return driver_url(self.database_url or f"sqlite:///{self.var_dir / 'bangfu.db'}")

    @property
    def public_url(self) -> str:
        """The address under which officers reach the web, for links in notices."""
        return self.base_url or f"http://{self.web_host}:{self.web_port}"

    @property
    def prefect_api_url(self) -> str:
        """The address of the Prefect server's API."""
        return f"http://127.0.0.1:{self.prefect_port}/api"


@cache
def get_settings() -> Settings:
    """Return this process's settings, read once."""
    return Settings()


@cache
def key(name: str) -> bytes:
    """Return the 32-byte key ``data``, ``blind`` or ``audit``.

    Raises:
        SettingMissing: outside demonstration mode the variable is unset or not 32 bytes in base64.
    """
    settings = get_settings()
    given: SecretStr = getattr(settings, f"{name}_key")
    text = given.get_secret_value() or (_demonstration_key(settings.var_dir, name) if settings.demo else "")
    variable = f"BANGFU_{name.upper()}_KEY"
    if not text:
        message = f"Expected {variable} to hold 32 random bytes in base64, but it is not set. Make one with: openssl rand -base64 32"
        raise SettingMissing(message)
    raw = base64.b64decode(text)
    if len(raw) != KEY_BYTES:
        message = f"Expected {variable} to hold 32 bytes in base64, but it holds {len(raw)}."
        raise SettingMissing(message)
    return raw


def _demonstration_key(var_dir: Path, name: str) -> str:
    path = var_dir / "keys" / f"{name}.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # A name of its own: threads of one process start at once too, and must not share a half-written file.
    fresh = path.with_suffix(f".{secrets.token_hex(8)}")
    fresh.touch(mode=0o600)
    fresh.write_text(base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode())
    try:
        # A hard link fails when the file exists: of several processes starting at once, one wins and all agree.
        os.link(fresh, path)
    except FileExistsError:
        pass
    finally:
        fresh.unlink()
    return path.read_text()


def forget() -> None:
    """Read settings and keys anew at the next use; for tests and for the supervisor."""
    get_settings.cache_clear()
    key.cache_clear()

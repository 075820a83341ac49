"""What "healthy" means for each of the supervisor's children. Every check answers within two seconds."""

from __future__ import annotations

import socket
from datetime import datetime
from functools import cache

import httpx
from sqlalchemy.exc import SQLAlchemyError

from kit import heartbeat
from kit.db import reading
from kit.settings import Settings

TIMEOUT_SECONDS = 2.0


def web_answers(settings: Settings) -> bool:
    """Say whether the web answers; it never depends on the other children."""
    return _get_ok(f"http://{_local(settings.web_host)}:{settings.web_port}/healthz")


def prefect_answers(settings: Settings) -> bool:
    """Say whether the Prefect server's API answers."""
    return _get_ok(f"{settings.prefect_api_url}/health")


def runner_registered(settings: Settings, since: datetime) -> bool:
    """Say whether the runner has asked the Prefect server for work after ``since``.

    A deployment's status alone would not do: it stays READY for a minute after its runner has gone.
    """
    try:
        answer = _client().post(f"{settings.prefect_api_url}/deployments/filter", json={})
        deployments = answer.json() if answer.is_success else []
    except (httpx.HTTPError, ValueError):
        return False
    polled = [deployment.get("last_polled") for deployment in deployments]
    return any(at is not None and datetime.fromisoformat(at) >= since for at in polled)


def worker_swept(since: datetime) -> bool:
    """Say whether a worker has finished a sweep after ``since``."""
    try:
        with reading() as session:
            swept = heartbeat.last_sweep(session)
    except SQLAlchemyError:
        return False
    return swept is not None and swept >= since


def port_open(host: str, port: int) -> bool:
    """Say whether something takes connections on a port."""
    try:
        with socket.create_connection((_local(host), port), timeout=TIMEOUT_SECONDS):
            return True
    except OSError:
        return False


def port_free(host: str, port: int) -> bool:
    """Say whether we could listen on a port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # As servers do: a connection that is closing does not make the port ours less.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _local(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound


def _get_ok(url: str) -> bool:
    try:
        return _client().get(url).is_success
    except httpx.HTTPError:
        return False


@cache
def _client() -> httpx.Client:
    # One for all checks: each new one would read all certificates of the machine, for addresses of this machine.
    return httpx.Client(timeout=TIMEOUT_SECONDS, trust_env=False, verify=False)  # noqa: S501 - plain HTTP to ourselves

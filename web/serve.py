"""Run the web: ``python -m web.serve``; address and port come from the settings."""

from __future__ import annotations

import logging
import sys

import uvicorn

from kit.settings import get_settings
from web.app import create_app


def main() -> None:
    """Serve until told to stop; requests under way are finished first."""
    settings = get_settings()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    # The access log would repeat every address with its query; our own log has what support needs.
    uvicorn.run(
        create_app(), host=settings.web_host, port=settings.web_port, log_config=None, access_log=False,
        server_header=False, timeout_graceful_shutdown=10,
        # Who asks is who connects, unless a proxy is named: anybody can write an X-Forwarded-For.
        proxy_headers=bool(settings.trusted_proxies), forwarded_allow_ips=settings.trusted_proxies or None,
    )  # fmt: skip


if __name__ == "__main__":
    main()

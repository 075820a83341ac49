"""The language of a command: Chinese where the environment says so, else English."""

from __future__ import annotations

import os

from kit.i18n import set_language


def from_environment() -> None:
    """Set the language by ``BANGFU_LANG``, or by the terminal's ``LANG``."""
    chosen = os.environ.get("BANGFU_LANG") or os.environ.get("LANG", "")
    set_language("zh" if chosen.startswith("zh") else "en")

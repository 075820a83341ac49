"""Money is integer fen; yuan appear only on screens, papers and in what people type."""

from __future__ import annotations

import re

from kit.errors import Invalid

FEN_PER_YUAN = 100
_YUAN = re.compile(r"(?P<sign>-?)(?P<yuan>\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(?P<fen>\d{1,2}))?")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．，－￥", "0123456789.,-¥")


class NotAnAmount(Invalid):
    """Expected an amount in yuan with at most two decimals, such as 6,800.50, but got "{value}". Correct the amount."""


def yuan_text(fen: int) -> str:
    """Return fen as yuan with thousands separators and two decimals: 680000 → ``6,800.00``."""
    sign = "-" if fen < 0 else ""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{sign}{yuan:,}.{rest:02d}"


def parse_yuan(text: str) -> int:
    """Return the fen of an amount typed in yuan; accepts full-width digits, separators and a currency sign.

    Raises:
        NotAnAmount: the text is not an amount with at most two decimals.
    """
    cleaned = str(text).translate(_FULL_WIDTH).strip().removeprefix("¥").removesuffix("元").strip()
    match = _YUAN.fullmatch(cleaned)
    if match is None:
        raise NotAnAmount(value=str(text)[:40])
    yuan = int(match["yuan"].replace(",", ""))
    fen = int((match["fen"] or "0").ljust(2, "0"))
    total = yuan * FEN_PER_YUAN + fen
    return -total if match["sign"] else total

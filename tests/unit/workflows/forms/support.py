"""Forms and pictures for the tests."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any

from workflows.forms import Form, load

JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
PDF = b"%PDF-1.7\n" + b"\0" * 20


def label(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def form(*fields: dict[str, Any], key: str = "home_visit") -> Form:
    filled = [{"label": label(f"字段{field['name']}", field["name"]), **field} for field in fields]
    return load(json.dumps({"key": key, "title": label("入户走访", "Home visit"), "fields": filled}).encode())


def one(**field: Any) -> Form:
    return form({"name": "x", **field})


def png(width: int, height: int, pixels: bytes, *, filters: list[int] | None = None, colour: int = 6) -> bytes:
    """An 8-bit PNG, encoded row by row with the given filters."""
    bpp = {0: 1, 2: 3, 4: 2, 6: 4}[colour]
    data = bytearray()
    previous = bytes(width * bpp)
    for y in range(height):
        row = pixels[y * width * bpp : (y + 1) * width * bpp]
        kind = filters[y % len(filters)] if filters else 0
        data.append(kind)
        for i, value in enumerate(row):
            left = row[i - bpp] if i >= bpp else 0
            up = previous[i]
            corner = previous[i - bpp] if i >= bpp else 0
            data.append((value - _predict(kind, left, up, corner)) & 0xFF)
        previous = row
    header = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(data))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


def _predict(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 4:
        p = left + up - corner
        return min((abs(p - left), 0, left), (abs(p - up), 1, up), (abs(p - corner), 2, corner))[2]
    return [0, left, up, (left + up) // 2][kind]


def data_url(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()

"""Files and signatures: known by their first bytes, never by what the sender calls them."""

from __future__ import annotations

import base64
import binascii
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from workflows.forms.texts import Fault, clean, shown

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_FILES = 20
MAX_NAME = 120
MAX_SIGNATURE_BYTES = 1024 * 1024
MAX_SIGNATURE_SIDE = 4096

_MAGIC = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"%PDF-", "application/pdf"))
_DATA_URL = "data:image/png;base64,"
_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}
_HEADER_BYTES = 13
_SUB, _AVERAGE = 1, 3

NOT_A_FILE = "Expected {field} to be files, but something else was sent. Choose the files again."
EMPTY_FILE = 'Expected {field} to hold readable files, but "{name}" is empty. Choose the file again.'
WRONG_TYPE = (
    'Expected {field} to be JPEG, PNG or PDF, but "{name}" is none of them. Save it as one of these and add it again.'
)
TOO_LARGE = 'Expected each file of {field} to have at most {limit} MB, but "{name}" has {size} MB. Make it smaller and add it again.'
BAD_NAME = (
    "Expected the files of {field} to have names of at most {limit} visible characters, but one has not. Rename it."
)
NOT_A_SIGNATURE = (
    "Expected {field} to be signed in the box, but the drawing could not be read. Clear the box and sign again."
)
NOT_SIGNED = "Expected {field} to be signed, but the box is blank. Sign in the box and submit again."


def media_type(content: bytes) -> str | None:
    """Return the type that the first bytes show: JPEG, PNG or PDF, or None."""
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def parse_file(raw: object) -> dict[str, object]:
    """Return ``{"name", "type", "content"}`` of one file, its type as its bytes show it.

    Raises:
        Fault: it is no such file, empty, too large or of another type.
    """
    if not isinstance(raw, Mapping) or not isinstance(raw.get("content"), (bytes, bytearray)):
        raise Fault(NOT_A_FILE)
    content = bytes(raw["content"])
    try:
        name = clean(raw.get("name")).replace("\\", "/").rpartition("/")[2].strip()
    except Fault:
        raise Fault(BAD_NAME, limit=MAX_NAME) from None
    if not name or len(name) > MAX_NAME:
        raise Fault(BAD_NAME, limit=MAX_NAME)
    if not content:
        raise Fault(EMPTY_FILE, name=shown(name))
    if len(content) > MAX_FILE_BYTES:
        size = -(-len(content) // (1024 * 1024))
        raise Fault(TOO_LARGE, name=shown(name), limit=MAX_FILE_BYTES // (1024 * 1024), size=size)
    kind = media_type(content)
    if kind is None:
        raise Fault(WRONG_TYPE, name=shown(name))
    return {"name": name, "type": kind, "content": content}


def parse_signature(raw: object) -> bytes:
    """Return the PNG of a signature drawn on a canvas and sent as a data URL.

    Raises:
        Fault: it is no readable PNG, or nothing is drawn on it.
    """
    if not isinstance(raw, str) or not raw.startswith(_DATA_URL) or len(raw) > 2 * MAX_SIGNATURE_BYTES:
        raise Fault(NOT_A_SIGNATURE)
    try:
        content = base64.b64decode(raw.removeprefix(_DATA_URL), validate=True)
        image = _read_png(content)
    except (ValueError, binascii.Error, zlib.error):
        raise Fault(NOT_A_SIGNATURE) from None
    if len(content) > MAX_SIGNATURE_BYTES:
        raise Fault(NOT_A_SIGNATURE)
    if image.is_blank():
        raise Fault(NOT_SIGNED)
    return content


@dataclass(frozen=True)
class _Png:
    """An 8-bit PNG without interlace: what a browser's canvas writes."""

    width: int
    height: int
    pixel: int
    rows: bytes

    def is_blank(self) -> bool:
        """Say whether all pixels are the same.

        PNG's row filters are bijective, so an image of one colour has exactly one encoding per filter; comparing each
        row with it needs no decoding pixel by pixel.
        """
        length = 1 + self.width * self.pixel
        colour = self.rows[1 : 1 + self.pixel]
        for number in range(self.height):
            row = self.rows[number * length : (number + 1) * length]
            if row[1:] != self._one_colour(row[0], colour, first=number == 0):
                return False
        return True

    def _one_colour(self, row_filter: int, colour: bytes, *, first: bool) -> bytes:
        zeros = bytes(len(colour))
        if row_filter == 0:
            return colour * self.width
        if row_filter == _SUB:
            return colour + zeros * (self.width - 1)
        if row_filter == _AVERAGE:
            half = bytes(value - value // 2 for value in colour)
            return colour + half * (self.width - 1) if first else half + zeros * (self.width - 1)
        if not first:
            return zeros * self.width
        # Above the first row PNG sees zeros: Up leaves the colour, Paeth predicts from the left.
        up = 2
        return colour * self.width if row_filter == up else colour + zeros * (self.width - 1)


def _read_png(content: bytes) -> _Png:
    """Return the rows of a PNG, still filtered; raises ValueError or zlib.error on anything unusual."""
    if not content.startswith(_MAGIC[1][0]):
        raise ValueError("no PNG")
    at, header, data = len(_MAGIC[1][0]), b"", bytearray()
    while at + 12 <= len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        name, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if len(body) != size or zlib.crc32(name + body) != int.from_bytes(
            content[at + 8 + size : at + 12 + size], "big"
        ):
            raise ValueError("damaged chunk")
        if name == b"IHDR":
            header = body
        elif name == b"IDAT":
            data += body
        elif name == b"IEND":
            break
        at += 12 + size
    if len(header) != _HEADER_BYTES or header[8] != 8 or header[9] not in _CHANNELS or header[10:] != b"\0\0\0":  # noqa: PLR2004  (8 bits per channel)
        raise ValueError("unusual PNG")
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    if not 0 < width <= MAX_SIGNATURE_SIDE or not 0 < height <= MAX_SIGNATURE_SIDE:
        raise ValueError("unusual size")
    pixel = _CHANNELS[header[9]]
    expected = height * (1 + width * pixel)
    rows = zlib.decompressobj().decompress(bytes(data), expected)
    if len(rows) != expected:
        raise ValueError("cut short")
    return _Png(width, height, pixel, rows)

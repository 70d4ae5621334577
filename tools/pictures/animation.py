"""Put screenshots of one size into an animated PNG, which browsers and code hosts play by themselves.

The format is that of https://www.w3.org/TR/png-3/: each frame has a control chunk and the pixels of its own PNG.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Frame(NamedTuple):
    """A PNG, and for how many seconds it is shown."""

    png: bytes
    seconds: float


def animate(file: Path, frames: Sequence[Frame]) -> None:
    """Write frames of the same size and kind of pixels as one picture that plays again and again."""
    headers = {dict(_chunks(frame.png))[b"IHDR"] for frame in frames}
    if len(headers) != 1:
        raise ValueError(f"found frames of {len(headers)} sizes or kinds; expected one")
    header = headers.pop()
    width, height = struct.unpack(">II", header[:8])
    parts = [_chunk(b"IHDR", header), _chunk(b"acTL", struct.pack(">II", len(frames), 0))]
    number = 0
    for place, frame in enumerate(frames):
        delay = round(1000 * frame.seconds)
        parts.append(_chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, width, height, 0, 0, delay, 1000, 0, 0)))
        number += 1
        pixels = b"".join(data for kind, data in _chunks(frame.png) if kind == b"IDAT")
        if place == 0:
            parts.append(_chunk(b"IDAT", pixels))
        else:
            parts.append(_chunk(b"fdAT", struct.pack(">I", number) + pixels))
            number += 1
    file.write_bytes(_SIGNATURE + b"".join(parts) + _chunk(b"IEND", b""))


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += 12 + length


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""Sound: how long a file lasts, and WAV files of what was recorded or streamed.

Recordings hold a hum in the rhythm of syllables where something was said, and nothing elsewhere: enough to test what
stores, trims or measures them.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from collections.abc import Iterable
from functools import cache

#: Samples a second of all sound that is made here: the rate of a telephone line.
RATE = 8000
_MP3_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
_MP3_KBITS_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0)


def pcm(seconds: float, stretches: Iterable[tuple[float, float, str]] = ()) -> bytes:
    """Return 16-bit mono PCM of that length, with a hum during each stretch (start, end, words)."""
    samples = bytearray(2 * round(seconds * RATE))
    hum = _hum()
    for begin, end, _words in stretches:
        start, stop = 2 * round(begin * RATE), min(len(samples), 2 * round(end * RATE))
        if stop > start:
            repeated = hum * (1 + (stop - start) // len(hum))
            samples[start:stop] = repeated[: stop - start]
    return bytes(samples)


@cache
def _hum() -> bytes:
    """One second that sounds somewhat like a voice from the next room."""
    wave_form = array("h")
    for place in range(RATE):
        at = place / RATE
        loudness = 0.55 + 0.45 * math.sin(2 * math.pi * 4 * at)  # four syllables a second
        tone = math.sin(2 * math.pi * 140 * at) + 0.5 * math.sin(2 * math.pi * 280 * at)
        wave_form.append(int(6000 * loudness * tone))
    if sys.byteorder == "big":
        wave_form.byteswap()
    return wave_form.tobytes()


def wav(samples: bytes, rate: int = RATE) -> bytes:
    """A WAV file of 16-bit mono samples."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(samples)
    return file.getvalue()


def seconds_of(data: bytes) -> float | None:
    """How long a WAV, MP3 or OGG file lasts; None when it is none of these or is broken.

    An MP3 of changing bit rate is measured by its first frame, and may be off by half.
    """
    if data[:4] == b"RIFF":
        try:
            with wave.open(io.BytesIO(data)) as reader:
                return float(reader.getnframes() / reader.getframerate())
        except (wave.Error, EOFError, ZeroDivisionError):
            return None
    if data[:4] == b"OggS":
        return _ogg_seconds(data)
    return _mp3_seconds(data)


def _ogg_seconds(data: bytes) -> float | None:
    last = data.rfind(b"OggS")
    granule = int.from_bytes(data[last + 6 : last + 14], "little", signed=True)
    vorbis = data.find(b"\x01vorbis")
    if data.find(b"OpusHead", 0, 512) >= 0:
        rate = 48_000
    elif vorbis >= 0:
        rate = int.from_bytes(data[vorbis + 12 : vorbis + 16], "little")
    else:
        return None
    return granule / rate if rate > 0 and granule >= 0 else None


def _mp3_seconds(data: bytes) -> float | None:
    start = 0
    if data[:3] == b"ID3" and len(data) > 10:
        size = data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
        start = 10 + size
    head = data[start : start + 4]
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE6 != 0xE2:  # frame sync, layer III
        return None
    table = _MP3_KBITS if head[1] & 0x08 else _MP3_KBITS_LOW
    kbits = table[head[2] >> 4]
    return None if kbits == 0 else (len(data) - start) * 8 / (kbits * 1000)

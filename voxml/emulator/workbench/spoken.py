"""Words spoken by espeak-ng, for browsers that have no voice of their own."""

from __future__ import annotations

import shutil
import sys
from functools import lru_cache

from voxml.emulator.audio import wav
from voxml.emulator.transcript_wav import RATE, spoken

#: Longer words are cut: a minute of speech has some 900 characters.
_MAX_CHARACTERS = 5_000


def can_speak() -> bool:
    """Return whether espeak-ng is installed."""
    return shutil.which("espeak-ng") is not None


@lru_cache(maxsize=64)
def speak(text: str, language: str) -> bytes:
    """Return words as a WAV file.

    Raises:
        SpeechError: espeak-ng is not installed or fails.
    """
    samples = spoken(text[:_MAX_CHARACTERS], language)
    if sys.byteorder == "big":
        samples.byteswap()
    return wav(samples.tobytes(), RATE)

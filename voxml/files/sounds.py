"""Tells whether a file is the sound that its name says, by its first bytes and its size."""

from __future__ import annotations

import os
import stat
from typing import NamedTuple

from voxml.errors import InputError
from voxml.source import explain

#: Audio that Play takes (https://docs.tryvox.io/voxml/play), with the type that each is served as.
SOUND_TYPES = {".wav": "audio/wav", ".mp3": "audio/mpeg", ".ogg": "audio/ogg"}
#: In bytes. The same page advises to stay under 5 MB.
LARGE = 5_000_000
_HEAD = 512
_TITLES = {".wav": "WAV", ".mp3": "MP3", ".ogg": "OGG"}


class SoundProblem(NamedTuple):
    """What is the matter with a sound, and whether a caller hears nothing because of it."""

    message: str
    is_error: bool


def is_sound(name: str) -> bool:
    """Tell whether a file is called like a sound."""
    return name[-4:].lower() in SOUND_TYPES


def check_sound_file(path: str | os.PathLike[str]) -> SoundProblem | None:
    """Return what is wrong with a sound file, of which only the first bytes are read; None when nothing is.

    Raises:
        InputError: it can't be read.
    """
    name = os.fspath(path)
    try:
        with open(os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb", buffering=0) as file:  # noqa: PTH123
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                return SoundProblem("found a device, a pipe or a folder; expected a sound", is_error=True)
            return check_sound(name, file.read(_HEAD), status.st_size)
    except OSError as error:
        raise InputError(f"{name}: {explain(error)}") from error


def check_sound(name: str, head: bytes, size: int) -> SoundProblem | None:
    """Return what is wrong with a sound called `name` that begins with the bytes `head` and has `size` bytes."""
    ending = os.path.splitext(name)[1].lower()  # noqa: PTH122
    expected = _TITLES.get(ending)
    if expected is None:
        return None
    if size == 0:
        return SoundProblem(f"found an empty file; expected a sound in the format {expected}", is_error=True)
    found = _format_of(head)
    if found is None:
        return SoundProblem(f"found {_describe(head)}; expected a sound in the format {expected}", is_error=True)
    if found != ending:
        return SoundProblem(
            f"found a sound in the format {_TITLES[found]}; expected {expected}, as its name says; "
            f"call it {os.path.basename(name)[: -len(ending)]}{found}, or convert it",  # noqa: PTH119
            is_error=True,
        )
    if size > LARGE:
        return SoundProblem(
            f"found {size / 1e6:.1f} MB; expected {LARGE / 1e6:.0f} MB at most, or the caller waits for it",
            is_error=False,
        )
    return None


def _format_of(head: bytes) -> str | None:
    if head[:4] in (b"RIFF", b"RIFX", b"RF64") and head[8:12] == b"WAVE":
        return ".wav"
    if head.startswith(b"OggS"):
        return ".ogg"
    # An ID3 tag, or the first frame: eleven set bits, then a layer that is not reserved.
    if head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and head[1] & 0x06):
        return ".mp3"
    return None


def _describe(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "an HTML page"
    if start.startswith(b"version https://git-lfs"):
        return "a pointer of Git LFS instead of the file"
    if start.startswith((b"<", b"{", b"[")):
        return "a text"
    for magic, title in ((b"fLaC", "FLAC"), (b"\x1aE\xdf\xa3", "WebM"), (b"FORM", "AIFF"), (b".snd", "AU")):
        if head.startswith(magic):
            return f"a sound in the format {title}"
    return "an MP4 file" if head[4:8] == b"ftyp" else "something that is no sound"

"""The text of a document: bytes read with bounds, decoded, and offsets turned into lines and columns."""

from __future__ import annotations

import os
import re
import stat
from bisect import bisect_right
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Protocol

from voxml.errors import InputError

#: The largest document that is read, in bytes. A call document of a thousand instructions has about 0.1 MB.
MAX_BYTES = 64 * 1024 * 1024
#: As many bytes are asked for at first: a usual document is no longer.
_USUAL = 64 * 1024
#: Windows alone tells texts from other files.
_TO_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
#: What an editor holds, by the path of its file: read in place of what is on the disk.
unsaved: ContextVar[Mapping[str, bytes]] = ContextVar("unsaved", default={})  # noqa: B039 - nothing is ever put into it


class Readable(Protocol):
    """A binary file or stream."""

    def read(self, size: int, /) -> bytes:
        """Up to `size` bytes; none at the end."""
        ...


class Source:
    """One document's text and where it came from."""

    __slots__ = ("_starts", "path", "text")

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self._starts: list[int] | None = None

    def place(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column of the character at `offset`; lines end with LF, CR LF or CR."""
        starts = self._line_starts()
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of the character at a 1-based line and column: what `place` turns into them."""
        return self._line_starts()[line - 1] + column - 1

    def line(self, number: int) -> str:
        """The text of a line by its 1-based number, without its end; empty past the last."""
        starts = self._line_starts()
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            text = self.text
            starts = [0]
            at = 0
            if "\r" not in text:
                while at := text.find("\n", at) + 1:
                    starts.append(at)
            else:
                starts.extend(found.end() for found in re.finditer("\r\n?|\n", text))
            self._starts = starts
        return self._starts


def read_file(path: str | os.PathLike[str]) -> bytes:
    """The bytes of a file, a pipe or a FIFO.

    Raises:
        InputError: there is no such file, it is a directory, it may not be read, or it is larger than `MAX_BYTES`.
    """
    name = os.fspath(path)
    if (held := unsaved.get().get(name)) is not None:
        return held
    try:
        # Without a file object, and in one piece: a walk reads many small files, and this takes half the time.
        number = os.open(name, _TO_READ)
        try:
            data = os.read(number, _USUAL)
            if not data or not (more := os.read(number, _USUAL)):
                return data
            status = os.fstat(number)
            rest = b""
            if stat.S_ISREG(status.st_mode):
                if status.st_size > MAX_BYTES:
                    raise InputError(f"{name}: {too_large(status.st_size)}")
                rest = os.read(number, status.st_size)
            with open(number, "rb", buffering=0, closefd=False) as file:
                return b"".join((data, more, rest, read_bounded(file, name, len(data) + len(more) + len(rest))))
        finally:
            os.close(number)
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"{name}: {explain(error)}") from error
    except ValueError as error:
        raise InputError(f"{name!r} is not a file name: {error}") from error


def read_bounded(file: Readable, name: str, size: int = 0) -> bytes:
    """What `file` holds, in pieces, up to `MAX_BYTES`; `size` bytes of it have been read before.

    Raises:
        InputError: there is more, or it can't be read.
    """
    pieces: list[bytes] = []
    try:
        while piece := file.read(1 << 20):
            size += len(piece)
            if size > MAX_BYTES:
                raise InputError(f"{name}: {too_large(None)}")
            pieces.append(piece)
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"{name}: {explain(error)}") from error
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def explain(error: OSError) -> str:
    """Why a file could not be opened, in plain words."""
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, IsADirectoryError):
        return "is a directory, not a file"
    if isinstance(error, PermissionError):
        return "may not be read: permission denied"
    return (error.strerror or str(error)).lower()


def too_large(size: int | None) -> str:
    """The message about a document over the limit; `size` in bytes where it is known."""
    found = "more than that" if size is None else f"{size / 1e6:.1f} MB"
    return f"found {found}; voxml reads documents of up to {MAX_BYTES / 1e6:.0f} MB"

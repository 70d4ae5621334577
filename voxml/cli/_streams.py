"""Standard input and output as every command uses them."""

from __future__ import annotations

import sys
from typing import Protocol, TextIO


class Out(Protocol):
    """What is said goes there."""

    def write(self, text: str, /) -> object:
        """Write a text."""
        ...

    def fileno(self) -> int:
        """The number of the file, for asking how wide it is."""
        ...


#: Of longer output a listener keeps nothing, in characters.
_LONGEST = 16_000_000


class Listener:
    """Writes to a stream, and keeps what was written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.fileno = stream.fileno
        self._pieces: list[str] | None = []
        self._length = 0

    def write(self, text: str) -> None:
        """Write a text."""
        self._stream.write(text)
        if self._pieces is not None:
            self._length += len(text)
            self._pieces.append(text)
            if self._length > _LONGEST:
                self._pieces = None

    @property
    def text(self) -> str | None:
        """All that was written; None when it was too much to keep."""
        return None if self._pieces is None else "".join(self._pieces)


def read_input(name: str) -> tuple[bytes, str]:
    """The bytes of a file or, for `-`, of standard input; and the name by which findings call it."""
    from voxml.source import read_bounded, read_file

    if name == "-":
        return read_bounded(sys.stdin.buffer, "standard input"), "-"
    return read_file(name), name

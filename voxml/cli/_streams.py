"""Standard input and output as every command uses them."""

from __future__ import annotations

import sys
from typing import Protocol


class Out(Protocol):
    """Where a report goes."""

    def write(self, text: str, /) -> object:
        """Write a text."""
        ...

    def fileno(self) -> int:
        """The number of the file, for asking how wide it is."""
        ...


def read_input(name: str) -> tuple[bytes, str]:
    """Return the bytes of a file or, for `-`, of standard input; and its name for diagnostics."""
    from voxml.source import read_bounded, read_file

    if name == "-":
        return read_bounded(sys.stdin.buffer, "standard input"), "-"
    return read_file(name), name

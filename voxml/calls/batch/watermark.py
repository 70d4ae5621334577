"""How often each journal was written on this machine, outside of the journal: by it an older copy is known as one.

A journal that was copied before the last run does not know whom that run dialled. The mark is raised after each write
and is never ahead of the journal itself; it is not waited for, so that only a crash of the machine may lower it. It is
locked while a journal is in use, so that two copies are not used at a time. Where it can't be kept, nothing is refused.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress

from voxml.files.machine_key import key_path

try:
    import fcntl
except ImportError:  # Windows, where two copies at a time are not noticed
    fcntl = None  # type: ignore[assignment]

_DIGITS = 20


class Watermark:
    """The mark of one journal, named by a hash of its salt, from `lock` to `close`."""

    def __init__(self, salt: str) -> None:
        name = hashlib.sha256(f"journal {salt}".encode()).hexdigest()[:32]
        self._path = key_path().parent / "journals" / name
        self._file: int | None = None

    def lock(self) -> bool:
        """Return False when another process uses a copy of the journal."""
        with suppress(OSError):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if self._file is None or fcntl is None:
            return True
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.close()
            return False
        except OSError:  # a file system without locks
            return True
        return True

    def read(self) -> int:
        """Return how often this machine wrote the journal, 0 when it is not known."""
        try:
            return int(self._path.read_bytes()[:_DIGITS])
        except (OSError, ValueError):
            return 0

    def raise_to(self, writes: int) -> None:
        """Note how often the journal was written."""
        if self._file is not None:
            with suppress(OSError):
                os.lseek(self._file, 0, os.SEEK_SET)
                os.write(self._file, b"%0*d" % (_DIGITS, writes))

    def close(self) -> None:
        """Let the mark go."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

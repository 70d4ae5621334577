"""Writes files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from voxml.errors import InputError


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Put `data` at `path`, all of it or nothing: it is written beside, flushed to disk, and moved into place.

    A symbolic link is followed, so that the file behind it is replaced; the mode of a file that was there is kept.

    Raises:
        InputError: the folder can't be written, or the disk is full. What was there before is still there.
    """
    target = Path(os.path.realpath(path))
    beside: str | None = None
    try:
        if Path(path).exists() and not Path(path).is_file():
            # A device or a pipe is written into: to put a file in its place would take it away from everybody.
            with Path(path).open("wb") as stream:
                stream.write(data)
            return
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
        handle, beside = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(mode)
        Path(beside).replace(target)
        beside = None
    except OSError as error:
        raise InputError(f"{os.fspath(path)}: can't be written: {(error.strerror or str(error)).lower()}") from error
    finally:
        if beside is not None:
            Path(beside).unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current

"""Writes files so that nobody ever sees half of one."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from voxml.errors import InputError
from voxml.source import MAX_BYTES, explain, read_bounded, too_large, unsaved

# A FIFO without a writer would hold the process; Windows tells texts from other files.
_TO_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_regular_file(path: str | os.PathLike[str]) -> bytes:
    """Return the bytes of a regular file, such as one that a checkout brings under a name that voxml looks for.

    Raises:
        InputError: it is a device, a pipe or a folder, it is larger than `MAX_BYTES`, or it can't be read.
    """
    name = os.fspath(path)
    if (held := unsaved.get().get(name)) is not None:
        return held
    try:
        with open(os.open(name, _TO_READ), "rb", buffering=0) as file:  # noqa: PTH123
            status = os.fstat(file.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise InputError(f"{name}: found a device, a pipe or a folder; expected a file")
            if status.st_size > MAX_BYTES:
                raise InputError(f"{name}: {too_large(status.st_size)}")
            return read_bounded(file, name)
    except InputError:
        raise
    except OSError as error:
        raise InputError(f"{name}: {explain(error)}") from error


def link_problem(path: str, folder: str) -> str | None:
    """Return why a link inside `folder` must not be followed; None for what stays inside and is not hidden.

    What is no link stays inside by itself.
    """
    real, root = os.path.realpath(path), os.path.realpath(folder)
    inside = os.path.relpath(real, root)
    if inside == ".." or inside.startswith(f"..{os.sep}") or os.path.isabs(inside):  # noqa: PTH117
        return f"is a link to {real}, outside {folder}; copy the file instead"
    if any(part.startswith(".") for part in Path(inside).parts):
        return f"is a link to the hidden file {real}; hidden files are never published"
    return None


def is_safe_path(name: str) -> bool:
    """Whether a relative path with `/` stays below any folder that it is joined to, on every system."""
    return not (set(name) & set("\\:\0")) and all(part not in ("", ".", "..") for part in name.split("/"))


def write_atomically(path: str | os.PathLike[str], data: bytes | Iterable[bytes]) -> None:
    """Put `data` at `path`, all of it or nothing: it is written beside, flushed to disk, and moved into place.

    Data in pieces is written as it comes; when the iterator raises, `path` is as it was.

    A symbolic link is followed, so that the file behind it is replaced; the mode of a file that was there is kept.

    Raises:
        InputError: the folder can't be written, or the disk is full. What was there before is still there.
    """
    target = Path(os.path.realpath(path))
    pieces = [data] if isinstance(data, bytes) else data
    beside: str | None = None
    try:
        if Path(path).exists() and not Path(path).is_file():
            # A device or a pipe is written into: to put a file in its place would take it away from everybody.
            with Path(path).open("wb") as stream:
                stream.writelines(pieces)
            return
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
        # The name is known before the file is there, so that nothing that ends the process here leaves it behind.
        beside = os.fspath(target.with_name(f".{target.name[:40]}.{os.urandom(6).hex()}.part"))
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:  # noqa: PTH123
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(mode)
        Path(beside).replace(target)
        beside = None
    except OSError as error:
        raise InputError(f"{os.fspath(path)}: can't be written: {(error.strerror or str(error)).lower()}") from error
    finally:
        if beside is not None:
            with suppress(OSError):
                Path(beside).unlink(missing_ok=True)


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current

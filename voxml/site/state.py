"""The state folder of a site, `.voxml`: its lock, and what must not be in it.

A checkout may bring such a folder. Links in it could lead to any file of this machine.
"""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from voxml.errors import InputError


@contextlib.contextmanager
def locked(state: Path) -> Iterator[None]:
    """Hold the lock of a state folder, waiting for another build that holds it.

    Raises:
        InputError: see `refuse_links`.
    """
    make_state_folder(state)
    with (state / "lock").open("a+b") as file:
        lock_file(file.fileno())
        yield


def make_state_folder(state: Path) -> None:
    """Make the state folder, if it is not there; git ignores it.

    Raises:
        InputError: see `refuse_links`.
    """
    refuse_links(state)
    state.mkdir(parents=True, exist_ok=True)
    ignore = state / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")


@contextlib.contextmanager
def locked_folder(folder: Path) -> Iterator[None]:
    """Let two builds into one folder take turns, even from different sources."""
    if os.name != "posix":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            lock_file(descriptor)
        yield
    finally:
        os.close(descriptor)


def lock_file(descriptor: int) -> None:
    """Wait for the lock of an open file."""
    try:
        import fcntl
    except ImportError:  # Windows: two builds at once are on their own there
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)


def refuse_links(state: Path) -> None:
    """Refuse a state folder that is a link, or holds links, devices or pipes.

    Raises:
        InputError: it is one.
    """
    try:
        mode = os.lstat(state).st_mode
        if not stat.S_ISDIR(mode):
            raise InputError(f"{state}: expected a folder of voxml's own, and no link; delete it")
        for entry in os.scandir(state):
            mode = entry.stat(follow_symlinks=False).st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise InputError(f"{entry.path}: expected a file of voxml's own, and no link or device; delete it")
    except FileNotFoundError:
        return

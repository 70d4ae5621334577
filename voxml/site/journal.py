"""Files that change all or not at all: locks, atomic replacement, and a journal of what is due once a step is done.

The journal names a path and an inode: its moves are due exactly when that path has become that inode. Whoever comes
next, after a kill, finishes them or forgets them. It is sealed: one that a checkout brings is refused, since it could
name any file of this machine.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.machine_key import seal, unseal

_JOURNAL = "commit.json"


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a state folder, waiting for another build that holds it.

    Raises:
        InputError: the folder, or a file in it, is a link or a device: what is written there would go elsewhere.
    """
    refuse_links(folder)
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("*\n", encoding="utf-8")
    with (folder / "lock").open("a+b") as file:
        _flock(file.fileno())
        yield


def refuse_links(state: Path) -> None:
    """Refuse a state folder that is a link, or holds links, devices or pipes: nobody but a stranger makes them.

    Raises:
        InputError: it is one.
    """
    try:
        if state.is_symlink() or not state.is_dir():
            os.lstat(state)
            raise InputError(f"{state}: expected a folder of voxml's own, and no link; delete it")
        for entry in os.scandir(state):
            mode = entry.stat(follow_symlinks=False).st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise InputError(f"{entry.path}: expected a file of voxml's own, and no link or device; delete it")
    except FileNotFoundError:
        return


def _flock(descriptor: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows: two builds at once are on their own there
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX)


@contextlib.contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Two builds into one folder take turns, even from different sources."""
    if os.name != "posix":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            _flock(descriptor)
        yield
    finally:
        os.close(descriptor)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones, never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.{os.getpid()}.voxml-new")
    try:
        staged.write_bytes(data)
        staged.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # The name that the user knows, not the one that it was to have meanwhile.
            error.filename = str(path)
        raise


def recover(state: Path) -> None:
    """Finish, or forget, what a killed commit left in a state folder.

    Raises:
        InputError: the journal was not written here by voxml.
    """
    journal = state / _JOURNAL
    if not os.path.lexists(journal):
        return
    refuse_links(state)
    data = unseal(read_regular_file(journal), _purpose(state))
    if data is None:
        raise InputError(
            f"{journal}: was not written by voxml on this machine in this folder, so that it is not followed; "
            "delete it and build again"
        )
    entry = json.loads(data)
    moves = {Path(final): None if staged is None else Path(staged) for final, staged in entry["moves"].items()}
    token, token_is = Path(entry["token"]), entry["inode"]
    with contextlib.suppress(OSError):
        if token.stat().st_ino == token_is:
            move_all(moves)
    for staged in moves.values():
        if staged is not None:
            staged.unlink(missing_ok=True)
    journal.unlink(missing_ok=True)


def stage_beside(state: Path, beside: Mapping[Path, bytes | None]) -> dict[Path, Path | None]:
    """Write files under staged names; gives final paths with their staged ones, None for a file that is to go."""
    state.mkdir(parents=True, exist_ok=True)
    moves: dict[Path, Path | None] = {}
    for path, data in beside.items():
        final = Path(os.path.abspath(path))  # noqa: PTH100 - a symlink is replaced, not followed
        if data is None:
            moves[final] = None
            continue
        final.parent.mkdir(parents=True, exist_ok=True)
        staged = final.with_name(f".{final.name}.voxml-new")
        staged.write_bytes(data)
        moves[final] = staged
    return moves


def write_journal(state: Path, token: Path, inode: int, moves: Mapping[Path, Path | None]) -> None:
    """Say that `moves` are due once the path `token` is this inode."""
    entry = {
        # The moves are due exactly when this path has become this inode.
        "token": str(token),
        "inode": inode,
        "moves": {str(final): None if staged is None else str(staged) for final, staged in moves.items()},
    }
    replace_file(state / _JOURNAL, seal(json.dumps(entry).encode(), _purpose(state)))


def _purpose(state: Path) -> str:
    return f"journal of {os.path.realpath(state)}"


def move_all(moves: Mapping[Path, Path | None]) -> None:
    """Put staged files in their places, and take away those that are to go."""
    for final, staged in moves.items():
        if staged is None:
            final.unlink(missing_ok=True)
        else:
            with contextlib.suppress(FileNotFoundError):
                staged.replace(final)


def forget_journal(state: Path) -> None:
    """What was due has been done."""
    (state / _JOURNAL).unlink(missing_ok=True)

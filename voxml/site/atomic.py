"""Replace a published folder and the files beside it, so that a reader sees all of the old or all of the new.

The new tree is made beside the old one, and the two folders change places in one system call (Linux: renameat2 with
RENAME_EXCHANGE; macOS: renamex_np with RENAME_SWAP). Where folders can't change places (a mount point, an older file
system) files are replaced one at a time, each atomically, leaves first.

A journal names the moves that are due (the manifest, a host's configuration) once the new tree is in its place, so
that the run after a killed one finishes or forgets them: the manifest always describes the tree. It is sealed: one that
a checkout brings is refused, since it could name any file of this machine.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import json
import os
import secrets
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.files.machine_key import seal, unseal
from voxml.site.state import locked_folder, refuse_links

_JOURNAL = "commit.json"
# More files than this that are not ours, and they are not carried into a new tree.
_MAX_FOREIGN = 1000
# A mount point, two disks, an old kernel or file system, no right to rename here: there is another way.
_UNSUPPORTED = {errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EBUSY, errno.ENOTSUP, errno.EPERM, errno.EACCES}

#: Final paths with their staged files; None for a file that is to be removed.
Moves = Mapping[Path, Path | None]


class Change(NamedTuple):
    """Published paths that are new, have new bytes, or are gone."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def replace_tree(
    out: Path,
    files: Mapping[str, bytes],
    *,
    owned: Iterable[str],
    order: Iterable[str] = (),
    beside: Mapping[Path, bytes | None],
    state: Path,
) -> Change:
    """Make `out` hold `files`, and write `beside` (the manifest, a host's configuration), or do nothing at all.

    `owned` are the paths that the last build put there: those that are not in `files` are removed. All else in `out`
    stays. `order` is the order in which files are replaced where it can't be done at once. None in `beside` removes
    that file.

    Raises:
        InputError: `out` is a file, or a folder in it is a link.
        OSError: it could not be written; the old site is still there.
    """
    real = Path(os.path.realpath(out))
    if real.exists() and not real.is_dir():
        raise InputError(f"{out}: is a file; expected a folder to build into")
    real.parent.mkdir(parents=True, exist_ok=True)
    recover(state)
    change = _compare(real, files, owned)
    stage = real.with_name(f".{real.name}.voxml-new")
    with locked_folder(real.parent):
        _remove_tree(stage)
        try:
            moves = _stage_beside(beside)
            if change or not real.is_dir():
                is_staged = _stage_tree(real, stage, files, {*owned, *files}, {*change.added, *change.changed})
                if is_staged:
                    _write_journal(state, real, stage.stat().st_ino, moves)
                if not is_staged or not exchange(stage, real):
                    _replace_one_by_one(real, files, change, tuple(order))
            _move(moves)
            (state / _JOURNAL).unlink(missing_ok=True)
        finally:
            _remove_tree(stage)
    return change


def _compare(real: Path, files: Mapping[str, bytes], owned: Iterable[str]) -> Change:
    for folder in {
        parent for name in {each.rpartition("/")[0] for each in files} for parent in Path(name, "x").parents
    }:
        if folder.name and (real / folder).is_symlink():
            raise InputError(f"{real / folder}: is a link; expected a folder, since documents are written into it")
    added, changed = [], []
    for name, data in files.items():
        try:
            with open(f"{real}/{name}", "rb") as file:  # noqa: PTH123 - a thousand of these are run
                if os.fstat(file.fileno()).st_size != len(data) or file.read() != data:
                    changed.append(name)
        except OSError:
            added.append(name)
    removed = [name for name in owned if name not in files and (real / name).is_file()]
    return Change(tuple(added), tuple(changed), tuple(removed))


def _stage_tree(real: Path, stage: Path, files: Mapping[str, bytes], ours: set[str], fresh: set[str]) -> bool:
    """Make the new tree; False when it can't be made beside the old one, or would carry too much that is not ours."""
    foreign = _foreign_files(real, ours)
    if foreign is None or (real.is_dir() and not os.access(real.parent, os.W_OK)):
        return False
    made: set[Path] = set()
    stage.mkdir()
    for name in (*files, *foreign):
        target = stage / name
        if target.parent not in made:
            target.parent.mkdir(parents=True, exist_ok=True)
            made.add(target.parent)
        if name in fresh:
            target.write_bytes(files[name])
        else:
            _link(real / name, target)
    if real.is_dir():
        stage.chmod(real.stat().st_mode & 0o7777)
    return True


def _foreign_files(real: Path, ours: set[str]) -> list[str] | None:
    """Return paths of files in `real` that are not ours; None when there are too many to carry along."""
    found: list[str] = []
    for folder, folders, names in os.walk(real):
        inside = os.path.relpath(folder, real)
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]  # noqa: PTH114, PTH118
        for name in (*names, *links):
            path = name if inside == "." else f"{inside}/{name}"
            if path not in ours:
                found.append(path)
                if len(found) > _MAX_FOREIGN:
                    return None
    return found


def _link(source: Path, target: Path) -> None:
    """Give a file a second name, or copy it where links can't be had."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def exchange(stage: Path, real: Path) -> bool:
    """Let two folders change places at once; False when this system can't."""
    if not real.exists():
        stage.rename(real)
        return True
    if sys.platform not in ("linux", "darwin"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    first, second = os.fsencode(stage), os.fsencode(real)
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        at_cwd, swap = -100, 2
        result = libc.renameat2(at_cwd, first, at_cwd, second, swap)
    elif sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        result = libc.renamex_np(first, second, 2)
    else:
        return False
    if result == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(real))


def _replace_one_by_one(real: Path, files: Mapping[str, bytes], change: Change, order: tuple[str, ...]) -> None:
    real.mkdir(exist_ok=True)
    position = {name: index for index, name in enumerate(order)}
    for name in sorted((*change.added, *change.changed), key=lambda each: position.get(each, -1)):
        replace_file(real / name, files[name])
    for name in change.removed:
        (real / name).unlink(missing_ok=True)


def replace_file(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old bytes or the new ones. A link is replaced, not followed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.{secrets.token_hex(4)}.voxml-new")
    try:
        with staged.open("xb") as file:
            file.write(data)
        staged.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
        if isinstance(error, OSError):
            # The name that the user knows, not the one that it was to have meanwhile.
            error.filename = str(path)
        raise


def recover(state: Path) -> None:
    """Finish, or forget, what a killed run left in a state folder.

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
    with contextlib.suppress(OSError):
        if Path(entry["token"]).stat().st_ino == entry["inode"]:
            _move(moves)
    for staged in moves.values():
        if staged is not None:
            staged.unlink(missing_ok=True)
    journal.unlink(missing_ok=True)


def _write_journal(state: Path, token: Path, inode: int, moves: Moves) -> None:
    """Write that `moves` are due once the path `token` is this inode."""
    entry = {
        "token": str(token),
        "inode": inode,
        "moves": {str(final): None if staged is None else str(staged) for final, staged in moves.items()},
    }
    replace_file(state / _JOURNAL, seal(json.dumps(entry).encode(), _purpose(state)))


def _purpose(state: Path) -> str:
    return f"journal of {os.path.realpath(state)}"


def _stage_beside(beside: Mapping[Path, bytes | None]) -> Moves:
    moves: dict[Path, Path | None] = {}
    for path, data in beside.items():
        final = Path(os.path.abspath(path))  # noqa: PTH100 - a symlink is replaced, not followed
        if data is None:
            moves[final] = None
            continue
        final.parent.mkdir(parents=True, exist_ok=True)
        staged = final.with_name(f".{final.name}.voxml-new")
        staged.unlink(missing_ok=True)
        staged.write_bytes(data)
        moves[final] = staged
    return moves


def _move(moves: Moves) -> None:
    for final, staged in moves.items():
        if staged is None:
            final.unlink(missing_ok=True)
        else:
            with contextlib.suppress(FileNotFoundError):
                staged.replace(final)


def _remove_tree(path: Path) -> None:
    if path.is_symlink():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path, ignore_errors=True)

"""Puts a new site in the place of the old one, so that whoever looks sees all of one or all of the other.

The new tree is made beside the old one, and the two folders change places in one system call (Linux: renameat2 with
RENAME_EXCHANGE; macOS: renamex_np with RENAME_SWAP). A journal lets the next run put right what a killed
one left: the manifest always describes the tree that stands there. Where folders can't change places (a
mount point, an older file system) files are replaced one at a time, each atomically, leaves first.
"""

from __future__ import annotations

import errno
import hashlib
import os
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from voxml.errors import InputError
from voxml.site.journal import (
    forget_journal,
    lock_folder,
    move_all,
    recover,
    replace_file,
    stage_beside,
    write_journal,
)
from voxml.site.swap import change_places

# More files than this that are not ours, and they are not carried into a new tree.
_MOST_FOREIGN = 1000


class Change(NamedTuple):
    """What a commit did: published paths that are new, have new bytes, or are gone."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def commit(
    out: Path,
    files: Mapping[str, bytes],
    *,
    owned: Iterable[str],
    order: Iterable[str] = (),
    beside: Mapping[Path, bytes | None],
    state: Path,
    known: Mapping[str, tuple[int, int, int, bytes]] | None = None,
) -> Change:
    """Make `out` hold `files`, and `beside` (the manifest, a host's configuration) be written, or nothing at all.

    `owned` are the paths that the last build put there; of these, what is not in `files` any more goes. All
    else in `out` stays. `order` is the order in which files are replaced where it can't be done at once.
    None in `beside` removes that file.

    Raises:
        OSError: it could not be written; the old site still stands.
    """
    real = Path(os.path.realpath(out))
    if real.exists() and not real.is_dir():
        raise InputError(f"{out}: is a file; expected a folder to build into")
    real.parent.mkdir(parents=True, exist_ok=True)
    recover(state)
    change = _compare(real, files, owned, known or {})
    stage = real.with_name(f".{real.name}.voxml-new")
    with lock_folder(real.parent):
        _remove_tree(stage)
        try:
            if not change and real.is_dir():
                move_all(stage_beside(state, beside))
            elif len(change.changed) == 1 and not change.added and not change.removed:
                _replace_one(real, stage, change.changed[0], files, beside, state)
            else:
                _exchange_tree(real, stage, files, owned, change, tuple(order), beside, state)
        finally:
            _remove_tree(stage)
    return change


def _compare(
    real: Path,
    files: Mapping[str, bytes],
    owned: Iterable[str],
    known: Mapping[str, tuple[int, int, int, bytes]],
) -> Change:
    added, changed = [], []
    for name, data in files.items():
        path = f"{real}/{name}"
        try:
            status = os.stat(path)  # noqa: PTH116 - a thousand of these are run
            if status.st_size != len(data):
                changed.append(name)
                continue
            stamp = known.get(name)
            now = (status.st_mtime_ns, status.st_size, status.st_ino)
            if stamp is not None and stamp[:3] == now and stamp[3] == hashlib.sha256(data).digest():
                continue
            with open(path, "rb") as file:  # noqa: PTH123
                same = file.read() == data
        except OSError:
            added.append(name)
        else:
            if not same:
                changed.append(name)
    removed = [name for name in owned if name not in files and (real / name).is_file()]
    return Change(tuple(added), tuple(changed), tuple(removed))


def stamps_of(out: Path, files: Mapping[str, bytes], change: Change, known: dict[str, Any]) -> dict[str, Any]:
    """How each published file was left: time, size, inode, SHA-256. Those written just now can't be trusted yet."""
    if not change and known.keys() == files.keys():
        return known
    stamps = {}
    newest = time.time_ns() - _RACY
    for name, data in files.items():
        try:
            status = os.stat(f"{out}/{name}")  # noqa: PTH116
        except OSError:
            continue
        if status.st_mtime_ns < newest:
            digest = hashlib.sha256(data).digest()
            stamps[name] = (status.st_mtime_ns, status.st_size, status.st_ino, digest)
    return stamps


# A file that was changed within this many nanoseconds of being looked at can change again without a new time stamp.
_RACY = 2_000_000_000


def _replace_one(
    real: Path,
    stage: Path,
    name: str,
    files: Mapping[str, bytes],
    beside: Mapping[Path, bytes | None],
    state: Path,
) -> None:
    stage.mkdir()
    staged = stage / "file"
    staged.write_bytes(files[name])
    moves = stage_beside(state, beside)
    write_journal(state, real / name, staged.stat().st_ino, moves)
    try:
        staged.replace(real / name)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        replace_file(real / name, files[name])
    move_all(moves)
    forget_journal(state)


def _exchange_tree(
    real: Path,
    stage: Path,
    files: Mapping[str, bytes],
    owned: Iterable[str],
    change: Change,
    order: tuple[str, ...],
    beside: Mapping[Path, bytes | None],
    state: Path,
) -> None:
    foreign = _foreign_files(real, set(owned) | set(files))
    if foreign is not None and real.is_dir() and not os.access(real.parent, os.W_OK):
        # Nothing can be made beside the folder: its files can only be replaced one at a time.
        foreign = None
    fresh = {*change.added, *change.changed}
    if foreign is None:
        moves = stage_beside(state, beside)
        _one_by_one(real, files, fresh, change.removed, order)
        move_all(moves)
        return
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
    moves = stage_beside(state, beside)
    write_journal(state, real, stage.stat().st_ino, moves)
    if not change_places(stage, real):
        _one_by_one(real, files, fresh, change.removed, order)
    move_all(moves)
    forget_journal(state)


def _one_by_one(
    real: Path, files: Mapping[str, bytes], fresh: set[str], removed: Iterable[str], order: tuple[str, ...]
) -> None:
    real.mkdir(exist_ok=True)
    place = {name: index for index, name in enumerate(order)}
    for name in sorted(fresh, key=lambda each: place.get(each, -1)):
        replace_file(real / name, files[name])
    for name in removed:
        (real / name).unlink(missing_ok=True)


def _foreign_files(real: Path, ours: set[str]) -> list[str] | None:
    """Paths of files in `real` that are not ours; None when there are too many to carry along."""
    found: list[str] = []
    for folder, folders, names in os.walk(real):
        inside = os.path.relpath(folder, real)
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]  # noqa: PTH114, PTH118
        for name in (*names, *links):
            path = name if inside == "." else f"{inside}/{name}"
            if path not in ours:
                found.append(path)
                if len(found) > _MOST_FOREIGN:
                    return None
    return found


def _link(source: Path, target: Path) -> None:
    """The same file under a second name, or a copy of it where links are not to be had."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        import shutil

        shutil.copy2(source, target, follow_symlinks=False)


def _remove_tree(path: Path) -> None:
    if not path.exists():
        return
    import shutil

    shutil.rmtree(path, ignore_errors=True)

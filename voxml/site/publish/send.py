"""Send what is new or changed to a target, and remember it: what left the site stays while a call may need it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from voxml.errors import InputError
from voxml.files import is_safe_path, read_regular_file
from voxml.site.atomic import replace_file
from voxml.site.publish.upload import Upload, UploadFile
from voxml.site.state import refuse_links

#: Seconds that a document stays after it left the site: as long as a call lasts at most, unless it says otherwise
#: (time_limit, https://docs.tryvox.io/voice/make-call).
LONGEST_CALL = 14_400
_SENT = "published.json"


class Target(Protocol):
    """A place to publish to."""

    #: As the user named it, made absolute; what is remembered is kept by it.
    name: str

    def present(self) -> Mapping[str, str]:
        """Return every file that is there, with something that is equal when the bytes are (see `fingerprint`)."""
        ...

    def fingerprint(self, data: bytes) -> str:
        """Return what `present` gives for a file with these bytes."""
        ...

    def send(self, files: Iterable[UploadFile], sent: Callable[[UploadFile], None]) -> None:
        """Put files there, in this order; `sent` is called with each that has arrived."""
        ...

    def remove(self, names: Iterable[str]) -> None:
        """Remove files."""
        ...


class PublishResult(NamedTuple):
    """What was done, or with a dry run would have been."""

    sent: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    #: Files that left the site, and are kept for calls that may still run.
    kept: tuple[str, ...]


def publish(
    upload: Upload,
    target: Target,
    *,
    prune: bool = False,
    keep_seconds: float = LONGEST_CALL,
    dry_run: bool = False,
    sent: Callable[[UploadFile], None] = lambda _file: None,
) -> PublishResult:
    """Send what is new or changed; with `prune`, remove what left the site longer ago than `keep_seconds`.

    Raises:
        InputError: what is remembered of the target can't be read, or names files outside it.
        PublishError: not all could be sent.
    """
    present = target.present()
    wanted = {file.name for file in upload.files}
    due = [file for file in upload.files if present.get(file.name) != target.fingerprint(file.data)]
    left = _left(upload.state, target.name, present, wanted)
    now = time.time()
    old = tuple(sorted(name for name, since in left.items() if now - since >= keep_seconds)) if prune else ()
    kept = tuple(sorted(left.keys() - set(old)))
    result = PublishResult(tuple(file.name for file in due), len(upload.files) - len(due), old, kept)
    if dry_run:
        return result
    if due or old:
        # Before anything is sent: what is there after a cut is ours too, and goes when its time has come.
        _remember(upload.state, target.name, left, wanted)
    if due:
        target.send(due, sent)
    if old:
        target.remove(old)
    _remember(upload.state, target.name, {name: left[name] for name in kept}, wanted)
    return result


class _Sent(msgspec.Struct):
    """What was published at one target: each file, and since when it has left the site, in Unix seconds."""

    files: dict[str, float | None] = {}


def _left(state: Path, target: str, present: Mapping[str, str], wanted: set[str]) -> dict[str, float]:
    """Return files that were once published there and are in the site no more, and since when."""
    known = _remembered(state).get(target, _Sent())
    now = time.time()
    return {
        name: now if since is None else since
        for name, since in known.files.items()
        if name in present and name not in wanted
    }


def _remembered(state: Path) -> dict[str, _Sent]:
    """Return what was published where, as the last run left it.

    Raises:
        InputError: the file is not one of ours, or it names files outside the target.
    """
    path = state / _SENT
    refuse_links(state)
    if not path.exists():
        return {}
    try:
        found = msgspec.json.decode(read_regular_file(path), type=dict[str, _Sent])
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise InputError(f"{path}: not what voxml publish writes: {error}; delete it") from None
    for name in (name for sent in found.values() for name in sent.files):
        if not is_safe_path(name):
            raise InputError(f'{path}: found the name "{name}"; expected a path below the target')
    return found


def _remember(state: Path, target: str, left: Mapping[str, float], wanted: set[str]) -> None:
    everything = _remembered(state)
    files: dict[str, float | None] = dict.fromkeys(sorted(wanted))
    everything[target] = _Sent({**files, **left})
    replace_file(state / _SENT, msgspec.json.format(msgspec.json.encode(everything), indent=1) + b"\n")

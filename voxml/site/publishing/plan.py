"""What is published, in which order, and with which headers; the same for every kind of target."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

import msgspec

from voxml.errors import InputError, NothingFoundError
from voxml.files import is_safe_path, link_problem, read_regular_file
from voxml.site.host_files import HOST_FILES
from voxml.site.hosts import ENTRY_CACHE, IMMUTABLE_CACHE
from voxml.site.journal import refuse_links, replace_file
from voxml.site.manifest import Manifest, load
from voxml.site.pages import why_not_voxml
from voxml.site.publishing.order import in_order, looks_hashed
from voxml.site.serve import TYPES
from voxml.site.sources import is_source_folder
from voxml.sounds import SOUND_TYPES

#: Seconds that a document stays after it left the site: as long as a call lasts at most, unless it says otherwise
#: (time_limit, https://docs.tryvox.io/voice/make-call).
LONGEST_CALL = 14_400
_SENT = "published.json"


class Item(NamedTuple):
    """One file on its way."""

    name: str
    data: bytes
    content_type: str
    cache_control: str


class Shipment(NamedTuple):
    """All files of a site in the order in which they go out: what others lead to first, entries last."""

    items: tuple[Item, ...]
    base_url: str | None
    #: The folder in which is remembered what was published.
    state: Path
    #: Whether a manifest says that these very files were checked.
    is_checked: bool = True


class Target(Protocol):
    """A place to publish to."""

    #: As the user named it, made whole; what is remembered is kept by it.
    name: str

    def present(self) -> Mapping[str, str]:
        """Every file that is there, and something that is equal when the bytes are (see `fingerprint`)."""
        ...

    def fingerprint(self, data: bytes) -> str:
        """What `present` tells of a file with these bytes."""
        ...

    def send(self, items: Iterable[Item], sent: Callable[[Item], None]) -> None:
        """Put files there, in this order; `sent` is told of each that has arrived."""
        ...

    def remove(self, names: Iterable[str]) -> None:
        """Take files away."""
        ...


class Outcome(NamedTuple):
    """What was done, or with a dry run would have been."""

    sent: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    #: Files that left the site, and are kept for calls that may still run.
    kept: tuple[str, ...]


def pack(out: Path, manifest: Path | None = None) -> Shipment:
    """The files of a published folder, ready to go.

    Raises:
        InputError: there is no such folder, it is empty, or its files are not those of the manifest.
    """
    if not out.is_dir():
        raise InputError(
            f"{out}: {'is a file' if out.exists() else 'no such folder'}; expected a folder that was built"
        )
    files = files_of(out)
    if not files:
        raise NothingFoundError(f"{out}: found no files; expected a folder that was built")
    place, found = _manifest_of(out, files, manifest)
    known = {each.name: each for each in found.files()} if found is not None else {}
    items = []
    for name in in_order(files, found):
        published = known.get(name)
        immutable = published.immutable if published is not None else looks_hashed(name)
        content_type = published.content_type if published is not None else TYPES.get(Path(name).suffix, "text/plain")
        items.append(Item(name, files[name], content_type, IMMUTABLE_CACHE if immutable else ENTRY_CACHE))
    if found is None:
        _refuse_sources(out, files)
    state = place.parent if place is not None else out.with_name(f".{out.name}.voxml")
    return Shipment(tuple(items), found.base_url if found is not None else None, state, found is not None)


def is_built(folder: Path) -> bool:
    """Whether a folder is one to publish as it is: no folder of sources, and its XML, if any, was written by a build."""
    if is_source_folder(folder):
        return False
    files = files_of(folder)
    return not any(name.endswith(".xml") for name in files) or manifest_near(folder, files)[1] is not None


def files_of(out: Path) -> dict[str, bytes]:
    """What is published of a folder.

    Raises:
        InputError: a file in it is a link out of it or to a hidden file, or it is too large.
    """
    files = {}
    for folder, _folders, names in os.walk(out):
        for path in (Path(folder, name) for name in names):
            name = path.relative_to(out).as_posix()
            if _is_private(name) or not path.is_file():
                continue
            problem = link_problem(str(path), str(out)) if path.is_symlink() else None
            if problem is not None:
                raise InputError(f"{path}: {problem}")
            files[name] = read_regular_file(path)
    return dict(sorted(files.items()))


def _refuse_sources(out: Path, files: Mapping[str, bytes]) -> None:
    """Refuse to send a folder that no build wrote when it holds more than documents, sounds and a host's files.

    Raises:
        InputError: it does, so that settings, programs or the data of customers would be public.
    """
    for name, data in files.items():
        if name.rpartition("/")[2] in HOST_FILES or name.endswith(tuple(SOUND_TYPES)):
            continue
        reason = why_not_voxml(data, name) if name.endswith((".json", ".xml")) else "it is no document and no sound"
        if reason is not None:
            raise InputError(
                f"{out}/{name}: would be published, and {reason}; give the folder of sources, so that it is built first, "
                "or a folder that voxml build wrote"
            )


def publish(
    shipment: Shipment,
    target: Target,
    *,
    prune: bool = False,
    keep_seconds: float = LONGEST_CALL,
    dry_run: bool = False,
    sent: Callable[[Item], None] = lambda _item: None,
) -> Outcome:
    """Send what is new or changed; take away, when asked, what left the site longer ago than a call lasts."""
    present = target.present()
    wanted = {item.name for item in shipment.items}
    due = [item for item in shipment.items if present.get(item.name) != target.fingerprint(item.data)]
    left = _left(shipment.state, target.name, present, wanted)
    now = time.time()
    old = tuple(sorted(name for name, since in left.items() if now - since >= keep_seconds)) if prune else ()
    kept = tuple(sorted(left.keys() - set(old)))
    outcome = Outcome(tuple(item.name for item in due), len(shipment.items) - len(due), old, kept)
    if dry_run:
        return outcome
    if due or old:
        # Before anything is sent: what is there after a cut is ours too, and goes when its time has come.
        _remember(shipment.state, target.name, left, wanted)
    if due:
        target.send(due, sent)
    if old:
        target.remove(old)
    _remember(shipment.state, target.name, {name: left[name] for name in kept}, wanted)
    return outcome


def _is_private(name: str) -> bool:
    """Whether it is a file of a tool, such as .git: of names with a dot, hosts want only these."""
    hidden = [part for part in name.split("/") if part.startswith(".")]
    return bool(hidden) and name not in (".nojekyll", ".htaccess")


def _manifest_of(
    out: Path, files: Mapping[str, bytes], given: Path | None
) -> tuple[Path, Manifest] | tuple[None, None]:
    """The manifest that tells of these very files: the one that is named, or one that lies near."""
    if given is not None:
        manifest = load(given)
        wrong = _mismatch(manifest, files)
        if wrong is not None:
            raise InputError(f"{out}: {wrong}; build again, or name the manifest of this folder")
        return given, manifest
    return manifest_near(out, files)


def manifest_near(out: Path, files: Mapping[str, bytes]) -> tuple[Path, Manifest] | tuple[None, None]:
    """The manifest of the build that made these files, where it lies beside the folder or in one beside it."""
    around = Path(os.path.abspath(out)).parent  # noqa: PTH100 - a symlink stands where its user put it
    for place in [around / ".voxml/manifest.json", *sorted(around.glob("*/.voxml/manifest.json"))]:
        try:
            found = load(place)
        except InputError:
            # Another site's, perhaps: it is only asked whether it is this one's.
            continue
        if _mismatch(found, files) is None:
            return place, found
    return None, None


def _mismatch(manifest: Manifest, files: Mapping[str, bytes]) -> str | None:
    for each in manifest.files():
        data = files.get(each.name)
        if data is None:
            return f"{each.name} is in the manifest and not in the folder"
        if hashlib.sha256(data).hexdigest() != each.sha256:
            return f"{each.name} is not the file that was checked"
    return None


def _left(state: Path, target: str, present: Mapping[str, str], wanted: set[str]) -> dict[str, float]:
    """Files that we once published there and that are in the site no more, and since when."""
    known = _remembered(state).get(target, _Sent())
    now = time.time()
    return {
        name: now if since is None else since
        for name, since in known.files.items()
        if name in present and name not in wanted
    }


class _Sent(msgspec.Struct):
    """What was published at one target: each file, and since when it has left the site, in Unix seconds."""

    files: dict[str, float | None] = {}


def _remembered(state: Path) -> dict[str, _Sent]:
    """What was published where, as the last run left it.

    Raises:
        InputError: the file is not one of ours, or it names files outside the target.
    """
    path = state / _SENT
    refuse_links(state)
    if not path.exists():
        return {}
    try:
        found = msgspec.json.decode(read_regular_file(path), type=dict[str, _Sent])
    except (msgspec.MsgspecError, ValueError) as error:
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

"""Prepare the files of a published folder for sending: which, with which headers, in which order."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from voxml.errors import InputError, NothingFoundError
from voxml.files import link_problem, read_regular_file
from voxml.files.sounds import SOUND_TYPES
from voxml.site.host_files import HOST_FILES
from voxml.site.hosts import ENTRY_CACHE, IMMUTABLE_CACHE
from voxml.site.manifest import DEFAULT, Manifest, load
from voxml.site.pages import why_not_voxml
from voxml.site.publish.upload_order import in_order, looks_hashed
from voxml.site.sources import is_source_folder
from voxml.site.static_folder import TYPES


class UploadFile(NamedTuple):
    """One file to send."""

    name: str
    data: bytes
    content_type: str
    cache_control: str


class Upload(NamedTuple):
    """All files of a site in the order in which they are sent: what others lead to first, entries last."""

    files: tuple[UploadFile, ...]
    base_url: str | None
    #: The folder in which is remembered what was published.
    state: Path
    #: Whether a manifest says that these very files were checked.
    is_checked: bool = True


def prepare(out: Path, manifest: Path | None = None) -> Upload:
    """Return the files of a published folder, ready to send.

    Raises:
        InputError: there is no such folder, its files are not those of the manifest, or no build wrote it and it holds
            more than documents.
        NothingFoundError: it is empty.
    """
    if not out.is_dir():
        raise InputError(
            f"{out}: {'is a file' if out.exists() else 'no such folder'}; expected a folder that was built"
        )
    files = files_of(out)
    if not files:
        raise NothingFoundError(f"{out}: found no files; expected a folder that was built")
    path, found = _manifest_of(out, files, manifest)
    if found is None:
        _refuse_sources(out, files)
    known = {each.name: each for each in found.files()} if found is not None else {}
    upload = []
    for name in in_order(files, found):
        published = known.get(name)
        immutable = published.immutable if published is not None else looks_hashed(name)
        content_type = published.content_type if published is not None else TYPES.get(Path(name).suffix, "text/plain")
        upload.append(UploadFile(name, files[name], content_type, IMMUTABLE_CACHE if immutable else ENTRY_CACHE))
    state = path.parent if path is not None else out.with_name(f".{out.name}.voxml")
    return Upload(tuple(upload), found.base_url if found is not None else None, state, found is not None)


def is_built(folder: Path) -> bool:
    """Return whether a folder can be published as it is: no folder of sources, and its XML was written by a build."""
    if is_source_folder(folder):
        return False
    files = files_of(folder)
    return not any(name.endswith(".xml") for name in files) or manifest_near(folder, files)[1] is not None


def files_of(out: Path) -> dict[str, bytes]:
    """Return what is published of a folder.

    Raises:
        InputError: a file in it is a link out of it or to a hidden file, or it is too large.
    """
    files = {}
    for folder, _folders, names in os.walk(out):
        for path in (Path(folder, name) for name in names):
            name = path.relative_to(out).as_posix()
            if not name.isascii() and not _is_utf8(name):
                raise InputError(f"{path}: found a name that is not UTF-8; rename it")
            if _is_private(name) or not path.is_file():
                continue
            problem = link_problem(str(path), str(out)) if path.is_symlink() else None
            if problem is not None:
                raise InputError(f"{path}: {problem}")
            files[name] = read_regular_file(path)
    return dict(sorted(files.items()))


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_private(name: str) -> bool:
    """Return whether it is a file of a tool, such as .git: of names with a dot, hosts want only these."""
    return any(part.startswith(".") for part in name.split("/")) and name not in (".nojekyll", ".htaccess")


def _refuse_sources(out: Path, files: Mapping[str, bytes]) -> None:
    """Refuse a folder that no build wrote when it holds more than documents, sounds and a host's files.

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


def _manifest_of(
    out: Path, files: Mapping[str, bytes], given: Path | None
) -> tuple[Path, Manifest] | tuple[None, None]:
    """Return the manifest of these very files: the one that is named, or one that is near."""
    if given is None:
        return manifest_near(out, files)
    manifest = load(given)
    mismatch = _mismatch(manifest, files)
    if mismatch is not None:
        raise InputError(f"{out}: {mismatch}; build again, or name the manifest of this folder")
    return given, manifest


def manifest_near(out: Path, files: Mapping[str, bytes]) -> tuple[Path, Manifest] | tuple[None, None]:
    """Return the manifest of the build that made these files, from beside the folder or from a folder beside it."""
    around = Path(os.path.abspath(out)).parent  # noqa: PTH100 - a symlink is where its user put it
    for path in [around / DEFAULT, *sorted(around.glob(f"*/{DEFAULT}"))]:
        try:
            found = load(path)
        except InputError:
            # Another site's, perhaps: it is only asked whether it is this one's.
            continue
        if _mismatch(found, files) is None:
            return path, found
    return None, None


def _mismatch(manifest: Manifest, files: Mapping[str, bytes]) -> str | None:
    for each in manifest.files():
        data = files.get(each.name)
        if data is None:
            return f"{each.name} is in the manifest and not in the folder"
        if hashlib.sha256(data).hexdigest() != each.sha256:
            return f"{each.name} is not the file that was checked"
    return None

"""What a host needs with a site: files of its own in the published folder, and configuration beside it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from voxml.errors import InputError
from voxml.files import read_regular_file
from voxml.site.hosts import Plan, Rewrite, load_host
from voxml.site.manifest import Manifest
from voxml.site.menus import prefix_of
from voxml.site.model import Site

#: What a build for some host puts into the published folder, and a build for another takes away.
HOST_FILES = {".htaccess", "_headers", "_redirects", "_worker.js", ".nojekyll"}
_ENDINGS = (".nginx.conf", ".Caddyfile")
# The beginning of every file that is ours to replace.
_MARKS = (b"# Written by voxml build", b"// Written by voxml build")


def host_files(
    site: Site, manifest: Manifest, target: Path, rewrites: tuple[Rewrite, ...]
) -> tuple[Mapping[str, bytes], dict[Path, bytes | None]]:
    """Return the files that a host needs: those inside the published folder, and those beside it, None for one to remove."""
    beside: dict[Path, bytes | None] = {}
    for end in _ENDINGS:
        path = target.with_name(target.name + end)
        if path.exists():
            beside[path] = None
    if site.settings.platform is None:
        return {}, {path: None for path in beside if is_host_file(path)}
    plan = Plan(
        prefix_of(site.base_url),
        {each.name: each.content_type for each in manifest.files()},
        frozenset(each.name for each in manifest.documents if each.immutable),
        rewrites,
    )
    written = load_host(site.settings.platform).write(plan)
    beside = {path: None for path in beside if is_host_file(path)}
    beside |= {target.with_name(target.name + end): data for end, data in written.beside.items()}
    return written.inside, beside


def is_host_file(path: Path) -> bool:
    """Return whether a build wrote this file for a host, by its first line."""
    try:
        data = read_regular_file(path)
    except InputError:
        return False
    return data.startswith(_MARKS) or (path.name == ".nojekyll" and not data)

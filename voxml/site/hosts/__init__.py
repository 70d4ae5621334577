"""Web hosts: how each treats a static file, and what it needs so that it serves documents as TryVox reads them.

One file a host. The facts (the response to POST, which types, who can choose a file by the query string) were
measured where the host runs here, and read in the host's documentation and its users' reports where it does
not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import NamedTuple

from voxml.config.known import PLATFORMS
from voxml.net.static_hosts import post_status

#: The hosts with a module, as `--platform` and `platform` in [site] spell them.
HOSTS = PLATFORMS

#: Sent with documents under their stable names: a changed prompt must be heard at once.
ENTRY_CACHE = "no-cache"
#: Sent with content-hashed files, whose bytes never change.
IMMUTABLE_CACHE = "public, max-age=31536000, immutable"


class Rewrite(NamedTuple):
    """The response to `path?parameter=keys` is the file `target`; both paths are below the root of the host."""

    path: str
    parameter: str
    keys: str
    target: str


class Plan(NamedTuple):
    """What a host needs to know of a site."""

    #: The path of the site at its host, "" or such as "/voice".
    prefix: str
    #: Paths below the published folder, and their types.
    types: Mapping[str, str]
    #: Paths that never change.
    immutable: frozenset[str]
    rewrites: tuple[Rewrite, ...]


class Written(NamedTuple):
    """The files that a host needs: some in the published folder.

    Some beside it (by the end of their name).
    """

    inside: Mapping[str, bytes]
    beside: Mapping[str, bytes]


class Host(NamedTuple):
    """How one host treats a static file."""

    name: str
    title: str
    #: The status of the response to POST, for a file that exists and for one that does not.
    post: int
    post_missing: int
    #: The type of a file without a known ending; None: no Content-Type at all.
    unknown_type: str | None
    #: The status that sends `/folder` to `/folder/`; None: not found.
    folder_redirect: int | None
    #: The Cache-Control that it sends when nothing else is said; None: none.
    default_cache: str | None
    #: Whether what we write sets headers.
    sets_headers: bool
    #: Why a menu can't branch there; None when it can.
    no_branching: str | None
    #: What to know, in a sentence.
    note: str
    write: Callable[[Plan], Written]
    #: Files that it reads at the root of what it publishes, and nowhere else.
    at_root: tuple[str, ...] = ()
    #: Why it can't serve a site at this address, or of so many files; None when it can.
    refuse: Callable[[str, int], str | None] = lambda _base_url, _count: None


def load_host(name: str) -> Host:
    """Return the host of that name; of those that need no file and have no module, only the response to POST is known.

    Raises:
        ConfigError: there is none.
    """
    if name in HOSTS:
        host: Host = import_module(f"{__name__}.{name.replace('-', '_')}").HOST
        return host
    status = post_status(name)
    return Host(
        name=name,
        title=name,
        post=status or 200,
        post_missing=status or 404,
        unknown_type="application/octet-stream",
        folder_redirect=301,
        default_cache=None,
        sets_headers=False,
        no_branching=f"voxml writes no rules for {name}, so no key can choose a document",
        note="only its response to POST is imitated",
        write=lambda _plan: Written({}, {}),
    )


def key_patterns(keys: str) -> str:
    """Return a regular expression for keys in a raw query string, where * and # may be escaped."""
    escaped = {"*": r"(\*|%2[Aa])", "#": "%23"}
    return "".join(escaped.get(key, key) for key in keys)


def grouped(rewrites: tuple[Rewrite, ...]) -> dict[str, list[Rewrite]]:
    """Return the rewrites of each path, in order."""
    groups: dict[str, list[Rewrite]] = {}
    for each in rewrites:
        groups.setdefault(each.path, []).append(each)
    return groups

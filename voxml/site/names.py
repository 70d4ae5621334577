"""Names of documents and their addresses: what may be published, and what clashes with what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from voxml.errors import ConfigError

#: What a file is published as, by form of the document.
ENDINGS = {"json": ".json", "xml": ".xml"}

# Unreserved characters of RFC 3986 without the tilde, which some hosts escape: a URL of these needs no
# escapes, and every host, shell and file system takes them. A first dot hides a file; a first underscore is
# a partial here, and hosts keep such names for themselves (_headers, _redirects, _worker.js; GitHub Pages
# drops folders named so).
_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
# Names that Windows can't store, with any ending; a checkout there would lose them.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))]
)
_LONGEST = 200


class Clash(NamedTuple):
    """Two names that can't both be published; `rule` says why."""

    rule: str
    first: str
    second: str
    message: str


def normalise_base_url(url: str) -> str:
    """Return the address below which a site is published, without a slash at its end.

    Raises:
        ConfigError: it is not an absolute http(s) URL, or it has a query string, a fragment or credentials.
    """
    not_absolute = ConfigError(f'base URL: found "{url}"; expected an absolute URL such as https://voice.example.com')
    try:
        parts = urlsplit(url)
        valid = parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise not_absolute from None
    if not valid or re.search(r"[\s\\]", url):
        raise not_absolute
    if parts.query or parts.fragment or "?" in url or "#" in url:
        raise ConfigError(f'base URL: found "{url}"; expected no query string and no fragment')
    if parts.username or parts.password:
        raise ConfigError("base URL: found a user name or password in it; every reader of a document would see them")
    path = parts.path.rstrip("/")
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{path}"


def name_problem(name: str) -> str | None:
    """Return why no host would serve a document called `name` (such as `menus/main`), or None."""
    if len(name) > _LONGEST:
        return f"found a name of {len(name)} characters; expected {_LONGEST} at most"
    for segment in name.split("/"):
        if not _SEGMENT.fullmatch(segment):
            return (
                f'found "{segment}" in the name; expected letters, digits, ".", "-" and "_" of ASCII, '
                "beginning with a letter or digit, so that the URL is the same at every host"
            )
        if segment.endswith("."):
            return f'found "{segment}"; a name that ends with a dot is lost on Windows and at some hosts'
        if segment.split(".", 1)[0].lower() in _DEVICES:
            return f'found "{segment}"; Windows keeps this name for a device'
    return None


def iter_clashes(names: Iterable[str]) -> Iterator[Clash]:
    """Yield pairs of published names, with their endings, that some host or file system can't distinguish."""
    by_fold: dict[str, str] = {}
    folders: dict[str, str] = {}
    every = sorted(set(names))
    for name in every:
        folded = name.lower()
        other = by_fold.setdefault(folded, name)
        if other != name:
            reason = "S3 and Linux distinguish them, Windows and macOS do not"
            yield Clash("case-clash", other, name, f'"{other}" and "{name}" differ only in case; {reason}')
        parts = folded.split("/")
        for depth in range(1, len(parts)):
            folders.setdefault("/".join(parts[:depth]), name)
    for name in every:
        inside = folders.get(name.lower())
        if inside is not None:
            yield Clash("name-clash", name, inside, f'"{name}" is a document, and a folder on the way to "{inside}"')


def published_name(url: str, base_url: str) -> str | None:
    """Return the path below `base_url` that `url` asks for, without query and fragment; None when it is elsewhere."""
    if not url.startswith(base_url):
        head, separator, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        url = f"{head.lower()}{separator}{host.lower()}{slash}{path}"
        if not url.startswith(base_url):
            return None
    rest = url[len(base_url) :]
    if rest and rest[0] not in "/?#":
        return None
    if "?" in rest or "#" in rest:
        rest = re.split(r"[?#]", rest, maxsplit=1)[0]
    return rest.lstrip("/")

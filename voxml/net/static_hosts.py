"""Hosts that serve files and run no code: their names, and how each responds to POST."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from voxml.errors import ConfigError
from voxml.language.spelling import did_you_mean
from voxml.net.addresses import split

_SUFFIXES = (
    ".github.io",
    ".gitlab.io",
    ".pages.dev",
    ".netlify.app",
    ".cloudfront.net",
    ".surge.sh",
    ".web.app",
    ".firebaseapp.com",
)
_S3 = re.compile(
    r"(?:.+\.)?s3(?:[.-](?:website|dualstack|accelerate))*(?:[.-][a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?"
)
#: Paths at which a static host runs code after all.
_FUNCTIONS = ("/.netlify/functions/", "/.netlify/edge-functions/", "/api/")

#: The status with which each platform responds to POST of a file that exists; None where it serves the file.
POST_STATUS: dict[str, int | None] = {
    "nginx": 405,
    "apache": None,
    "caddy": None,
    "lighttpd": None,
    "s3": 405,
    "cloudfront": 403,
    "cloudflare-pages": 405,
    "netlify": 404,
    "github-pages": 405,
    "vercel": 405,
    "http.server": 501,
}
#: Statuses by which a static host says that it takes no POST.
NO_POST = frozenset(status for status in POST_STATUS.values() if status is not None)


def post_status(platform: str | None) -> int | None:
    """Return the status with which a platform refuses POST; None where it takes one or `platform` is None.

    Raises:
        ConfigError: no such platform is known.
    """
    if platform is None:
        return None
    if platform not in POST_STATUS:
        known = ", ".join(POST_STATUS)
        ending = did_you_mean(platform, POST_STATUS) or f"; expected one of {known}"
        raise ConfigError(f"unknown platform {platform!r}{ending}")
    return POST_STATUS[platform]


@lru_cache(maxsize=2048)
def serves_files_only(host: str) -> bool:
    """Return whether a host is a well-known static one: GitHub Pages, Cloudflare Pages, Netlify, S3, CloudFront …"""
    return host.endswith(_SUFFIXES) or (
        host.endswith(("amazonaws.com", "amazonaws.com.cn")) and bool(_S3.fullmatch(host))
    )


def why_static(url: str, base_url: str | None = None, static_hosts: Collection[str] = ()) -> str | None:
    """Return why a URL leads to a file rather than a program, in words; None when nothing says so.

    `base_url` is that of our own static site, `static_hosts` are further host names that serve files only.
    """
    if base_url is not None and (url == base_url or url.startswith((f"{base_url}/", f"{base_url}?", f"{base_url}#"))):
        return f"{base_url} serves files only"
    parts = split(url)
    if parts.host in static_hosts:
        return f"{parts.host} serves files only"
    if serves_files_only(parts.host) and not parts.path.startswith(_FUNCTIONS):
        return f"{parts.host} serves files only"
    return None

"""Hosts that serve files and answer nothing else, and which addresses lead to one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from voxml.rules.facts.addresses import split

if TYPE_CHECKING:
    from voxml.rules import Circumstances

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
#: Where a host of files runs code after all.
_FUNCTIONS = ("/.netlify/functions/", "/.netlify/edge-functions/", "/api/")


@lru_cache(maxsize=2048)
def serves_files_only(host: str) -> bool:
    """Whether a host is a well-known one for files: GitHub Pages, Cloudflare Pages, Netlify, S3, CloudFront …"""
    return host.endswith(_SUFFIXES) or (
        host.endswith(("amazonaws.com", "amazonaws.com.cn")) and bool(_S3.fullmatch(host))
    )


def why_static(url: str, about: Circumstances) -> str | None:
    """Why `url` leads to a file rather than a program, in words; None when nothing says so."""
    base = about.base_url
    if base is not None and (url == base or url.startswith((f"{base}/", f"{base}?", f"{base}#"))):
        return f"{base} serves files only"
    parts = split(url)
    if parts.host in about.static_hosts:
        return f"{parts.host} serves files only"
    if serves_files_only(parts.host) and not parts.path.startswith(_FUNCTIONS):
        return f"{parts.host} serves files only"
    return None

"""Menus without a server: tables of keys become rules by which the host chooses the document.

TryVox sends the keys to `action_url`, and with `method="GET"` they can only be in the query string. The
public pages show this for Redirect by GET; the name of the parameter that holds a Gather's keys is not on any of them.
`digits` is our guess, and `digits_parameter` in [site] is there to correct it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from voxml.diagnostics import Diagnostic
from voxml.language.spelling import did_you_mean
from voxml.site.flow import Flow
from voxml.site.hosts import Host, Rewrite, load_host
from voxml.site.manifest import Manifest
from voxml.site.model import Site
from voxml.site.site_rules import diagnostic


def rewrites_of(site: Site) -> tuple[Rewrite, ...]:
    """Return the rules that the tables of a site ask for, by menu and then by keys."""
    end = ".xml" if site.settings.form == "xml" else ".json"
    return _rewrites(site.settings.menus, site.settings.digits_parameter, prefix_of(site.base_url), end)


def rewrites_of_published(manifest: Manifest) -> tuple[Rewrite, ...]:
    """Return the same rules for a published folder at the root of its host."""
    names = {each.name for each in manifest.documents}
    end = ".json" if any(f"{menu}.json" in names for menu in manifest.menus) else ".xml"
    return _rewrites(manifest.menus, manifest.digits_parameter, "", end)


def _rewrites(menus: Mapping[str, Mapping[str, str]], parameter: str, prefix: str, end: str) -> tuple[Rewrite, ...]:
    return tuple(
        Rewrite(f"{prefix}/{menu}{end}", parameter, keys, f"{prefix}/{target}{end}")
        for menu, table in sorted(menus.items())
        for keys, target in sorted(table.items())
    )


def prefix_of(base_url: str) -> str:
    """Return the path of the site at its host, "" or such as "/voice"."""
    return urlsplit(base_url).path.rstrip("/")


def check_menus(site: Site, flow: Flow) -> Iterator[Diagnostic]:
    """Yield what the host can't do, and the problems of the tables, at their lines in the settings."""
    settings = site.settings
    path = settings.path or f"{site.shown}/voxml.toml"
    host = None if settings.platform is None else load_host(settings.platform)
    if host is not None:
        reason = host.refuse(site.base_url, len(flow.stops) * (2 if settings.hashed else 1))
        if reason is not None:
            yield diagnostic("host-cannot-serve", f"{host.name}: {reason}", path=path)
        yield from _check_root(site, host, path)
    if not settings.menus:
        return
    lines = Path(path).read_text(encoding="utf-8").splitlines() if Path(path).is_file() else []
    first = min((_line(lines, menu, None) for menu in settings.menus), default=1)
    if host is None:
        message = "no platform is named, so no rules are written; set platform in [site], or give --platform"
        yield diagnostic("menu-without-host", message, path=path, line=first)
    elif host.no_branching is not None:
        yield diagnostic("menu-cannot-branch", host.no_branching, path=path, line=first)
    asked = {edge.path for edge in flow.edges() if edge.link.verb == "Gather" and edge.link.method == "GET"}
    for menu, table in settings.menus.items():
        if menu not in flow.stops:
            hint = did_you_mean(menu, flow.stops)
            message = f'menu "{menu}": the site has no such document{hint}'
            yield diagnostic("broken-link", message, path=path, line=_line(lines, menu, None))
        elif f"{menu}.json" not in asked and f"{menu}.xml" not in asked:
            message = f'menu "{menu}": no Gather sends its keys to {menu}.json with method="GET"'
            yield diagnostic("menu-unused", message, path=path, line=_line(lines, menu, None))
        for keys, target in table.items():
            if target not in flow.stops:
                hint = did_you_mean(target, flow.stops)
                message = f'menu "{menu}", key {keys}: the site has no document "{target}"{hint}'
                yield diagnostic("broken-link", message, path=path, line=_line(lines, menu, keys))


def _check_root(site: Site, host: Host, path: str) -> Iterator[Diagnostic]:
    prefix = prefix_of(site.base_url)
    if prefix and host.at_root:
        files = " and ".join(host.at_root)
        message = (
            f"{host.title} reads {files} at the root of what it publishes only, and the site is at {prefix}; "
            "move them there after each build, or give a base URL without a path"
        )
        yield diagnostic("host-files-below-root", message, path=path)


def _line(lines: list[str], menu: str, keys: str | None) -> int:
    """Return the 1-based line of a table, or of one key in it; 1 when it is written in some other way."""
    header = re.compile(rf"\s*\[.*menus\.[\"']?{re.escape(menu)}[\"']?\s*\]")
    start = next((number for number, line in enumerate(lines, 1) if header.match(line)), None)
    if start is None:
        return 1
    if keys is not None:
        wanted = re.compile(rf"\s*[\"']?{re.escape(keys)}[\"']?\s*=")
        for number, line in enumerate(lines[start:], start + 1):
            if line.lstrip().startswith("["):
                break
            if wanted.match(line):
                return number
    return start

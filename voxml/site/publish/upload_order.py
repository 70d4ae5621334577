"""Order files for sending: what others lead to first, entries last, so that a cut in the middle breaks no link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from voxml.site.flow import strongly_connected
from voxml.site.links import iter_links
from voxml.site.manifest import Manifest

_LENGTH_OF_HASH = 10


def in_order(files: Mapping[str, bytes], manifest: Manifest | None) -> list[str]:
    """Return names, each after those that it leads to; what never changes first, stable names last.

    Where documents lead to each other in a ring, those at which calls begin are the last of it.
    """
    arrows = _arrows(files, manifest)
    entries = _entries(manifest) & files.keys()
    late = _leading_to(arrows, entries)
    order = [
        name for group in strongly_connected(arrows) for name in sorted(group, key=lambda each: (each in entries, each))
    ]
    return sorted(order, key=lambda name: (name.endswith((".json", ".xml")), not looks_hashed(name), name in late))


def looks_hashed(name: str) -> bool:
    """Return whether a file seems to be named by its content."""
    parts = name.rpartition("/")[2].split(".")
    return len(parts) > 2 and len(parts[-2]) == _LENGTH_OF_HASH and not set(parts[-2]) - set("0123456789abcdef")


def _arrows(files: Mapping[str, bytes], manifest: Manifest | None) -> dict[str, list[str]]:
    """Return the files that each one leads to: by its links, and by the keys of menus."""
    by_end: dict[str, list[str]] = {}
    for name in files:
        by_end.setdefault(name.rpartition("/")[2], []).append(name)
    arrows: dict[str, list[str]] = {name: [] for name in files}
    for name, data in files.items():
        if not name.endswith(".json"):
            continue
        try:
            links = list(iter_links(msgspec.json.decode(data)["instructions"]))
        except (msgspec.MsgspecError, KeyError, TypeError, ValueError):
            continue
        for link in links:
            path = link.url.partition("?")[0].partition("#")[0]
            arrows[name] += [other for other in by_end.get(path.rpartition("/")[2], ()) if path.endswith("/" + other)]
    for menu, table in (manifest.menus if manifest is not None else {}).items():
        for end in (".json", ".xml"):
            if menu + end in files:
                arrows[menu + end] += [target + end for target in table.values() if target + end in files]
    return arrows


def _entries(manifest: Manifest | None) -> set[str]:
    """Return the files at which calls begin."""
    if manifest is None:
        return set()
    return {each.name for each in manifest.documents if each.document in manifest.entries and not each.immutable}


def _leading_to(arrows: Mapping[str, Iterable[str]], ends: set[str]) -> set[str]:
    """Return everything from which a call can come to one of `ends`, and these themselves."""
    back: dict[str, list[str]] = {}
    for name, targets in arrows.items():
        for target in targets:
            back.setdefault(target, []).append(name)
    seen, queue = set(ends), list(ends)
    while queue:
        for name in back.get(queue.pop(), ()):
            if name not in seen:
                seen.add(name)
                queue.append(name)
    return seen

"""Names for findings that stay the same while lines move: from the rule, the file, and the text where it is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

try:
    # hashlib costs 3 ms of start-up, for the sake of OpenSSL.
    from _blake2 import blake2b
except ImportError:  # pragma: no cover - another Python
    from hashlib import blake2b

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic
    from voxml.source import Source

_LONGEST = 200


def relative(path: str, root: str = "") -> str:
    """A path as reports for other programs have it: relative to `root` or to where we are, with slashes."""
    if root and path != "-":
        path = os.path.relpath(path, root)
    if os.path.isabs(path):  # noqa: PTH117 - pathlib costs start-up time
        inside = os.path.relpath(path)
        path = path if inside.startswith("..") else inside
    return path.removeprefix("./").replace(os.sep, "/")


def digest_of(data: bytes) -> str:
    """Return a name for some content."""
    return blake2b(data, digest_size=16).hexdigest()


def fingerprints(path: str, diagnostics: Sequence[Diagnostic], source: Source | None) -> list[str]:
    """A fingerprint for each finding of one file; the second of two equal ones counts as the second."""
    seen: dict[str, int] = {}
    found: list[str] = []
    for each in diagnostics:
        base = f"{each.rule}\0{path}\0{_snippet(each, source)}"
        number = seen[base] = seen.get(base, 0) + 1
        found.append(digest_of(f"{base}\0{number}".encode("utf-8", "surrogatepass")))
    return found


def _snippet(each: Diagnostic, source: Source | None) -> str:
    """The line of a finding without its layout; of a long line, such as compact JSON, only what is meant."""
    if source is None or each.path != source.path:
        return f"{each.path} {each.pointer}"
    line = source.line(each.line)
    if len(line) > _LONGEST:
        end = each.end_column - 1 if each.end_line == each.line else len(line)
        line = line[each.column - 1 : max(end, each.column + 20)][:_LONGEST]
    return " ".join(line.split())

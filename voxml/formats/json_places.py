"""Where the parts of a JSON document stand in its text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from voxml.formats.tree import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voxml.formats.json import JsonText, Path
    from voxml.formats.tree import Node

_BLANK = re.compile("[ \t\r\n]*").match
#: Reads a value to find its end; numbers stay as they are written, whatever their length.
_skip = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode


class Part:
    """Where the parts of one member or item stand: of its name (an item has none) and of its value."""

    __slots__ = ("end", "key_end", "key_start", "start")

    def __init__(self, key_start: int, key_end: int, start: int, end: int) -> None:
        self.key_start = key_start
        self.key_end = key_end
        self.start = start
        self.end = end


class JsonPlaces:
    """Finds the parts of a document in the text of a `JsonText`."""

    def __init__(self, document: JsonText) -> None:
        self._text = document.source.text
        self._parts: dict[Path, list[Part]] = {}

    def find(self, paths: Iterable[Path]) -> None:
        """Look up many paths in one pass over the text; later questions about them cost nothing."""
        wanted = {path for path in paths if path not in self._parts}
        if wanted:
            self._parts.update(_scan(self._text, wanted))

    def of(self, node: Node, member: str | None = None, *, value: bool = False) -> Span:
        """Where a node stands, or one of its members; with `value` the member's value alone, within its quotes."""
        path: Path = node.origin
        return self.path(path if member is None else (*path, member), value=value or member is None)

    def path(self, path: Path, *, value: bool = False, occurrence: int = 0) -> Span:
        """A member from the quote before its name to the end of its value, or with `value` the value alone."""
        self.find([path])
        found = self._parts.get(path, [])
        pointer = pointer_of(path)
        if len(found) <= occurrence:
            return Span(0, 1, pointer)
        part = found[occurrence]
        if value or part.key_start < 0:
            quoted = value and self._text[part.start] == '"'
            return Span(part.start + quoted, part.end - quoted, pointer)
        return Span(part.key_start, part.end, pointer)

    def name(self, path: Path, *, occurrence: int = 0) -> Span:
        """The name of a member with its quotes, or the first character of an object or item."""
        whole = self.path(path, occurrence=occurrence)
        found = self._parts.get(path, [])
        if len(found) <= occurrence or found[occurrence].key_start < 0:
            return Span(whole.start, whole.start + 1, whole.pointer)
        return Span(whole.start, found[occurrence].key_end, whole.pointer)


def pointer_of(path: Path) -> str:
    """The JSON Pointer (RFC 6901) of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


class _Wanted(dict["str | int", "_Wanted"]):
    """The steps that lead on from a part of a document to the places that are wanted."""

    __slots__ = ("is_end",)

    def __init__(self) -> None:
        super().__init__()
        #: Whether this part itself is wanted.
        self.is_end = False


def _scan(text: str, paths: Iterable[Path]) -> dict[Path, list[Part]]:
    """Where the wanted paths stand in a right JSON text; what leads to none of them is skipped as a whole."""
    wanted = _Wanted()
    for path in paths:
        at = wanted
        for step in path:
            at = at.setdefault(step, _Wanted())
        at.is_end = True
    scan = _Scan(text)
    start = scan.blank(0)
    end = scan.value(start, wanted, ())
    if wanted.is_end:
        scan.found[()] = [Part(-1, -1, start, end)]
    return scan.found


class _Scan:
    """One pass over a text, which goes only where something is wanted."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.found: dict[Path, list[Part]] = {}

    def blank(self, at: int) -> int:
        """Behind the white space at an offset."""
        found = _BLANK(self._text, at)
        assert found is not None
        return found.end()

    def value(self, at: int, wanted: _Wanted, path: Path) -> int:
        """Read the value at an offset; the answer is the offset behind it."""
        if wanted and self._text[at] in "{[":
            return self._members(at, wanted, path, self._text[at] == "{")
        end: int = _skip(self._text, at)[1]
        return end

    def _members(self, at: int, wanted: _Wanted, path: Path, is_object: bool) -> int:
        text = self._text
        step: str | int = -1
        at = self.blank(at + 1)
        while text[at] not in "}]":
            key = (-1, -1)
            if is_object:
                step, end = _skip(text, at)
                key = (at, end)
                at = self.blank(self.blank(end) + 1)
            else:
                assert isinstance(step, int)
                step += 1
            inner = wanted.get(step)
            end = self.value(at, inner, (*path, step)) if inner is not None else _skip(text, at)[1]
            if inner is not None and inner.is_end:
                self.found.setdefault((*path, step), []).append(Part(*key, at, end))
            at = self.blank(end)
            if text[at] == ",":
                at = self.blank(at + 1)
        return at + 1

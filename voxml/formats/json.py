"""The wire form: reads JSON with the place of every part, writes it in one canonical way."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Never

from voxml.formats.encoding import Undecodable, decode_json
from voxml.formats.syntax import MAX_DEPTH, SyntaxFault
from voxml.formats.tree import Span
from voxml.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voxml.formats.tree import Node
    from voxml.language.document import Document

# --- reading ------------------------------------------------------------------------------------------------------

#: Names and places that lead to a part of a document; a name may be followed by which of its occurrences is meant.
Path = tuple[str | int, ...]


class Doubled(dict[str, Any]):
    """An object in which some names stand more than once; it holds the first value of each."""

    __slots__ = ("again",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(reversed(pairs))
        seen: set[str] = set()
        #: The names that stand again, once for each time.
        self.again: list[str] = []
        for name, _ in pairs:
            if name in seen:
                self.again.append(name)
            seen.add(name)
        ordered = {name: self[name] for name, _ in pairs}
        self.clear()
        self.update(ordered)


class NotInteger(str):
    """A number as it is written with a point or an exponent, or too long to be one of ours."""

    __slots__ = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else Doubled(pairs)


def _integer(digits: str) -> int | NotInteger:
    return int(digits) if len(digits) <= 20 else NotInteger(digits)


class _NoSuchConstant(Exception):  # noqa: N818 - never leaves this module
    pass


def _constant(name: str) -> Never:
    raise _NoSuchConstant(name)


def plain_value(text: str) -> Any:
    """What a right JSON text holds, as plain Python values; an integer of absurd length becomes a float."""
    return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) <= 20 else float(digits))


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=NotInteger, parse_int=_integer, parse_constant=_constant
)
_SPACE = " \t\r\n"


class JsonText:
    """A JSON document's text and value, or why there is no value."""

    def __init__(self, data: bytes | str, path: str) -> None:
        self.fault: SyntaxFault | None = None
        self.value: Any = None
        try:
            text = data if isinstance(data, str) else decode_json(data)
        except Undecodable as error:
            self.source = Source(error.before, path)
            self.fault = SyntaxFault("encoding", error.message, len(error.before))
            return
        self.source = Source(text, path)
        self._parse(text)

    def _parse(self, text: str) -> None:
        if not text.strip(_SPACE):
            self.fault = SyntaxFault("syntax", "found an empty document; expected a JSON object", len(text))
            return
        try:
            self.value, end = _decoder.raw_decode(text, len(text) - len(text.lstrip(_SPACE)))
        except json.JSONDecodeError as error:
            self.fault = SyntaxFault("syntax", _explain(error, text), min(error.pos, len(text)))
            return
        except _NoSuchConstant as error:
            at = _find_token(text, error.args[0])
            self.fault = SyntaxFault("syntax", f"found {error.args[0]}, which JSON does not have", at)
            return
        except RecursionError:
            message = f"found objects and arrays nested more than {MAX_DEPTH} deep; a document is 5 deep at most"
            self.fault = SyntaxFault("syntax", message, _find_depth(text, MAX_DEPTH))
            return
        rest = len(text) - len(text[end:].lstrip(_SPACE))
        if rest < len(text):
            self.fault = SyntaxFault("syntax", "found more after the end of the document; expected one object", rest)


_MEANINGS = {
    "Expecting value": "expected a value",
    "Expecting property name enclosed in double quotes": "expected a member name in double quotes",
    "Expecting ':' delimiter": 'expected ":" after the member name',
    "Expecting ',' delimiter": 'expected "," or the end of the object or array',
    "Illegal trailing comma before end of object": "expected no comma before the end of the object",
    "Illegal trailing comma before end of array": "expected no comma before the end of the array",
    "Unterminated string starting at": "found a string without its closing quote",
    "Invalid control character at": "found a control character inside a string; expected an escape such as \\n",
    "Invalid \\escape": "found an escape that JSON does not have",
    "Invalid \\uXXXX escape": "found an escape that JSON does not have; expected four hexadecimal digits after \\u",
}


def _explain(error: json.JSONDecodeError, text: str) -> str:
    meaning = _MEANINGS.get(error.msg.removesuffix(": "), error.msg.lower())
    if meaning.startswith("expected"):
        found = text[error.pos : error.pos + 1]
        return f"found {json.dumps(found, ensure_ascii=False) if found else 'the end of the text'}; {meaning}"
    return meaning


# --- places -------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r'[{}\[\],:]|"(?:[^"\\]+|\\.)*"|[^\s{}\[\],:"]+', re.DOTALL)


_BLANK = re.compile("[ \t\r\n]*").match
#: Reads a value to find its end; numbers stay as they are written, whatever their length.
_skip = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode


def _find_token(text: str, token: str) -> int:
    return next((found.start() for found in _TOKEN.finditer(text) if found[0] == token), 0)


def _find_depth(text: str, limit: int) -> int:
    depth = 0
    for found in _TOKEN.finditer(text):
        if found[0] in ("{", "["):
            depth += 1
            if depth > limit:
                return found.start()
        elif found[0] in ("}", "]"):
            depth -= 1
    return len(text)


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


# --- writing ------------------------------------------------------------------------------------------------------


def write(document: Document, *, indent: int | None = None) -> str:
    """The document as JSON: see `write_json`, which a reader need not load."""
    from voxml.formats.write_json import write

    return write(document, indent)

"""Read the wire form: JSON into plain values, or the reason why it can't be parsed."""

import json
import re
from typing import Any, Never

from voxml.formats.encoding import Undecodable, decode_json
from voxml.formats.tree import MAX_DEPTH, SyntaxProblem
from voxml.source import Source

#: The names and indexes that lead to a part of a document.
Path = tuple[str | int, ...]


class Doubled(dict[str, Any]):
    """An object with a member more than once; it holds the first value of each."""

    __slots__ = ("again",)

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(reversed(pairs))
        seen: set[str] = set()
        #: The names that come again, once for each time.
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
    """Return what a JSON text holds, as plain Python values; an integer of absurd length becomes a float."""
    return json.loads(text, parse_int=lambda digits: int(digits) if len(digits) <= 20 else float(digits))


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=NotInteger, parse_int=_integer, parse_constant=_constant
)
_SPACE = " \t\r\n"


class JsonDocument:
    """A JSON text with its value, or with its problem and no value."""

    def __init__(self, data: bytes | str, path: str) -> None:
        self.problem: SyntaxProblem | None = None
        self.value: Any = None
        try:
            text = data if isinstance(data, str) else decode_json(data)
        except Undecodable as error:
            self.source = Source(error.before, path)
            self.problem = SyntaxProblem("encoding", error.message, len(error.before))
            return
        self.source = Source(text, path)
        self._parse(text)

    def _parse(self, text: str) -> None:
        if not text.strip(_SPACE):
            self.problem = SyntaxProblem("syntax", "found an empty document; expected a JSON object", len(text))
            return
        try:
            self.value, end = _decoder.raw_decode(text, len(text) - len(text.lstrip(_SPACE)))
        except json.JSONDecodeError as error:
            self.problem = _explain(error, text)
            return
        except _NoSuchConstant as error:
            at = _find_token(text, error.args[0])
            self.problem = SyntaxProblem("syntax", f"found {error.args[0]}, which JSON does not have", at)
            return
        except RecursionError:
            self._too_deep(text)
            return
        if _is_too_deep(self.value):
            self._too_deep(text)
            return
        rest = len(text) - len(text[end:].lstrip(_SPACE))
        if rest < len(text):
            self.problem = SyntaxProblem(
                "syntax", "found more after the end of the document; expected one object", rest
            )

    def _too_deep(self, text: str) -> None:
        message = f"found objects and arrays nested more than {MAX_DEPTH} deep; a document is 5 deep at most"
        self.problem = SyntaxProblem("syntax", message, _find_depth(text, MAX_DEPTH))


def _is_too_deep(value: Any) -> bool:
    """Whether objects and arrays are nested more than `MAX_DEPTH` deep, level by level and without recursion."""
    level: list[Any] = [[value]]
    for _ in range(MAX_DEPTH + 1):
        level = [
            inner
            for each in level
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return False
    return True


_MEANINGS = {
    "Expecting value": "expected a value",
    "Expecting property name enclosed in double quotes": "expected a member name in double quotes",
    "Expecting ':' delimiter": 'expected ":" after the member name',
    "Expecting ',' delimiter": 'expected "," or the end of the object or array',
    "Unterminated string starting at": "found a string without its closing quote",
    "Invalid control character at": "found a control character inside a string; expected an escape such as \\n",
    "Invalid \\escape": "found an escape that JSON does not have",
    "Invalid \\uXXXX escape": "found an escape that JSON does not have; expected four hexadecimal digits after \\u",
}


def _explain(error: json.JSONDecodeError, text: str) -> SyntaxProblem:
    at = min(error.pos, len(text))
    close = len(text) - len(text[at:].lstrip(_SPACE + ","))
    before = text[: close if text[at : at + 1] == "," else at].rstrip(_SPACE)
    if before.endswith(",") and text[close : close + 1] in ("}", "]"):
        message = f'found a comma before "{text[close]}"; expected none after the last one: remove the comma'
        return SyntaxProblem("syntax", message, len(before) - 1, len(before) - 1)
    meaning = _MEANINGS.get(error.msg.removesuffix(": "), error.msg.lower())
    if meaning.startswith("expected"):
        found = text[at : at + 1]
        meaning = f"found {json.dumps(found, ensure_ascii=False) if found else 'the end of the text'}; {meaning}"
    return SyntaxProblem("syntax", meaning, at)


# Possessive, and a string may lack its closing quote: no text makes the search go back or look at a character twice.
_TOKEN = re.compile(r'[{}\[\],:]|"(?:[^"\\]++|\\.)*+"?|[^\s{}\[\],:"]++', re.DOTALL)


def _find_token(text: str, token: str) -> int:
    return next((found.start() for found in _TOKEN.finditer(text) if found[0].startswith(token)), 0)


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

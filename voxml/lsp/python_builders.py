"""Check the documents that a Python file builds, as far as its text alone says; nothing of it is run."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from typing import Any

from voxml.diagnostics import Diagnostic
from voxml.linting.lint_file import FileLinter
from voxml.lsp.python_chains import UNKNOWN, Built, built_documents
from voxml.lsp.site_index import SiteIndex
from voxml.rules import RULES
from voxml.schema.tables import MEMBERS

#: Values that stand for what the text does not say; nothing is reported about them.
_SAMPLES = {
    "HttpUrl": "https://voxml.invalid/x",
    "WssUrl": "wss://voxml.invalid/x",
    "SipUri": "sip:x@voxml.invalid",
    "E164": "+14155550100",
    "Language": "en-US",
    "CountryCode": "US",
    "SendDigits": "1",
    "FinishKey": "#",
    "FinishKeys": "#",
}
#: Members that decide about others: with one of these unknown, only errors of the schema are sure.
_DECISIVE = frozenset(["voice", "language", "engine", "method", "input", "num_digits", "transcribe"])
Path = tuple[str | int, ...]


def check_module(text: str, path: str, linter: FileLinter, site: Callable[[str], SiteIndex]) -> list[Diagnostic]:
    """Return the diagnostics of the documents that a Python file builds, at the calls and arguments they are about."""
    if "voxml" not in text:
        return []
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    lines = text.split("\n")
    found: dict[tuple[Any, ...], Diagnostic] = {}
    for built in built_documents(tree, lambda name: site(path).url(name)):
        for each in _check(built, path, linter, lines):
            found.setdefault(each[:6], each)
    return sorted(found.values(), key=lambda each: (each.line, each.column))


def _check(built: Built, path: str, linter: FileLinter, lines: list[str]) -> list[Diagnostic]:
    if not built.instructions:
        return []
    unknown: set[Path] = set()
    instructions = [
        _plain(each.members, str(each.members["verb"]), ("instructions", index), unknown)
        for index, each in enumerate(built.instructions)
    ]
    document = {"voxml_version": "1.0", "instructions": instructions}
    result = linter.lint_bytes(json.dumps(document).encode(), path)
    kept = []
    for each in result.diagnostics:
        where = _path_of(each.pointer)
        if len(where) < 2 or not isinstance(where[1], int) or where[1] >= len(built.instructions):
            continue
        if _is_sure(each, where, built, unknown):
            kept.append(_moved(each, where, built, lines, path))
    return kept


def _is_sure(found: Diagnostic, where: Path, built: Built, unknown: set[Path]) -> bool:
    """Tell whether a diagnostic is one whatever the text does not say."""
    index = where[1]
    assert isinstance(index, int)
    instruction = built.instructions[index]
    if any(where[: len(path)] == path for path in unknown):
        return False
    rule = RULES.get(found.rule)
    if rule is not None and rule.category == "schema":
        return not (found.rule == "missing-member" and instruction.is_open)
    if instruction.is_open or any(path[:2] == where[:2] and path[-1] in _DECISIVE for path in unknown):
        return False
    # The order and the end of an open document are not known.
    return not (built.is_open and rule is not None and rule.category == "flow")


def _plain(value: Any, element: str, path: Path, unknown: set[Path]) -> Any:
    """Return a value with samples for what is unknown, and note where those are."""
    if isinstance(value, dict):
        plain = {}
        for name, each in value.items():
            base, what, *_ = MEMBERS.get(element, {}).get(name, ("", "", False, ()))
            if each is UNKNOWN:
                unknown.add((*path, name))
                plain[name] = _sample(base, what, MEMBERS.get(element, {}).get(name, ("", "", False, ()))[3])
            else:
                plain[name] = _plain(each, what, (*path, name), unknown)
        return plain
    if isinstance(value, list):
        items = []
        for index, each in enumerate(value):
            if each is UNKNOWN:
                unknown.add((*path, index))
                items.append({"number": "+14155550100"} if element == "Number" else {})
            else:
                items.append(_plain(each, element, (*path, index), unknown))
        return items
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _sample(base: str, what: str, choices: tuple[str, ...]) -> Any:
    if base == "element":
        return {"text": "Hello."} if what == "Say" else {"url": "https://voxml.invalid/x.mp3"}
    if base in ("list", "map"):
        return [] if base == "list" else {}
    if choices:
        return choices[0]
    return {"int": 5, "bool": True}.get(base) or _SAMPLES.get(what, "Hello.")


def _path_of(pointer: str) -> Path:
    parts = pointer.split("/")[1:]
    return tuple(int(each) if each.isdigit() else each.replace("~1", "/").replace("~0", "~") for each in parts)


def _moved(found: Diagnostic, where: Path, built: Built, lines: list[str], path: str) -> Diagnostic:
    """Return a diagnostic at the argument or the method that it is about."""
    assert isinstance(where[1], int)
    instruction = built.instructions[where[1]]
    inner = where[2:]
    while inner and inner not in instruction.places:
        inner = inner[:-1]
    node: Any = instruction.places[inner] if inner else instruction.node
    line, end_line = node.lineno, node.end_lineno
    column, end_column = _column(lines, line, node.col_offset), _column(lines, end_line, node.end_col_offset)
    if isinstance(node, ast.Attribute):
        line, column = end_line, end_column - len(node.attr)
    elif isinstance(node, ast.keyword) and found.rule == "unknown-member":
        end_line, end_column = line, column + len(node.arg or "")
    return found._replace(
        path=path, line=line, column=column, end_line=end_line, end_column=end_column, fix=None, related=None
    )


def _column(lines: list[str], line: int, byte: int) -> int:
    """Return the column, from 1 and in characters, of a byte of a line."""
    return len(lines[line - 1].encode("utf-8", "replace")[:byte].decode("utf-8", "ignore")) + 1

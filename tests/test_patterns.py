"""No regular expression of the package takes more than a time in proportion to the text, whatever the text."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import voxml
from tests.backtracking import growth
from voxml.schema import tables

PACKAGE = Path(voxml.__file__).parent
#: Linear growth is 2, quadratic growth is between 3 and 4.
MOST = 2.6
_FUNCTIONS = {"compile", "match", "fullmatch", "search", "finditer", "findall", "sub", "subn", "split"}
_AT_START = {"match", "fullmatch"}
_WITH_FLAGS_LAST = {"match", "fullmatch", "search", "finditer", "findall"}


class Found(NamedTuple):
    """A pattern, where it stands, and whether it is looked for everywhere in a text."""

    where: str
    pattern: re.Pattern[Any]
    everywhere: bool


def patterns() -> Iterator[Found]:
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "re." not in text:
            continue
        tree = ast.parse(text)
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _function(node) is not None]
        if not calls:
            continue
        module = ".".join(("voxml", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        names = vars(importlib.import_module(module))
        for call in calls:
            if call.args:
                yield from _of_call(call, tree, names, f"{path.relative_to(PACKAGE)}: {ast.unparse(call)[:100]}")


def _of_call(call: ast.Call, tree: ast.Module, names: dict[str, Any], where: str) -> Iterator[Found]:
    is_compiled = _function(call) == "compile"
    given = [call.args[0], *(each.value for each in call.keywords if each.arg == "flags")]
    # What follows the pattern: flags for `re.compile`, for `re.search` the text and then flags.
    given += call.args[1:2] if is_compiled else call.args[2:] if _function(call) in _WITH_FLAGS_LAST else []
    try:
        values = [eval(compile(ast.Expression(each), "", "eval"), dict(names)) for each in given]
    except NameError:
        # Made of what is known at run time: it is tested where it is made.
        return
    if not isinstance(values[0], (str, bytes)):
        return
    flags = next((each for each in values[1:] if isinstance(each, (int, re.RegexFlag))), 0)
    uses = _uses(call, tree) if is_compiled else {_function(call)}
    yield Found(where, re.compile(values[0], flags), not uses <= _AT_START)


def _function(call: ast.Call) -> str | None:
    at = call.func
    if isinstance(at, ast.Attribute) and isinstance(at.value, ast.Name) and at.value.id == "re":
        return at.attr if at.attr in _FUNCTIONS else None
    return None


def _uses(call: ast.Call, tree: ast.Module) -> set[str]:
    """The methods of a compiled pattern that its module uses."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.value is call:
            return {node.attr}
    targets = [
        each.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and node.value is call
        for each in node.targets
        if isinstance(each, ast.Name)
    ]
    uses = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in targets
    }
    return uses or {"search"}


ALL = list(patterns())
#: The longest that each repeats, in characters: linear in texts that are several times as long.
BOUNDS = {
    "rules/facts/placeholders.py: re.search(_BRACES": 200,
    "rules/facts/placeholders.py: re.sub(_BRACES": 200,
    "rules/credentials_in_document.py: re.search(_KEYS": 500,
    "rules/unpronounceable_text.py: re.search(_URL": 63,
}


@pytest.mark.parametrize("found", ALL, ids=[each.where for each in ALL])
def test_a_pattern_of_the_package(found: Found) -> None:
    bound = next((bound for where, bound in BOUNDS.items() if found.where.startswith(where)), 0)
    worst, text = growth(found.pattern, everywhere=found.everywhere, bound=bound)
    assert worst < MOST, f"{found.where} goes back and forth on {text}; use possessive or anchored forms"


@pytest.mark.parametrize("name", [name for name, row in tables.TYPES.items() if row[1] is not None])
def test_the_pattern_of_a_type(name: str) -> None:
    worst, text = growth(re.compile(tables.TYPES[name][1] or ""), everywhere=False)
    assert worst < MOST, text


@pytest.mark.parametrize(
    ("pattern", "everywhere"),
    [
        (r'"(?:[^"\\]+|\\.)*"', False),
        (r"(a+)+$", False),
        (r"(?:a|a)*b", False),
        (r"\s*\s*x", False),
        (r"<!--.*?-->", True),
        (r"eyJ[\w-]*\.", True),
        (r"a+$", True),
    ],
)
def test_weak_patterns_are_found(pattern: str, everywhere: bool) -> None:
    assert growth(re.compile(pattern), everywhere=everywhere)[0] > MOST


@pytest.mark.parametrize(
    ("pattern", "everywhere"),
    [(r'"(?:[^"\\]++|\\.)*+"?', True), (r"(?:a++)*+$", False), (r"[a-z]+", True), (r"<!--", True), (r"\s*x", False)],
)
def test_sound_patterns_pass(pattern: str, everywhere: bool) -> None:
    assert growth(re.compile(pattern), everywhere=everywhere)[0] < MOST

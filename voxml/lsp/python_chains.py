"""Find the documents that a Python file builds, as far as its text alone says; nothing of it is run.

A chain such as `Response().say("Hi").hangup()` becomes a document as plain data. What only running the file would tell
is `UNKNOWN`; then nothing is said about it.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from voxml.schema.tables import CONTENT, MEMBERS, VERBS

#: A value that the text does not say.
UNKNOWN: Any = object()
_METHODS = {verb.lower(): verb for verb in VERBS}
#: What `Response(…)` gives to every Say without its own.
_DEFAULTS = ("voice", "language", "engine")
#: Methods that leave a document as it is.
_READERS = frozenset(["to_json", "to_xml", "to_dict", "copy"])


@dataclass(eq=False, slots=True)
class Instruction:
    """A verb that the file adds."""

    members: dict[str, Any]
    node: ast.AST
    #: Where each member is written, by its path.
    places: dict[tuple[str | int, ...], ast.AST] = field(default_factory=dict)
    #: Whether members are given that the text does not name.
    is_open: bool = False


@dataclass(eq=False, slots=True)
class Built:
    """One document; open when verbs may be missing, or may not be in this order."""

    instructions: list[Instruction] = field(default_factory=list)
    defaults: dict[str, Any] = field(default_factory=dict)
    is_open: bool = False
    depth: int = 0


def built_documents(tree: ast.Module, url_for: Callable[[str], str]) -> list[Built]:
    """Return the documents that a file builds."""
    return _Reader(tree, url_for).documents


class _Reader:
    def __init__(self, tree: ast.Module, url_for: Callable[[str], str]) -> None:
        self.documents: list[Built] = []
        self._url_for = url_for
        self._names = dict(_imported(tree))
        self._constants = dict(_constants(tree))
        self._variables: dict[str, Built] = {}
        if self._names:
            self._body(tree.body, 0)

    def _body(self, body: list[ast.stmt], depth: int) -> None:
        for statement in body:
            if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                outer, self._variables = self._variables, {}
                self._body(statement.body, 0)
                self._variables = outer
                continue
            for expression in _expressions(statement):
                self._expression(expression, statement, depth)
            for inner in _bodies(statement):
                self._body(inner, depth + 1)

    def _expression(self, expression: ast.expr, statement: ast.stmt, depth: int) -> None:
        """Read the chains in an expression, outermost first."""
        chain = _chain(expression)
        if chain is not None:
            root, calls = chain
            built = self._root(root, depth)
            if built is not None:
                self._calls(built, calls)
                if isinstance(statement, ast.Assign) and statement.value is expression:
                    for target in statement.targets:
                        if isinstance(target, ast.Name):
                            self._variables[target.id] = built
                return
        if isinstance(expression, ast.Name) and expression.id in self._variables:
            # What it is given to may add to it.
            self._variables[expression.id].is_open = True
        for child in ast.iter_child_nodes(expression):
            inner = child.value if isinstance(child, ast.keyword) else child
            if isinstance(inner, ast.expr):
                self._expression(inner, statement, depth)

    def _root(self, root: ast.expr, depth: int) -> Built | None:
        if isinstance(root, ast.Call) and self._called(root) == "Response":
            built = Built(depth=depth)
            for argument in root.args:
                self._append(built, argument)
            for keyword in root.keywords:
                if keyword.arg in _DEFAULTS:
                    built.defaults[keyword.arg] = self._value(keyword.value, (), {})
                else:
                    built.is_open = True
            self.documents.append(built)
            return built
        if isinstance(root, ast.Name) and root.id in self._variables:
            built = self._variables[root.id]
            built.is_open = built.is_open or built.depth != depth
            return built
        return None

    def _calls(self, built: Built, calls: list[ast.Call]) -> None:
        for call in calls:
            assert isinstance(call.func, ast.Attribute)
            verb = _METHODS.get(call.func.attr)
            if verb is not None:
                self._add(built, verb, call)
            elif call.func.attr == "append" and len(call.args) == 1:
                self._append(built, call.args[0])
            elif call.func.attr not in _READERS:
                built.is_open = True

    def _append(self, built: Built, argument: ast.expr) -> None:
        verb = self._called(argument) if isinstance(argument, ast.Call) else None
        if verb in VERBS and isinstance(argument, ast.Call):
            self._add(built, verb, argument)
        else:
            built.is_open = True

    def _add(self, built: Built, verb: str, call: ast.Call) -> None:
        places: dict[tuple[str | int, ...], ast.AST] = {}
        members, is_open = self._members(verb, call, (), places)
        if verb == "Say":
            members = {**{name: value for name, value in built.defaults.items() if name not in members}, **members}
        built.instructions.append(Instruction({"verb": verb, **members}, call.func, places, is_open))

    def _members(
        self, element: str, call: ast.Call, path: tuple[str | int, ...], places: dict[tuple[str | int, ...], ast.AST]
    ) -> tuple[dict[str, Any], bool]:
        """Return the members that a call gives, and whether it gives more than the text names."""
        is_open = False
        given: list[tuple[str, ast.expr, ast.AST]] = []
        first = CONTENT.get(element) or ("numbers" if element == "Dial" else None)
        for argument in call.args:
            if first is None or isinstance(argument, ast.Starred):
                is_open = True
            else:
                given.append((first, argument, argument))
                first = None
        for keyword in call.keywords:
            if keyword.arg is not None:
                given.append((keyword.arg, keyword.value, keyword))
            elif isinstance(keyword.value, ast.Name) and isinstance(self._constants.get(keyword.value.id), dict):
                constants = self._constants[keyword.value.id]
                given += [(str(name), ast.Constant(value), keyword.value) for name, value in constants.items()]
            else:
                is_open = True
        members: dict[str, Any] = {}
        for name, value, place in given:
            places[(*path, name)] = place
            found = self._member(element, name, value, (*path, name), places)
            if found is not None:
                members[name] = found
        return members, is_open

    def _member(
        self,
        element: str,
        name: str,
        value: ast.expr,
        path: tuple[str | int, ...],
        places: dict[tuple[str | int, ...], ast.AST],
    ) -> Any:
        base, what, *_ = MEMBERS.get(element, {}).get(name, ("", "", False, ()))
        found = self._value(value, path, places)
        if base == "list":
            items = found if isinstance(found, list) else [found]
            return [{CONTENT[what]: each} if isinstance(each, str) else each for each in items]
        if base == "element" and isinstance(found, str):
            return {CONTENT[what]: found}
        return found

    def _value(self, node: ast.expr, path: tuple[str | int, ...], places: dict[tuple[str | int, ...], ast.AST]) -> Any:
        """Return what an expression surely is."""
        if isinstance(node, ast.Constant):
            return node.value if isinstance(node.value, (str, int, bool, float, type(None), dict)) else UNKNOWN
        if isinstance(node, ast.Name):
            return self._constants.get(node.id, UNKNOWN)
        if isinstance(node, (ast.List, ast.Tuple)):
            return [self._value(each, (*path, index), places) for index, each in enumerate(node.elts)]
        if isinstance(node, ast.Call):
            called = self._called(node)
            if called == "url_for" and len(node.args) == 1 and isinstance(node.args[0], ast.Constant):
                return self._url_for(str(node.args[0].value))
            if called in MEMBERS:
                return self._members(called, node, path, places)[0]
        try:
            return ast.literal_eval(node)
        except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
            return UNKNOWN

    def _called(self, call: ast.Call) -> str:
        """Return the public name of voxml that a call is of."""
        function = call.func
        if isinstance(function, ast.Name):
            return self._names.get(function.id, "")
        if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            return function.attr if self._names.get(function.value.id) == "voxml" else ""
        return ""


def _chain(expression: ast.expr) -> tuple[ast.expr, list[ast.Call]] | None:
    """Return what a chain of methods begins with, and its calls, first to last."""
    calls: list[ast.Call] = []
    at = expression
    while isinstance(at, ast.Call) and isinstance(at.func, ast.Attribute):
        if isinstance(at.func.value, ast.Name) and at.func.attr == "Response":
            break  # voxml.Response(…)
        calls.append(at)
        at = at.func.value
    is_start = isinstance(at, ast.Call) or (isinstance(at, ast.Name) and calls)
    return (at, calls[::-1]) if is_start else None


def _imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None and node.module.split(".")[0] == "voxml":
            yield from ((each.asname or each.name, each.name) for each in node.names)
        elif isinstance(node, ast.Import):
            yield from ((each.asname or each.name, "voxml") for each in node.names if each.name == "voxml")


def _constants(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    """Yield the names at the top that are plain values, and are set once."""
    seen: dict[str, Any] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            seen[node.id] = seen.get(node.id, 0) + 1
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name) and seen[target.id] == 1:
                try:
                    yield target.id, ast.literal_eval(statement.value)
                except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
                    continue


def _expressions(statement: ast.stmt) -> Iterator[ast.expr]:
    for child in ast.iter_child_nodes(statement):
        if isinstance(child, ast.expr):
            yield child


def _bodies(statement: ast.stmt) -> Iterator[list[ast.stmt]]:
    for name in ("body", "orelse", "finalbody"):
        body = getattr(statement, name, None)
        if isinstance(body, list):
            yield body
    for handler in getattr(statement, "handlers", ()):
        yield handler.body
    for case in getattr(statement, "cases", ()):
        yield case.body

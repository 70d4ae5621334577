"""The rules of the house (docs/development.md): imports go down only, no cycle, few late imports, no name twice.

What is not yet so has a ceiling here. A ceiling only ever goes down.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PACKAGE = TOP / "voxml"

#: The floor of each package and of each module beside them, from the cellar up.
FLOORS: dict[str, int] = {
    "voxml.version": 0,
    "voxml.diagnostics": 0,
    "voxml.errors": 0,
    "voxml.language": 1,
    "voxml.net": 1,
    "voxml.source": 1,
    "voxml.files": 1,
    "voxml.processes": 1,
    "voxml.formats": 2,
    "voxml.schema": 2,
    "voxml.rules": 3,
    "voxml.linter": 4,
    "voxml.linting": 4,
    "voxml.formatter": 4,
    "voxml.config": 4,
    "voxml.templating": 4,
    "voxml.reporters": 4,
    "voxml.site": 5,
    "voxml.calls": 5,
    "voxml.webhooks": 5,
    "voxml.emulator": 5,
    "voxml.scaling": 5,
    "voxml.importers": 5,
    "voxml.lsp": 5,
    "voxml.testing": 6,
    "voxml.pytest_plugin": 6,
    "voxml.cli": 6,
    "voxml.__main__": 7,
    "voxml": 7,
}

#: Packages with the same plan: their modules may have the same names.
SIBLINGS = frozenset({"hosts", "platforms", "verbs", "filters", "importers", "rules", "reporters", "cli", "publish"})

#: Groups of modules that import each other.
MOST_CYCLES = 0
#: Imports inside functions, outside of cli/ and of voxml/__init__.py.
MOST_LATE_IMPORTS = 60
#: Names of modules that stand twice. The goal is 0.
MOST_NAMES_TWICE = 2


def floor_of(module: str) -> int | None:
    parts = module.split(".")
    return FLOORS.get(".".join(parts[:2]))


@cache
def modules() -> dict[str, Path]:
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "_data" not in path.parts:
            parts = list(path.relative_to(TOP).with_suffix("").parts)
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def imports(module: str) -> list[tuple[int, str, bool]]:
    """Every module of ours that one imports when it runs: line, name, and whether a function does it."""
    found: list[tuple[int, str, bool]] = []

    class Visitor(ast.NodeVisitor):
        depth = 0

        def visit_If(self, node: ast.If) -> None:
            if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                for other in node.orelse:
                    self.visit(other)
            else:
                self.generic_visit(node)

        def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
            self.depth += 1
            self.generic_visit(node)
            self.depth -= 1

        visit_AsyncFunctionDef = visit_FunctionDef

        def visit_Import(self, node: ast.Import) -> None:
            found.extend((node.lineno, name.name, self.depth > 0) for name in node.names)

        def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
            assert node.level == 0, f"{module}:{node.lineno}: a relative import"
            origin = node.module or ""
            for name in node.names:
                inner = f"{origin}.{name.name}"
                found.append((node.lineno, inner if inner in modules() else origin, self.depth > 0))

    Visitor().visit(ast.parse(modules()[module].read_text(encoding="utf-8")))
    return found


def imports_of_ours(module: str) -> list[tuple[int, str, bool]]:
    return [each for each in imports(module) if each[1].split(".")[0] == "voxml"]


@pytest.mark.parametrize("module", modules())
def test_imports_go_down_only(module: str) -> None:
    here = floor_of(module)
    assert here is not None, f"{module} has no floor: name it in FLOORS"
    for line, name, _ in imports_of_ours(module):
        there = floor_of(name)
        assert there is not None, f"{module}:{line}: {name} has no floor"
        assert there <= here, f"{module}:{line}: {name} is on floor {there}, above floor {here}"


def test_no_modules_import_each_other() -> None:
    # Lazy imports count: a reader follows them too. `voxml` itself, the public face, is no reader's way.
    edges = {
        module: {name for _, name, _ in imports_of_ours(module) if name != module and name != "voxml"}
        for module in modules()
    }
    groups = [group for group in cycles(edges) if len(group) > 1]
    assert len(groups) <= MOST_CYCLES, groups


def cycles(edges: dict[str, set[str]]) -> list[list[str]]:
    """The strongly connected groups (Tarjan's algorithm)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    groups: list[list[str]] = []

    def visit(here: str) -> None:
        number[here] = low[here] = len(number)
        stack.append(here)
        for there in sorted(edges.get(here, ())):
            if there not in number:
                visit(there)
                low[here] = min(low[here], low[there])
            elif there in stack:
                low[here] = min(low[here], number[there])
        if low[here] == number[here]:
            at = stack.index(here)
            groups.append(sorted(stack[at:]))
            del stack[at:]

    for each in sorted(edges):
        if each not in number:
            visit(each)
    return groups


def test_few_functions_import() -> None:
    late = [
        f"{module}:{line}: {name}"
        for module in modules()
        if module != "voxml" and not module.startswith("voxml.cli")
        for line, name, is_late in imports(module)
        if is_late
    ]
    assert len(late) <= MOST_LATE_IMPORTS, "\n".join(late)


def test_no_module_name_stands_twice() -> None:
    places: dict[str, set[Path]] = defaultdict(set)
    for path in modules().values():
        if path.stem not in ("__init__", "__main__") and not SIBLINGS & set(path.parent.parts):
            places[path.stem].add(path.relative_to(PACKAGE))
    twice = {name: sorted(map(str, found)) for name, found in places.items() if len(found) > 1}
    assert len(twice) <= MOST_NAMES_TWICE, twice


def test_only_the_command_line_knows_click() -> None:
    for module in modules():
        if not module.startswith("voxml.cli"):
            assert not any(name.split(".")[0] == "click" for _, name, _ in imports(module)), f"{module} imports click"

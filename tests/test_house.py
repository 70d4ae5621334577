"""The floors of the house: imports go down only."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PACKAGE = TOP / "voxml"

#: From the cellar up. What is not named here is a single file on the floor of its package's public face, 7.
FLOORS: dict[str, int] = {
    "voxml.version": 0,
    "voxml.errors": 0,
    "voxml.diagnostics": 0,
    "voxml.language": 1,
    "voxml.net": 1,
    "voxml.source": 1,
    "voxml.files": 1,
    "voxml.machine_key": 1,
    "voxml.processes": 1,
    "voxml.formats": 2,
    "voxml.schema": 2,
    "voxml.response": 3,
    "voxml.rules": 3,
    "voxml.linter": 4,
    "voxml.linting": 4,
    "voxml.formatter": 4,
    "voxml.config": 4,
    "voxml.templating": 4,
    "voxml.site": 5,
    "voxml.calls": 5,
    "voxml.webhooks": 5,
    "voxml.emulator": 5,
    "voxml.reporters": 5,
    "voxml.scaling": 5,
    "voxml.testing": 6,
    "voxml.pytest_plugin": 6,
    "voxml.cli": 6,
    "voxml.__main__": 7,
    "voxml": 7,
}


def floor_of(module: str) -> int | None:
    parts = module.split(".")
    for length in (2, 1):
        name = ".".join(parts[:length])
        if name in FLOORS and (length == 2 or module == "voxml"):
            return FLOORS[name]
    return None


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "_data" not in path.parts)


def imports(path: Path) -> list[tuple[int, str]]:
    """Every module of ours that a file imports when it runs, with the line."""
    found: list[tuple[int, str]] = []

    class Visitor(ast.NodeVisitor):
        def visit_If(self, node: ast.If) -> None:
            if isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                for other in node.orelse:
                    self.visit(other)
            else:
                self.generic_visit(node)

        def visit_Import(self, node: ast.Import) -> None:
            found.extend((node.lineno, name.name) for name in node.names)

        def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
            assert node.level == 0, f"{path}:{node.lineno}: a relative import"
            module = node.module or ""
            for name in node.names:
                inner = f"{module}.{name.name}"
                is_module = module == "voxml" and (PACKAGE / f"{name.name}.py").exists()
                is_package = module == "voxml" and (PACKAGE / name.name).is_dir()
                found.append((node.lineno, inner if is_module or is_package else module))

    Visitor().visit(ast.parse(path.read_text(encoding="utf-8")))
    return [(line, name) for line, name in found if name.split(".")[0] == "voxml"]


def module_name(path: Path) -> str:
    parts = list(path.relative_to(TOP).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(TOP)))
def test_imports_go_down_only(path: Path) -> None:
    here = floor_of(module_name(path))
    assert here is not None, f"{module_name(path)} has no floor: name it in FLOORS"
    for line, name in imports(path):
        there = floor_of(name)
        assert there is not None, f"{path}:{line}: {name} has no floor"
        assert there <= here, f"{path}:{line}: {name} is on floor {there}, above floor {here}"


def test_only_the_command_line_knows_click_and_prints() -> None:
    for path in modules():
        if (PACKAGE / "cli") in path.parents or path.name == "emit.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(name.split(".")[0] == "click" for name in names), f"{path} imports click"
            is_print = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
            assert not is_print, f"{path}:{getattr(node, 'lineno', 0)} prints"

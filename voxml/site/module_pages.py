"""Run a Python module that exports `pages`: a mapping of names to Responses, or a function that returns one.

A module runs as the user's own code, without limits: build only sources that you trust.
"""

from __future__ import annotations

import ast
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import msgspec

from voxml.diagnostics import Diagnostic
from voxml.language.response import Response
from voxml.site.model import PlacedLink, SourceResult
from voxml.site.pages import RenderContext, error_at, page_of
from voxml.site.sources import Source
from voxml.site.urls import Urls, using


def module_pages(source: Source, context: RenderContext) -> SourceResult:
    """Run a module and check the pages that it exports."""
    path = (context.site.folder / source.path).resolve()
    shown = context.shown(source.path)
    text = path.read_bytes()
    result = SourceResult()
    try:
        lines = find_lines(text)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 1) or 1
        reason = error.msg if isinstance(error, SyntaxError) else error
        result.diagnostics.append(error_at("module-failed", f"not Python: {reason}", shown, line))
        result.lacks_pages = True
        return result
    if lines is None:
        return SourceResult(skipped="it exports no `pages`")
    urls = Urls(context.site.base_url, str(path))
    before = set(sys.modules)
    try:
        with using(urls):
            pages = _run(text, path, context.site.folder)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        result.diagnostics.append(_failure(error, path, shown, lines.pages))
        pages = {}
    finally:
        result.dependencies += _forget_local_modules(before, context.site.folder, path)
    result.wanted = urls.wanted
    result.lacks_pages = bool(result.diagnostics)
    if not isinstance(pages, Mapping):
        message = f"pages: found {type(pages).__name__}; expected a mapping of names to Responses"
        result.diagnostics.append(error_at("module-failed", message, shown, lines.pages))
        result.lacks_pages = True
        return result
    for name, document in pages.items():
        _add(result, name, document, source, context, shown, lines.of(name))
    return result


def _add(
    result: SourceResult, name: Any, document: Any, source: Source, context: RenderContext, shown: str, line: int
) -> None:
    if not isinstance(name, str) or not isinstance(document, Response):
        found = f"{name!r}: {type(document).__name__}"
        message = f"pages: found {found}; expected a name and a Response"
        result.diagnostics.append(error_at("module-failed", message, shown, line))
        result.lacks_pages = True
        return

    full = f"{source.name}/{name}" if source.name else name
    checked, is_valid = context.check(document.to_json(), shown, full)
    result.diagnostics += [
        each._replace(
            line=line,
            column=1,
            end_line=line,
            end_column=1,
            pointer=f"pages[{name!r}]{each.pointer}",
            fix=None,
            related=None,
        )
        for each in checked.diagnostics
    ]
    if not is_valid:
        result.lacks_pages = True
        return
    page = page_of(checked, full, source.path)
    lines = {f"{context.site.base_url}/{wanted}": at for wanted, at in reversed(result.wanted)}
    lines |= {f"{url}.json": at for url, at in lines.items()}
    links = tuple(_at(placed, lines.get(placed.link.url.partition("?")[0], line), name) for placed in page.links)
    result.pages.append(msgspec.structs.replace(page, links=links))


def _at(placed: PlacedLink, line: int, name: str) -> PlacedLink:
    return placed._replace(
        line=line, column=1, end_line=line, end_column=1, pointer=f"pages[{name!r}]{placed.link.pointer}"
    )


class Lines(NamedTuple):
    """The lines at which a module sets `pages`, and of each name in it that is a literal."""

    pages: int
    names: dict[str, int]

    def of(self, name: object) -> int:
        """Return the line of a page; that of `pages` when its name is made by code."""
        return self.names.get(name, self.pages) if isinstance(name, str) else self.pages


def find_lines(text: bytes) -> Lines | None:
    """Return the lines of a module; None when it has no `pages`."""
    line: int | None = None
    names: dict[str, int] = {}
    for node in ast.parse(text).body:
        if "pages" in _defined_by(node):
            line = node.lineno if line is None else line
            names |= _names_in(node)
        elif isinstance(node, ast.Assign):
            names |= {
                str(target.slice.value): target.lineno
                for target in node.targets
                if isinstance(target, ast.Subscript)
                and isinstance(target.value, ast.Name)
                and target.value.id == "pages"
                and isinstance(target.slice, ast.Constant)
            }
    return None if line is None else Lines(line, names)


def _defined_by(node: ast.stmt) -> list[str]:
    """Return the names that a statement of a module sets."""
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, (ast.AnnAssign, ast.AugAssign)) and isinstance(node.target, ast.Name):
        return [node.target.id]
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return [alias.asname or alias.name for alias in node.names]
    return []


def _names_in(statement: ast.stmt) -> dict[str, int]:
    """Return the keys of the dicts in a statement, with their first lines."""
    found: dict[str, int] = {}
    for node in ast.walk(statement):
        if isinstance(node, ast.Dict):
            for key in node.keys:
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    found.setdefault(key.value, key.lineno)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "dict":
            for keyword in node.keywords:
                if keyword.arg is not None:
                    found.setdefault(keyword.arg, keyword.lineno)
    return found


def _run(text: bytes, path: Path, folder: Path) -> Any:
    module = ModuleType(f"voxml_site_{path.stem}")
    module.__file__ = str(path)
    sys.path[:0] = [str(path.parent), str(folder.resolve())]
    # No __pycache__ among the sources of a site.
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        exec(compile(text, str(path), "exec"), module.__dict__)  # noqa: S102 - running it is what was asked for
        pages = module.__dict__["pages"]
        return pages() if callable(pages) else pages
    finally:
        sys.dont_write_bytecode = writes
        del sys.path[:2]


def _forget_local_modules(before: set[str], folder: Path, path: Path) -> list[str]:
    """Return the files of modules that were imported from among the sources, and let them be loaded anew."""
    root = str(folder.resolve()) + os.sep
    files: list[str] = []
    for name in set(sys.modules) - before:
        file = getattr(sys.modules[name], "__file__", None)
        if file and file.startswith(root):
            del sys.modules[name]
            if file != str(path):
                files.append(os.path.relpath(file, folder).replace(os.sep, "/"))
    return sorted(files)


def _failure(error: BaseException, path: Path, shown: str, line: int) -> Diagnostic:
    """Return what a module raised, at its own line that led there."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    where = frames[-1].lineno if frames else line
    message = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return error_at("module-failed", message, shown, where or line)

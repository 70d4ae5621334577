"""What a template is made of: the files that it names, directly or through others, and the names that it uses."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, meta, nodes

from voxml.errors import TemplateError
from voxml.templating.environment import DocumentEnvironment
from voxml.templating.header import Header, HeaderError, parse_header
from voxml.templating.lexer import normalised, offset_of
from voxml.templating.loader import FolderLoader
from voxml.templating.parameters import Parameter
from voxml.templating.template_errors import SYNTAX, diagnostic_at


class FreeName(NamedTuple):
    """A name that a file of a template takes from outside, its first position, and whether it may be undefined."""

    path: str
    name: str
    offset: int
    is_guarded: bool


def _free_names(tree: nodes.Template, path: str, given: frozenset[str]) -> list[FreeName]:
    free = _undeclared(tree) - given
    guarded = {
        test.node.name
        for test in tree.find_all(nodes.Test)
        if test.name in ("defined", "undefined") and isinstance(test.node, nodes.Name)
    } | {
        each.node.name
        for each in tree.find_all(nodes.Filter)
        if each.name in ("default", "d") and isinstance(each.node, nodes.Name)
    }
    first: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        if node.name in free and node.ctx == "load":
            offset = offset_of(node) or 0
            first[node.name] = min(offset, first.get(node.name, offset))
    return [FreeName(path, name, at, name in guarded) for name, at in sorted(first.items())]


def _undeclared(tree: nodes.Template) -> set[str]:
    """Return the names that are taken from outside; a block sees what its file sets, imports or defines around it."""
    free = meta.find_undeclared_variables(tree)
    blocks = list(tree.find_all(nodes.Block))
    if not blocks:
        return free
    bodies = [block.body for block in blocks]
    for block in blocks:
        block.body = []
    try:
        return free - (_shared(tree) - meta.find_undeclared_variables(tree))
    finally:
        for block, body in zip(blocks, bodies, strict=True):
            block.body = body


#: What has names of its own, which are not seen outside of it.
_SCOPES = (nodes.Block, nodes.For, nodes.With, nodes.CallBlock, nodes.FilterBlock)


def _shared(node: nodes.Node) -> set[str]:
    """Return the names that a file sets, imports or defines at its top, which its blocks, its includes and its parents see."""
    names: set[str] = set()
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Name) and child.ctx == "store":
            names.add(child.name)
        elif isinstance(child, (nodes.Macro, nodes.Import, nodes.FromImport)):
            names |= _defined(child)
        elif not isinstance(child, _SCOPES):
            names |= _shared(child)
    return names


def _defined(node: nodes.Macro | nodes.Import | nodes.FromImport) -> set[str]:
    if isinstance(node, nodes.FromImport):
        return {name if isinstance(name, str) else name[1] for name in node.names}
    return {node.target if isinstance(node, nodes.Import) else node.name}


def _bound(tree: nodes.Template) -> set[str]:
    """Return every name that a file gives a value somewhere, as a loop does; what it includes there sees it."""
    names = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}
    for node in tree.find_all((nodes.Macro, nodes.Import, nodes.FromImport)):
        names |= _defined(node)  # type: ignore[arg-type]
    return names


class References:
    """All files that a template names, directly or through others, and what its parents declare."""

    def __init__(self, environment: DocumentEnvironment, path: str) -> None:
        self.environment = environment
        assert isinstance(environment.loader, FolderLoader)
        self.loader = environment.loader
        self.files: set[str] = set()
        self.absent: set[str] = set()
        self.is_open = False
        self._chain: list[str] = []
        self.free_names: list[FreeName] = []
        self._visit(path, is_ancestor=True)

    def _visit(self, path: str, given: frozenset[str] = frozenset(), *, is_ancestor: bool) -> None:
        """Look through a file; `given` are names that the files naming it give to it."""
        if path in self.files:
            return
        self.files.add(path)
        if is_ancestor:
            self._chain.append(path)
        tree = self.environment.parse(self.loader.read(path), path, path)
        try:
            self.free_names += _free_names(tree, path, given)
        except TemplateSyntaxError as error:
            error.name = error.filename = path  # Jinja names its own introspection
            raise
        for node in tree.find_all((nodes.Extends, nodes.FromImport, nodes.Import, nodes.Include)):
            for name in _named(node.template):  # type: ignore[attr-defined]
                if name is None:
                    self.is_open = True
                else:
                    seen = _shared(tree) if isinstance(node, nodes.Extends) else _bound(tree)
                    is_parent = is_ancestor and isinstance(node, nodes.Extends)
                    self._follow(name, path, given | seen, is_ancestor=is_parent)

    def _follow(self, name: str, parent: str, given: frozenset[str], *, is_ancestor: bool) -> None:
        found = self.loader.find(name, parent)
        for candidate in self.loader.candidates(name, parent):
            if candidate == found:
                self._visit(candidate, given, is_ancestor=is_ancestor)
                return
            self.absent.add(candidate)

    def is_below(self, folder: Path) -> bool:
        """Return whether all the files lie below a folder, and data can't name another."""
        return not self.is_open and all(folder in Path(file).parents for file in self.files)

    def header(self) -> Header:
        """Return the header of the template: its own, on top of its parents'."""
        merged = Header()
        for path in reversed(self._chain):
            text = normalised(self.loader.read(path))
            try:
                own = parse_header(text)
            except HeaderError as error:
                every = (error, *error.others)
                raise TemplateError(
                    [diagnostic_at(path, SYNTAX, str(each), each.offset, text=text) for each in every]
                ) from None
            if own.is_declared:
                merged = _merge(merged, own)
        return merged if merged.is_declared else Header(parameters=self._inferred())

    def _inferred(self) -> tuple[Parameter, ...]:
        known = {*self.environment.globals, "__language__"}
        names = {free.name for free in self.free_names}
        return tuple(Parameter(name, "any") for name in sorted(names - known))


def _merge(parent: Header, own: Header) -> Header:
    parameters = {parameter.name: parameter for parameter in (*parent.parameters, *own.parameters)}
    return Header(
        own.title or parent.title,
        own.description or parent.description,
        own.language or parent.language,
        tuple(parameters.values()),
        {**parent.samples, **own.samples},
        True,
    )


def _named(node: nodes.Expr) -> list[str | None]:
    """Return the names that an include or extends may mean; None for one that only data names."""
    if isinstance(node, nodes.Const):
        value = node.value
        return [value] if isinstance(value, str) else [each if isinstance(each, str) else None for each in value]
    if isinstance(node, (nodes.Tuple, nodes.List)):
        return [name for item in node.items for name in _named(item)]
    return [None]

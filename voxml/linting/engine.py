"""Runs the rules over a document: one walk, in which every node meets the rules that are interested in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from voxml.formats.tree import Node
from voxml.linting.index import RULES
from voxml.rules import Circumstances, File
from voxml.schema.tables import MEMBERS

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic, Severity
    from voxml.linting.selection import Selection
    from voxml.schema.checked import Checked


class Crash(NamedTuple):
    """A rule that failed on a document: our bug, and not a fault of the document."""

    rule: str
    path: str
    problem: str

    def __str__(self) -> str:
        return (
            f"this is a bug in voxml, not in your file: the rule {self.rule} failed on {self.path}: {self.problem}\n"
            "Please report it with the file; the other rules have judged it."
        )


class _Check(NamedTuple):
    """One rule, ready to run."""

    rule: str
    severity: Severity
    run: Callable[..., None]


class _Table(dict[str, tuple[_Check, ...]]):
    """The rules of one verb or noun by member, made when a member is first met; those of the whole are in `checks`."""

    __slots__ = ("_engine", "_name", "checks")

    def __init__(self, engine: Engine, name: str) -> None:
        super().__init__()
        self._engine = engine
        self._name = name
        self.checks = engine.checks([name])

    def __missing__(self, member: str) -> tuple[_Check, ...]:
        keys = [f"{self._name}.{member}"]
        described = MEMBERS.get(self._name, {}).get(member)
        if described is not None and described[0] in ("str", "int", "bool", "choice"):
            keys.append(described[1])
        made = self[member] = self._engine.checks(keys)
        return made


class Engine:
    """The chosen rules; runs them over any number of documents."""

    def __init__(self, selection: Selection) -> None:
        self._selection = selection
        self._severities = selection.severities
        self._tables: dict[str, _Table] = {}
        self._watchers: dict[str, list[str]] = {}
        for name in selection.severities:
            if name in RULES:
                for key in RULES[name].watches:
                    self._watchers.setdefault(key, []).append(name)
        #: The rules that judge.
        self.names = frozenset(selection.severities)
        #: What our own rules failed on.
        self.crashes: list[Crash] = []

    def checks(self, keys: Iterable[str]) -> tuple[_Check, ...]:
        """The rules that watch any of `keys`; each is imported now."""
        names = dict.fromkeys(name for key in keys for name in self._watchers.get(key, ()))
        return tuple(self._load(name) for name in names)

    def _load(self, name: str) -> _Check:
        module: Any = import_module(f"voxml.rules.{name.replace('-', '_')}")
        return _Check(name, self._severities[name], module.check)

    def table(self, name: str) -> _Table:
        """The rules of a verb or noun, or of the envelope."""
        table = self._tables.get(name)
        if table is None:
            table = self._tables[name] = _Table(self, name)
        return table

    def crashed(self, rule: str, file: File, error: Exception) -> None:
        """Note that a rule has failed: once for each file."""
        path = file.checked.source.path
        if not any(each.rule == rule and each.path == path for each in self.crashes):
            trace = error.__traceback__
            while trace is not None and trace.tb_next is not None:
                trace = trace.tb_next
            where = f" at line {trace.tb_lineno}" if trace is not None else ""
            self.crashes.append(Crash(rule, path, f"{type(error).__name__}{where}: {' '.join(str(error).split())}"))

    def judge(self, checked: Checked, about: Circumstances) -> list[Diagnostic]:
        """Every finding about a document, in its order: those of the schema and those of the rules."""
        found = self._of_schema(checked) if checked.diagnostics else []
        if checked.root is None:
            return found
        file = File(checked, about)
        _Walk(self, file).visit(checked.root)
        if file.notes:
            from voxml.linting.placing import place

            found = place(checked, file.notes) + ([] if file.is_foreign else found)
            found.sort(key=_by_place)
        return found

    def _of_schema(self, checked: Checked) -> list[Diagnostic]:
        from voxml.linting.mending import with_fixes

        found: list[Diagnostic] = []
        is_told = "unrendered-placeholder" in self._severities
        for each in with_fixes(checked, checked.diagnostics, tells_placeholders=is_told):
            level = self._selection.level_of(each.rule, each.severity)
            if level is not None:
                found.append(each if level == each.severity else each._replace(severity=level))
        return found


class _Walk:
    """One walk over one document, in which every node meets the rules that are interested in it."""

    __slots__ = ("_engine", "_file")

    def __init__(self, engine: Engine, file: File) -> None:
        self._engine = engine
        self._file = file

    def visit(self, node: Node) -> None:
        """Let the rules see a node, and all in it."""
        table = self._engine.table(node.name)
        if table.checks:
            self._run(table.checks, node)
        for member, value in node.members.items():
            if checks := table[member]:
                self._run(checks, node, member, value)
            if type(value) is Node:
                self.visit(value)
            elif type(value) is list:
                for each in value:
                    self.visit(each)

    def _run(self, checks: tuple[_Check, ...], *node: Any) -> None:
        file = self._file
        for rule, severity, run in checks:
            file.rule = rule
            file.severity = severity
            try:
                run(file, *node)
            except Exception as error:
                self._engine.crashed(rule, file, error)


def _by_place(diagnostic: Diagnostic) -> tuple[int, int, str]:
    return diagnostic.line, diagnostic.column, diagnostic.rule

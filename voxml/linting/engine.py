"""Runs the rules over a document: one walk, in which every node meets the rules that are interested in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from voxml.formats.tree import Node
from voxml.linting.index import RULES
from voxml.rules import Circumstances, File
from voxml.rules.facts.placeholders import has_leftovers
from voxml.schema.tables import CONTENT, MEMBERS

if TYPE_CHECKING:
    from voxml.diagnostics import Diagnostic, Severity
    from voxml.linting.selection import Selection
    from voxml.schema.checked import Checked


#: What is known of the site comes before what is known of a single document.
_SITE = Circumstances._fields.index("own_url")


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


class _Checks(NamedTuple):
    """The rules of one member, by what they depend on."""

    #: Those that depend on more than the element.
    always: tuple[_Check, ...]
    local: tuple[_Check, ...]
    #: Those that have nothing to say of a plain value, and what tells that a value is plain.
    unless_plain: tuple[_Check, ...]
    is_plain: Callable[[Any], object]


#: Of a start tag whose attributes local rules have nothing to say of: the engine's mark; the text that is all there is
#: besides the attributes, if any; what tells that it is plain; how many members that makes.
_Seen = tuple[object, str | None, Callable[[Any], object], int]


class _Table(dict[str, _Checks]):
    """The rules of one verb or noun by member, made when a member is first met; those of the whole are in `checks`."""

    __slots__ = ("_engine", "_name", "checks")

    def __init__(self, engine: Engine, name: str) -> None:
        super().__init__()
        self._engine = engine
        self._name = name
        self.checks = engine.checks([name])

    def __missing__(self, member: str) -> _Checks:
        keys = [f"{self._name}.{member}"]
        described = MEMBERS.get(self._name, {}).get(member)
        if described is not None and described[0] in ("str", "int", "bool", "choice"):
            keys.append(described[1])
        is_plain: Callable[[Any], object] = _never
        if "HttpUrl" in keys:
            from voxml.rules.facts.plain import is_plain_address as is_plain
        elif keys[0] == "Say.text":
            from voxml.rules.facts.plain import is_plain_text as is_plain
        every = self._engine.checks(keys)
        local = [each for each in every if each.rule in self._engine.local]
        plain = [] if is_plain is _never else [each for each in local if each.rule in self._engine.knows_plain]
        made = self[member] = _Checks(
            tuple(each for each in every if each not in local),
            tuple(each for each in local if each not in plain),
            tuple(plain),
            is_plain,
        )
        return made


def _never(_value: object) -> bool:
    return False


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
        #: What the rules that were loaded say of themselves: see `voxml.rules`.
        self.local: set[str] = set()
        self.knows_plain: set[str] = set()
        self._marks: dict[tuple[object, ...], object] = {}
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
        if getattr(module, "PLAIN", False):
            self.knows_plain.add(name)
        if name in self.knows_plain or getattr(module, "LOCAL", False):
            self.local.add(name)
        return _Check(name, self._severities[name], module.check)

    def table(self, name: str) -> _Table:
        """The rules of a verb or noun, or of the envelope."""
        table = self._tables.get(name)
        if table is None:
            table = self._tables[name] = _Table(self, name)
        return table

    def mark(self, about: Circumstances) -> object:
        """What start tags are marked with, that the local rules have nothing to say of where that much is known."""
        return self._marks.setdefault(about[:_SITE], object())

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

    __slots__ = ("_engine", "_file", "_is_xml", "_mark", "_trusts_plain")

    def __init__(self, engine: Engine, file: File) -> None:
        self._engine = engine
        self._file = file
        self._is_xml = not file.is_json
        self._mark = engine.mark(file.about)
        self._trusts_plain = not has_leftovers(file.checked.source.text)

    def visit(self, node: Node) -> None:
        """Let the rules see a node, and all in it."""
        table = self._engine.table(node.name)
        if table.checks:
            self._run(table.checks, node)
        tag = node.origin.tag if self._is_xml else None
        judged = tag.attributes if tag is not None and tag.seen is not None and tag.seen[0] is self._mark else ()
        count = len(self._file.notes)
        for member, value in node.members.items():
            always, local, unless_plain, is_plain = table[member]
            if member not in judged:
                if local:
                    self._run(local, node, member, value)
                if unless_plain and not (self._trusts_plain and is_plain(value)):
                    self._run(unless_plain, node, member, value)
            if always:
                self._run(always, node, member, value)
            if type(value) is Node:
                self.visit(value)
            elif type(value) is list:
                self._visit_all(value)
        if tag is None or judged or tag.judged is None:
            return
        if count == len(self._file.notes) and not self._engine.crashes:
            tag.seen = self._seen(node, table)

    def _visit_all(self, nodes: list[Node]) -> None:
        mark = self._mark if self._trusts_plain else None
        for node in nodes:
            tag = node.origin.tag if self._is_xml else None
            if tag is not None and tag.seen is not None:
                seen_mark, content, is_plain, size = tag.seen
                members = node.members
                if content is not None and seen_mark is mark and len(members) == size and is_plain(members[content]):
                    continue  # there are thousands of these in a long document
            self.visit(node)

    def _seen(self, node: Node, table: _Table) -> _Seen:
        content = CONTENT.get(node.name)
        if content not in node.members or table.checks or any(table[member].always for member in node.members):
            return self._mark, None, _never, 0
        checks = table[content]
        return self._mark, None if checks.local else content, checks.is_plain, len(node.members)

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

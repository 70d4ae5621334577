"""Judges one file: reads it, finds its form, runs the schema and the rules, and applies what silences them."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from voxml.errors import InputError
from voxml.linting.engine import Crash, Engine
from voxml.linting.envelope import is_voxml, may_be_voxml
from voxml.linting.files import TEMPLATES
from voxml.linting.selection import Selection, select
from voxml.schema.checked import Checked, Form
from voxml.schema.validate import check, form_by_name, form_of
from voxml.source import Source, read_bounded, read_file

if TYPE_CHECKING:
    from voxml.config import Settings
    from voxml.diagnostics import Diagnostic
    from voxml.linting.likeness import Frames
    from voxml.schema.validate import Engine as SchemaEngine

#: What a template of ours has one of; a walk leaves the others alone.
_SIGNS = r"""\{\#[-+]?\s*voxml\s|<Response|"(?:instructions|voxml_version)"|\{%[-+]?\s*extends\s"""


class Verdict(NamedTuple):
    """What was found in one file; `source` is there when it was asked for and there are findings."""

    path: str
    diagnostics: list[Diagnostic]
    source: Source | None
    crashes: tuple[Crash, ...]


#: In bytes: a document of thousands of instructions.
_LONG = 1 << 20
#: Fewer documents than this are judged before their likeness is worth looking for.
_FEW = 16


class _Ready:
    """A set of rules, and what they have said of documents that are alike."""

    def __init__(self, selection: Selection) -> None:
        self.selection = selection
        self.engine = Engine(selection)
        self._count = 0
        self._frames: Frames | None = None

    @property
    def frames(self) -> Frames | None:
        """What is remembered of documents; nothing yet for the first few."""
        if self._frames is None:
            self._count += 1
            if self._count > _FEW:
                from voxml.linting.likeness import Frames

                self._frames = Frames()
        return self._frames


class Judge:
    """Judges any number of files under one set of settings."""

    def __init__(self, settings: Settings, *, engine: SchemaEngine = "tables", stdin_name: str | None = None) -> None:
        self._settings = settings
        self._schema_engine: SchemaEngine = engine
        self._stdin_name = stdin_name
        self._selection = select(settings.choice)
        # One set of rules for each set of per-file ignores that some file has.
        self._ready: dict[tuple[str, ...], _Ready] = {}
        self._has_ignores = bool(settings.per_file_ignores)
        #: What can be read only once, by its name: standard input and pipes.
        self.streams: dict[str, bytes] = {}
        base_url = settings.about.base_url
        self._knows_site = base_url is not None
        # The other engine looks at each document by itself. In a site with a path the last step of an address may be the site.
        self._looks_alike = engine == "tables" and (base_url is None or base_url.count("/") == 2)

    def file(self, path: str, is_named: bool) -> Verdict | None:
        """Judge a file, or standard input as `-`; None when a walk came to a file that is not VoxML.

        Raises:
            InputError: it can't be read.
        """
        name = (self._stdin_name or "-") if path == "-" else path
        if not name.endswith(TEMPLATES):
            return self.content(self.read(path, is_named), name, is_named)
        return self._piped_template(self.read(path, True), name) if path == "-" else self._template(path, is_named)

    def read(self, path: str, is_named: bool) -> bytes:
        """The bytes of a file, or of standard input as `-`.

        Raises:
            InputError: it can't be read.
        """
        if path == "-":
            data = self.streams[path] = read_bounded(sys.stdin.buffer, "standard input")
        else:
            data = read_file(path)
            # A walk takes regular files only.
            if is_named and not os.path.isfile(path):  # noqa: PTH113 - pathlib costs start-up time
                self.streams[path] = data
        return data

    def content(self, data: bytes, path: str, is_named: bool) -> Verdict | None:
        """Judge what a file called `path` holds."""
        form = form_by_name(path)
        must_be_ours = is_named or path.endswith(".voxml")
        if not must_be_ours and not may_be_voxml(data, is_json=form == "json"):
            return None
        ready = self._ready_for(path)
        form = form or form_of(data)
        frames = ready.frames if self._looks_alike else None
        if frames is not None and not (self._knows_site and self._may_name_itself(data, path)):
            what = f"{form}{must_be_ours}"
            found = frames.judge(data, form, path, what, lambda frame: self._frame(frame, form, path, must_be_ours))
            if found is not None:
                return Verdict(path, found, Source(data.decode(), path) if found else None, ())
        return self._by_itself(data, form, path, must_be_ours, ready)

    def _may_name_itself(self, data: bytes, path: str) -> bool:
        """Whether a document may hold its own address, however that is written."""
        name = (self._own_url(path) or "").rpartition("/")[2]
        return name.encode() in data or b"\\u00" in data or b"&#" in data

    def _frame(self, data: bytes, form: Form, path: str, must_be_ours: bool) -> list[Diagnostic] | None:
        """The findings about what several documents have in common; None when that is not all there is to it."""
        verdict = self._by_itself(data, form, path, must_be_ours, self._ready_for(path))
        return None if verdict is None or verdict.crashes else verdict.diagnostics

    def _by_itself(self, data: bytes, form: Form, path: str, must_be_ours: bool, ready: _Ready) -> Verdict | None:
        if len(data) > _LONG and gc.isenabled():
            # Nothing of a tree is garbage while it is made, and to look for it in a long one takes a tenth of the time.
            gc.disable()
            try:
                return self._by_itself(data, form, path, must_be_ours, ready)
            finally:
                gc.enable()
        checked = check(data, form=form, path=path, engine=self._schema_engine)
        if checked.diagnostics and not must_be_ours and not _is_ours(checked, data):
            return None
        return self._judge(checked, ready.selection, ready.engine)

    def _judge(self, checked: Checked, selection: Selection, engine: Engine) -> Verdict:
        about = self._settings.about
        path = checked.source.path
        if self._knows_site:
            about = about._replace(own_url=self._own_url(path))
        found = engine.judge(checked, about)
        crashes = tuple(engine.crashes)
        engine.crashes.clear()
        if checked.form == "xml" and "voxml:" in checked.source.text:
            from voxml.linting.suppressions import suppress

            found = suppress(found, checked.source, selection.severities.keys() - {each.rule for each in crashes})
        return Verdict(path, found, checked.source if found else None, crashes)

    def rules_for(self, path: str) -> tuple[Selection, Engine]:
        """The rules that judge a file of this name."""
        ready = self._ready_for(path)
        return ready.selection, ready.engine

    def _ready_for(self, path: str) -> _Ready:
        left_out: tuple[str, ...] = ()
        if self._has_ignores:
            left_out = self.ignores_for(path)
        ready = self._ready.get(left_out)
        if ready is None:
            selection = self._selection.without(left_out) if left_out else self._selection
            ready = self._ready[left_out] = _Ready(selection)
        return ready

    def ignores_for(self, path: str) -> tuple[str, ...]:
        """The rules and categories that per-file-ignores leaves out for a file."""
        from voxml.linting.patterns import matches

        name = os.path.relpath(path, self._settings.root or ".").replace(os.sep, "/")
        return tuple(
            rule for pattern, rules in self._settings.per_file_ignores if matches(pattern, name) for rule in rules
        )

    def circumstances(self, path: str) -> str:
        """What a verdict depends on besides the content: the form, the rules, and the address where rules know it."""
        form = form_by_name(path) or path[-6:]
        rules = ",".join(self.ignores_for(path)) if self._has_ignores else ""
        return f"{form}|{rules}|{self._own_url(path) if self._knows_site else ''}"

    def source_of(self, data: bytes, path: str) -> Source:
        """The text of a document, as findings count it."""
        from voxml.formats.encoding import Undecodable, decode_json, decode_xml

        form = form_by_name(path) or form_of(data)
        try:
            return Source(decode_xml(data) if form == "xml" else decode_json(data), path)
        except Undecodable as error:
            return Source(error.before, path)

    def _own_url(self, path: str) -> str | None:
        """Where a file is published: below base_url as it stands below the settings, with `.json` as its ending."""
        name = os.path.relpath(path, self._settings.root or ".").replace(os.sep, "/")
        if name.startswith("../") or "." not in name:
            return None
        return f"{self._settings.about.base_url}/{name.rpartition('.')[0]}.json"

    def _piped_template(self, data: bytes, name: str) -> Verdict:
        """Judge a template that came by standard input; what it is made of is looked for beside its name."""
        from tempfile import TemporaryDirectory

        folder, base = os.path.split(name)
        with TemporaryDirectory(prefix="voxml-") as aside:
            path = os.path.join(aside, base)  # noqa: PTH118
            with open(path, "wb") as file:  # noqa: PTH123
                file.write(data)
            verdict = self._template(path, True, name, (os.path.abspath(folder),))  # noqa: PTH100
        assert verdict is not None
        return verdict

    def _template(
        self, path: str, is_named: bool, name: str | None = None, search_path: Sequence[str] = ()
    ) -> Verdict | None:
        text = read_file(path).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        name = name or path
        if not is_named and re.search(_SIGNS, text) is None:
            return None
        from voxml.templating import lint_template

        selection, engine = self.rules_for(name)
        crashes: list[Crash] = []

        def judge(text: str, form: Any) -> Sequence[Diagnostic]:
            verdict = self._judge(check(text, form=form, path=name, engine=self._schema_engine), selection, engine)
            crashes.extend(verdict.crashes)
            return verdict.diagnostics

        found: list[Diagnostic] = []
        for each in lint_template(path, search_path=search_path, check=judge):
            level = selection.level_of(each.rule, each.severity)
            if level is not None:
                found.append(each._replace(severity=level, path=name if each.path == path else each.path))
        found = _silenced(found, name, text, selection)
        return Verdict(name, found, Source(text, name), tuple(crashes))


def _is_ours(checked: Checked, data: bytes) -> bool:
    if checked.form == "xml" and checked.root is not None:
        name: str = checked.root.origin.name
        return name.rpartition(" ")[2] == "Response"
    return is_voxml(data, is_json=checked.form == "json")


def _silenced(found: list[Diagnostic], path: str, text: str, selection: Selection) -> list[Diagnostic]:
    """The findings about a template that no comment silences, in it or in the templates that it is made of."""
    by_file: dict[str, list[Diagnostic]] = {path: []}
    for each in found:
        by_file.setdefault(each.path, []).append(each)
    kept: list[Diagnostic] = []
    for name, findings in by_file.items():
        own = text if name == path else _text_of(name)
        if "voxml:" in own:
            from voxml.linting.suppressions import apply, template_marks

            # Whether a comment of a parent is of use is for the parent's own judgement.
            active = selection.severities if name == path else ()
            kept += apply(findings, Source(own, name), template_marks(own), active)
        else:
            kept += findings
    return kept


def _text_of(path: str) -> str:
    """A template's text as findings count it; empty when it is none, or can't be read."""
    if not path.endswith(TEMPLATES):
        return ""
    try:
        return read_file(path).decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    except InputError:
        return ""

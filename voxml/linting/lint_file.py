"""Check one file: read it, find its form, run the schema and the rules, and apply the comments that suppress."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from voxml.diagnostics import Diagnostic
from voxml.errors import InputError
from voxml.files.sounds import check_sound_file, is_sound
from voxml.formats.encoding import Undecodable, decode_json, decode_template, decode_xml
from voxml.linting.comments import template_comments
from voxml.linting.files import TEMPLATES, rules_ignored_for
from voxml.linting.fingerprints import digest_of
from voxml.linting.suppressions import apply, suppress
from voxml.rules import RULES
from voxml.rules.facts.dialects import of_document
from voxml.rules.facts.recognition import Recognition, recognize
from voxml.rules.run_rules import Crash, RuleRunner
from voxml.rules.selection import Selection, select
from voxml.schema.check import check, form_by_name, form_of
from voxml.schema.checked import CheckedDocument
from voxml.source import Source, read_bounded, read_file

if TYPE_CHECKING:
    from voxml.config import Settings
    from voxml.linting.files import Found
    from voxml.schema.check import Engine as SchemaEngine

#: What a template of ours has one of; a walk leaves the others alone.
_SIGNS = r"""\{\#[-+]?\s*voxml\s|<Response|"(?:instructions|voxml_version)"|\{%[-+]?\s*extends\s"""


class FileResult(NamedTuple):
    """What came of one file."""

    path: str
    diagnostics: list[Diagnostic]
    #: The text; None when there are no diagnostics.
    source: Source | None = None
    #: Rules that failed: bugs of ours.
    crashes: tuple[Crash, ...] = ()
    #: What a file is that a walk passed over.
    skipped: Recognition | None = None
    #: Why the file could not be read.
    problem: str | None = None
    #: What standard input or a pipe held: it can be read only once.
    data: bytes | None = None
    #: Names the content of a file that a walk found.
    digest: str | None = None


class FileLinter:
    """Checks any number of files under one set of settings."""

    def __init__(
        self,
        settings: Settings,
        engine: SchemaEngine = "tables",
        *,
        stdin_name: str | None = None,
        has_suppressions: bool = True,
        skips_dialects: bool = False,
    ) -> None:
        """With `skips_dialects` a walk passes over a `<Response>` of another language, too."""
        self._settings = settings
        self._schema_engine: SchemaEngine = engine
        self._stdin_name = stdin_name
        self._has_suppressions = has_suppressions
        self._skips_dialects = skips_dialects
        self._selection = select(settings.choice)
        # One set of rules for each set of per-file ignores that some file has.
        self._runners: dict[tuple[str, ...], RuleRunner] = {}
        self._knows_site = settings.site.base_url is not None

    def lint_path(self, found: Found) -> FileResult:
        """Return the result of a file, or of standard input as `-`."""
        path = found.path
        name = (self._stdin_name or "-") if path == "-" else path
        try:
            if is_sound(path):
                return self._sound(path)
            if name.endswith(TEMPLATES) and path != "-":
                return self._template(path, found.is_named)
            data = self.read(path)
            # A walk takes regular files only.
            is_stream = path == "-" or (found.is_named and not os.path.isfile(path))  # noqa: PTH113 - pathlib costs start-up time
            if name.endswith(TEMPLATES):
                result = self._piped_template(data, name)
            else:
                result = self.lint_bytes(data, name, found.is_named)
            if is_stream:
                return result._replace(data=data)
            return result if found.is_named else result._replace(digest=self.digest(data, path))
        except InputError as error:
            return FileResult(path, [], problem=str(error))

    def _sound(self, path: str) -> FileResult:
        problem = check_sound_file(path)
        if problem is None:
            return FileResult(path, [])
        rule = "not-audio" if problem.is_error else "large-audio"
        severity = self.rules_for(path).selection.severity_of(rule, RULES[rule].severity)
        if severity is None:
            return FileResult(path, [])
        return FileResult(path, [Diagnostic(rule, severity, problem.message, path, 1, 1, 1, 1, "")])

    def read(self, path: str) -> bytes:
        """Return the bytes of a file, or of standard input as `-`.

        Raises:
            InputError: it can't be read.
        """
        return read_bounded(sys.stdin.buffer, "standard input") if path == "-" else read_file(path)

    def lint_bytes(self, data: bytes, path: str, is_named: bool = True) -> FileResult:
        """Return the result of a file called `path` that holds `data`."""
        form = form_by_name(path) or form_of(data)
        if not is_named and not path.endswith(".voxml"):
            recognition = recognize(data, form)
            if not recognition.is_ours:
                return FileResult(path, [], skipped=recognition)
        checked = check(data, form=form, path=path, engine=self._schema_engine)
        if self._skips_dialects and not is_named and checked.diagnostics:
            dialect = of_document(checked)
            if dialect is not None and dialect.certainty != "possible":
                return FileResult(path, [], skipped=Recognition("dialect", f"it is {dialect.name}"))
        return self._run_rules(checked, self.rules_for(path))

    def _run_rules(self, checked: CheckedDocument, runner: RuleRunner) -> FileResult:
        site = self._settings.site
        path = checked.source.path
        if self._knows_site:
            site = site._replace(own_url=self._own_url(path))
        active = runner.selection.severities
        found, crashes = runner.run(checked, site)
        if self._has_suppressions and checked.form == "xml" and "voxml:" in checked.source.text:
            found = suppress(found, checked.source, active.keys() - {each.rule for each in crashes})
        return FileResult(path, found, checked.source if found else None, tuple(crashes))

    def rules_for(self, path: str) -> RuleRunner:
        """Return what runs the rules on a file of this name."""
        ignored = rules_ignored_for(path, self._settings)
        runner = self._runners.get(ignored)
        if runner is None:
            selection = self._selection.without(ignored) if ignored else self._selection
            runner = self._runners[ignored] = RuleRunner(selection)
        return runner

    def digest(self, data: bytes, path: str) -> str:
        """Name a content with what its result depends on: its form, the rules, and its address where rules know it."""
        form = form_by_name(path) or path[-6:]
        rules = ",".join(rules_ignored_for(path, self._settings))
        context = f"{form}|{rules}|{self._own_url(path) if self._knows_site else ''}\n"
        return digest_of(context.encode("utf-8", "surrogatepass") + data)

    def source_of(self, data: bytes, path: str) -> Source:
        """Return the text of a document as diagnostics count it."""
        form = form_by_name(path) or form_of(data)
        try:
            return Source(decode_xml(data) if form == "xml" else decode_json(data), path)
        except Undecodable as error:
            return Source(error.before, path)

    def _own_url(self, path: str) -> str | None:
        """Return where a file is published: below base_url as it lies below the settings, with the ending `.json`."""
        name = os.path.relpath(path, self._settings.root or ".").replace(os.sep, "/")
        if name.startswith("../") or "." not in name:
            return None
        return f"{self._settings.site.base_url}/{name.rpartition('.')[0]}.json"

    def _piped_template(self, data: bytes, name: str) -> FileResult:
        """Check a template that came by standard input; its parts are looked for beside its name."""
        from tempfile import TemporaryDirectory

        folder, base = os.path.split(name)
        with TemporaryDirectory(prefix="voxml-") as aside:
            path = os.path.join(aside, base)  # noqa: PTH118
            with open(path, "wb") as file:  # noqa: PTH123
                file.write(data)
            return self._template(path, True, name, (os.path.abspath(folder),))  # noqa: PTH100

    def _template(
        self, path: str, is_named: bool, name: str | None = None, search_path: Sequence[str] = ()
    ) -> FileResult:
        text = decode_template(read_file(path))
        name = name or path
        if not is_named and re.search(_SIGNS, text) is None:
            return FileResult(name, [], skipped=Recognition("other", "it is no template of VoxML"))
        from voxml.templating import lint_template

        runner = self.rules_for(name)
        selection = runner.selection
        crashes: list[Crash] = []

        def check_rendered(text: str, form: Any) -> Sequence[Diagnostic]:
            checked = check(text, form=form, path=name, engine=self._schema_engine)
            result = self._run_rules(checked, runner)
            crashes.extend(result.crashes)
            return result.diagnostics

        found: list[Diagnostic] = []
        for each in lint_template(path, search_path=search_path, check=check_rendered):
            level = selection.severity_of(each.rule, each.severity)
            if level is not None:
                found.append(each._replace(severity=level, path=name if each.path == path else each.path))
        if self._has_suppressions:
            found = _not_suppressed(found, name, text, selection)
        return FileResult(name, found, Source(text, name), tuple(crashes))


def _not_suppressed(found: list[Diagnostic], path: str, text: str, selection: Selection) -> list[Diagnostic]:
    """Return the diagnostics of a template that no comment suppresses, in it or in the templates that it is made of."""
    by_file: dict[str, list[Diagnostic]] = {path: []}
    for each in found:
        by_file.setdefault(each.path, []).append(each)
    kept: list[Diagnostic] = []
    for name, diagnostics in by_file.items():
        own = text if name == path else _text_of(name)
        if "voxml:" in own:
            # Whether a comment of a parent is of use is checked with the parent itself.
            active = selection.severities if name == path else ()
            kept += apply(diagnostics, Source(own, name), template_comments(own), active)
        else:
            kept += diagnostics
    return kept


def _text_of(path: str) -> str:
    """Return a template's text as diagnostics count it; empty when it is none, or can't be read."""
    if not path.endswith(TEMPLATES):
        return ""
    try:
        return decode_template(read_file(path))
    except InputError:
        return ""

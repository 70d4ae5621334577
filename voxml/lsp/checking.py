"""Check a text as `voxml lint` does: the settings of its folder, what is not saved, and the same diagnostics."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from lsprotocol import types

from voxml.config import NAMES, Settings, load
from voxml.diagnostics import Diagnostic, printable, printable_lines
from voxml.errors import VoxmlError
from voxml.linting.files import Found, is_excluded
from voxml.linting.lint_file import FileLinter, FileResult
from voxml.lsp.open_text import OpenText
from voxml.lsp.python_builders import check_module
from voxml.lsp.workspace import Workspace, uri_of
from voxml.rules import RULES
from voxml.source import unsaved
from voxml.version import rule_url

SOURCE = "voxml"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}
#: What is there and does nothing: editors show it faded.
_UNNECESSARY = frozenset(
    ["unreachable-instruction", "unused-parameter", "unused-suppression", "transcription-url-unused"]
)
_CONFIG_LINE = re.compile(r"^.*?:(\d+): (.*)$")


class Checked(NamedTuple):
    """What came of one version of a text."""

    document: OpenText
    result: FileResult
    #: What editors show.
    shown: list[types.Diagnostic]


def check_text(workspace: Workspace, document: OpenText) -> Checked:
    """Check a text; what is not VoxML, or left out by the settings, has no diagnostics."""
    token = unsaved.set({**workspace.unsaved(), document.path: document.data})
    try:
        if document.kind == "settings":
            return Checked(document, FileResult(document.path, []), _of_settings(document))
        settings = workspace.settings(document.path)
        result = FileResult(document.path, [])
        if not is_excluded(document.path, settings):
            result = _result(workspace, document, settings)
    finally:
        unsaved.reset(token)
    return Checked(document, result, [_shown(document, each) for each in result.diagnostics])


def _result(workspace: Workspace, document: OpenText, settings: Settings) -> FileResult:
    linter = FileLinter(settings)
    if document.kind == "document":
        return linter.lint_bytes(document.data, document.name, False)
    if document.kind == "module":
        found = check_module(document.text, document.path, linter, workspace.site)
        return FileResult(document.path, found)
    try:
        return linter.lint_path(Found(document.path, False, settings))
    except (OSError, VoxmlError):
        # A template whose folder is not there yet.
        return FileResult(document.path, [])


def _shown(document: OpenText, found: Diagnostic) -> types.Diagnostic:
    """Return a diagnostic as editors show it; one about another file is shown at the top, with a link to there."""
    positions = document.positions
    path = os.path.abspath(found.path)
    is_here = path == document.path or found.path == document.name
    here = positions.range(0, 0)
    if is_here:
        start = positions.place(found.line, found.column)
        end = positions.place(found.end_line, found.end_column)
        here = positions.range(start, max(end, min(start + 1, len(document.text))))
    related = []
    if not is_here:
        there = types.Range(
            types.Position(found.line - 1, max(found.column - 1, 0)),
            types.Position(found.end_line - 1, max(found.end_column - 1, 0)),
        )
        related.append(types.DiagnosticRelatedInformation(types.Location(uri_of(path), there), found.message))
    elif found.related is not None:
        one = found.related
        span = positions.range(positions.place(one.line, one.column), positions.place(one.end_line, one.end_column))
        related.append(
            types.DiagnosticRelatedInformation(types.Location(document.uri, span), one.message or "see here")
        )
    return types.Diagnostic(
        here,
        message=printable_lines(found.message),
        severity=_SEVERITIES[found.severity],
        code=found.rule,
        code_description=types.CodeDescription(rule_url(found.rule)) if found.rule in RULES else None,
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if found.rule in _UNNECESSARY else None,
        related_information=related or None,
    )


def _of_settings(document: OpenText) -> list[types.Diagnostic]:
    """Return what is wrong with settings."""
    if os.path.basename(document.path) not in NAMES:
        return []
    try:
        load(document.path)
    except VoxmlError as error:
        problems = str(error).splitlines()
    else:
        return []
    shown = []
    for problem in problems:
        found = _CONFIG_LINE.match(problem)
        line, message = (int(found[1]), found[2]) if found is not None else (1, problem)
        start = document.positions.place(line, 1)
        end = document.text.find("\n", start)
        span = document.positions.range(start, len(document.text) if end < 0 else end)
        severity = types.DiagnosticSeverity.Error
        shown.append(types.Diagnostic(span, printable(message), severity=severity, source=SOURCE, code="settings"))
    return shown

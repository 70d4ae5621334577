"""Quick fixes: the linter's own, comments that suppress, and all safe fixes at once."""

from __future__ import annotations

from collections.abc import Iterator

from lsprotocol import types

from voxml.diagnostics import Diagnostic, Edit
from voxml.formats.encoding import Undecodable, decode_xml
from voxml.linting.apply_fixes import apply_fixes
from voxml.linting.ignoring import ignoring_edits
from voxml.linting.lint_file import FileLinter
from voxml.lsp.checking import Checked
from voxml.lsp.edits_of import changed
from voxml.lsp.open_text import OpenText
from voxml.lsp.workspace import Workspace

FIX_ALL = "source.fixAll.voxml"


def code_actions(
    workspace: Workspace, checked: Checked, wanted: types.Range, context: types.CodeActionContext
) -> list[types.CodeAction]:
    """Return what can be done about the diagnostics in a range."""
    document = checked.document
    kinds = context.only or [types.CodeActionKind.QuickFix]
    actions: list[types.CodeAction] = []
    if any(_is_within(types.CodeActionKind.QuickFix, kind) for kind in kinds):
        near = [
            (found, shown)
            for found, shown in zip(checked.result.diagnostics, checked.shown, strict=False)
            if _touch(shown.range, wanted)
        ]
        for found, shown in near:
            actions += _fixes(document, found, shown)
        actions += _suppressions(document, checked, near)
    if context.only and any(_is_within(FIX_ALL, kind) for kind in context.only):
        actions += _fix_all(workspace, checked)
    return actions


def _is_within(kind: str, asked: str) -> bool:
    return kind == asked or kind.startswith(f"{asked}.")


def _touch(one: types.Range, other: types.Range) -> bool:
    return _key(one.start) <= _key(other.end) and _key(other.start) <= _key(one.end)


def _key(position: types.Position) -> tuple[int, int]:
    return position.line, position.character


def _fixes(document: OpenText, found: Diagnostic, shown: types.Diagnostic) -> Iterator[types.CodeAction]:
    if found.fix is None or document.kind != "document":
        return
    title = found.fix.message if found.fix.is_safe else f"{found.fix.message} (look at what it did)"
    yield types.CodeAction(
        title[:1].upper() + title[1:],
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[shown],
        is_preferred=found.fix.is_safe,
        edit=workspace_edit(document, found.fix.edits),
    )


def _suppressions(
    document: OpenText, checked: Checked, near: list[tuple[Diagnostic, types.Diagnostic]]
) -> Iterator[types.CodeAction]:
    """Yield the comments that suppress warnings here; what the language forbids is never suppressed by a quick fix."""
    source = checked.result.source
    if source is None or document.kind != "document" or document.form != "xml":
        return
    shown = {found: there for found, there in near if found.severity != "error"}
    for edit, several in ignoring_edits(source, shown, ""):
        names = ", ".join(dict.fromkeys(each.rule for each in several))
        yield types.CodeAction(
            f"Ignore {names} here",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[shown[each] for each in several],
            edit=workspace_edit(document, (edit,)),
        )


def _fix_all(workspace: Workspace, checked: Checked) -> Iterator[types.CodeAction]:
    document, result = checked.document, checked.result
    if document.kind != "document" or not any(each.fix is not None for each in result.diagnostics):
        return
    linter = FileLinter(workspace.settings(document.path))
    fixed = apply_fixes(linter, document.name, document.data, result, unsafe=False)
    text = _text_of(fixed.data)
    if text is not None and text != document.text:
        yield types.CodeAction("Fix all", kind=FIX_ALL, edit=_one_file(document, changed(document, text)))


def _text_of(data: bytes) -> str | None:
    try:
        return decode_xml(data)
    except Undecodable:
        return None


def workspace_edit(document: OpenText, edits: tuple[Edit, ...]) -> types.WorkspaceEdit:
    """Return edits of one document as editors apply them."""
    positions = document.positions
    return _one_file(document, [types.TextEdit(positions.range(each.start, each.end), each.text) for each in edits])


def _one_file(document: OpenText, edits: list[types.TextEdit]) -> types.WorkspaceEdit:
    return types.WorkspaceEdit(changes={document.uri: edits})

"""Write the comments that suppress what a file has now: for rules that are taken up one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voxml.diagnostics import Edit
from voxml.formats.encoding import encode_like
from voxml.formats.xml_layout import Layout
from voxml.linting.apply_fixes import edited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voxml.diagnostics import Diagnostic
    from voxml.linting.lint_file import FileResult
    from voxml.source import Source

#: A comment can't suppress these: the file can't be read beyond them.
_NEVER = frozenset(["syntax", "encoding", "unused-suppression"])


class Ignored(NamedTuple):
    """A file's content with comments added, and how many."""

    data: bytes
    added: int


def add_ignores(data: bytes, result: FileResult, reason: str) -> Ignored | None:
    """The content of an XML document with a comment before each element that has findings; None for other forms."""
    source = result.source
    if source is None or not source.text.lstrip("\ufeff \t\r\n").startswith("<") or result.path.endswith(".j2"):
        return None
    edits = ignoring_edits(source, result.diagnostics, reason)
    text, _ = edited(source.text, ((edit,) for edit, _ in edits))
    return Ignored(encode_like(data, text, is_json=False), len(edits))


def ignoring_edits(
    source: Source, diagnostics: Iterable[Diagnostic], reason: str
) -> list[tuple[Edit, list[Diagnostic]]]:
    """Return the comment for each element of an XML document that has diagnostics, and these diagnostics."""
    layout = Layout(source.text)
    by_element: dict[int, list[Diagnostic]] = {}
    for each in diagnostics:
        home = layout.innermost(source.offset(each.line, each.column))
        if home is not None and each.rule not in _NEVER:
            by_element.setdefault(home, []).append(each)
    return [
        (_comment(source.text, start, list(dict.fromkeys(each.rule for each in found)), reason), found)
        for start, found in by_element.items()
    ]


def _comment(text: str, start: int, rules: list[str], reason: str) -> Edit:
    tail = f" {reason.replace('--', '- -').rstrip('-')}" if reason else ""
    comment = f"<!-- voxml: ignore[{', '.join(rules)}]{tail} -->"
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start]
    if indent.strip():
        return Edit(start, start, comment)
    end = "\r\n" if text[start:].partition("\n")[0].endswith("\r") else "\n"
    return Edit(start, start, f"{comment}{end}{indent}")

"""Write the comments that suppress what a file has now: for rules that are taken up one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from voxml.diagnostics import Edit
from voxml.formats.encoding import encode_like
from voxml.formats.xml_layout import Layout
from voxml.linting.apply_fixes import edited

if TYPE_CHECKING:
    from voxml.linting.lint_file import FileResult

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
    layout = Layout(source.text)
    by_element: dict[int, list[str]] = {}
    for each in result.diagnostics:
        home = layout.innermost(source.offset(each.line, each.column))
        if home is not None and each.rule not in _NEVER:
            rules = by_element.setdefault(home, [])
            if each.rule not in rules:
                rules.append(each.rule)
    text = source.text
    edits = [_comment(text, start, rules, reason) for start, rules in by_element.items()]
    text, _ = edited(text, ((edit,) for edit in edits))
    return Ignored(encode_like(data, text, is_json=False), len(edits))


def _comment(text: str, start: int, rules: list[str], reason: str) -> Edit:
    tail = f" {reason.replace('--', '- -').rstrip('-')}" if reason else ""
    comment = f"<!-- voxml: ignore[{', '.join(rules)}]{tail} -->"
    line = text.rfind("\n", 0, start) + 1
    indent = text[line:start]
    if indent.strip():
        return Edit(start, start, comment)
    end = "\r\n" if text[start:].partition("\n")[0].endswith("\r") else "\n"
    return Edit(start, start, f"{comment}{end}{indent}")

"""Which part of a text a comment is about: the element that follows it, or the line that it ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from voxml.formats.xml_layout import Comment


def extents_of(comments: Iterable[Comment], text: str) -> dict[int, tuple[int, int]]:
    """Return the extent that each comment is about, by the offset of the comment."""
    line_ends = _LineEnds(text)
    # From the last to the first, so that what follows a comment on its line has been looked at before.
    return {each.start: _reach(each, line_ends) for each in reversed(list(comments))}


def _reach(comment: Comment, line_ends: _LineEnds) -> tuple[int, int]:
    text, at = line_ends.text, comment.start
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    begins_line = at == 0 or text[at - 1] == "\n"
    # What only closes elements is nothing that a comment before it could mean.
    if not begins_line and line_ends.has(comment.end):
        # It ends a line: that line is meant.
        return text.rfind("\n", 0, comment.start) + 1, comment.start
    return comment.covers


class _LineEnds:
    """Tells whether nothing but comments and end tags follows on a line; asked from the end of a text to its start."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._known: dict[int, bool] = {}

    def has(self, offset: int) -> bool:
        """Tell it of what follows an offset."""
        passed: list[int] = []
        at = offset
        while at not in self._known:
            passed.append(at)
            after = self._after_comment(at)
            if after is None:
                self._known[at] = self._is_end(at)
            else:
                at = after
        for each in passed:
            self._known[each] = self._known[at]
        return self._known[offset]

    def _after_comment(self, at: int) -> int | None:
        at = self._after_space(at)
        for begin, end in (("<!--", "-->"), ("{#", "#}")):
            if self.text.startswith(begin, at):
                found = self.text.find(end, at + len(begin))
                line = self.text.find("\n", at)
                return found + len(end) if found >= 0 and (line < 0 or found < line) else None
        return None

    def _is_end(self, at: int) -> bool:
        at = self._after_space(at)
        return at == len(self.text) or self.text[at] == "\n" or self.text.startswith("</", at)

    def _after_space(self, at: int) -> int:
        while at < len(self.text) and self.text[at] in " \t\r":
            at += 1
        return at


_TAG = re.compile(r"<[^>]{0,5000}+>")


def template_comments(text: str) -> list[Comment]:
    """Return the Jinja comments of a template; each covers the tag or the line after it.

    Comments of XML are in what the template gives, and suppress there.
    """
    comments: list[Comment] = []
    start = text.find("{#")
    while start >= 0:
        close = text.find("#}", start + 2)
        if close < 0:
            break
        if "voxml:" in (inside := text[start + 2 : close]):
            comments.append(Comment(inside.strip("-"), start, close + 2, _covered(text, close + 2)))
        start = text.find("{#", close + 2)
    return comments


def _covered(text: str, start: int) -> tuple[int, int]:
    while start < len(text) and text[start] in " \t\r\n":
        start += 1
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    tag = _TAG.match(text, start)
    return start, end if tag is None else max(end, tag.end())

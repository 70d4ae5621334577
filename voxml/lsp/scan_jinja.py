"""Scan a template: the tags of Jinja, and the document without them."""

from __future__ import annotations

import re
from typing import NamedTuple

# A tag without its end is one that is being written: it goes no further than its line.
_TAG = re.compile(
    r"\{#(?:(?!#\}).)*+(?:#\})?|\{\{(?:[^\n]*?\}\}|[^<{]*?\}\}|[^\n<]*+)|\{%(?:[^\n]*?%\}|[^<{]*?%\}|[^\n<]*+)",
    re.DOTALL,
)
_INK = re.compile(r"[^\r\n]")


class JinjaTag(NamedTuple):
    """`{{ … }}`, `{% … %}` or `{# … #}` by its offsets."""

    text: str
    start: int
    end: int

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment, of which the first may be the header."""
        return self.text.startswith("{#")


def jinja_tags(text: str) -> list[JinjaTag]:
    """Return the tags of a template."""
    return [JinjaTag(found[0], found.start(), found.end()) for found in _TAG.finditer(text)]


def without_jinja(text: str) -> str:
    """Return a template with its tags blanked: what they write becomes a word of the same length."""
    return _TAG.sub(lambda found: _INK.sub("_" if found[0].startswith("{{") else " ", found[0]), text)


def tag_at(text: str, offset: int) -> JinjaTag | None:
    """Return the tag that an offset is in."""
    for tag in jinja_tags(text):
        is_closed = tag.text.endswith(("}}", "%}", "#}")) and len(tag.text) > 3
        if tag.start + 2 <= offset <= tag.end - (2 if is_closed else 0):
            return tag
    return None

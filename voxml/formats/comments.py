"""Comments of an XML text, and how far its elements reach: what the tree of a document leaves out."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple
from xml.parsers import expat

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")


class Comment(NamedTuple):
    """A comment; all places are offsets of characters."""

    #: Between `<!--` and `-->`.
    text: str
    start: int
    end: int
    #: The element that follows it, from `<` to the end of its end tag; its own place when none follows.
    covers: tuple[int, int]


class Extent(NamedTuple):
    """An element from its `<` to the end of its end tag; all places are offsets of characters."""

    start: int
    end: int


class Layout:
    """The comments and the extents of one right XML text."""

    def __init__(self, text: str) -> None:
        self.comments: list[Comment] = []
        #: By the offset of the `<`.
        self.extents: dict[int, Extent] = {}
        self._starts: list[int] | None = None
        _Reader(text).read(self)

    def innermost(self, offset: int) -> int | None:
        """The offset of the `<` of the smallest element that has the character at `offset`."""
        if self._starts is None:
            self._starts = sorted(self.extents)
        # Elements that begin before it and are over make way for those that are around them.
        place = bisect_right(self._starts, offset) - 1
        while place >= 0:
            start = self._starts[place]
            if offset < self.extents[start].end:
                return start
            place -= 1
        return None


class _Found:
    """A comment by its place in bytes, and that of the element after it."""

    __slots__ = ("follower", "start", "text")

    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.start = start
        self.follower: int | None = None


class _Reader:
    """Notes where expat meets comments and tags.

    Everything is counted in bytes of the text as UTF-8, and turned into characters once at the end.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._utf8 = text.encode("utf-8", "surrogatepass")
        self._open: list[int] = []
        self._ends: dict[int, int] = {}
        self._found: list[_Found] = []
        self._waiting: list[_Found] = []
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CommentHandler = self._comment

    def read(self, layout: Layout) -> None:
        """Fill the layout; what can't be parsed has none."""
        try:
            self._parser.Parse(self._utf8, True)
        except expat.ExpatError:
            return
        finally:
            self._parser.StartElementHandler = self._parser.EndElementHandler = self._parser.CommentHandler = None
        chars = self._chars({*self._ends, *self._ends.values(), *(found.start for found in self._found)})
        for start, end in self._ends.items():
            layout.extents[chars[start]] = Extent(chars[start], chars[end])
        for found in self._found:
            first = chars[found.start]
            last = self._text.index("-->", first) + 3
            extent = layout.extents.get(chars[found.follower]) if found.follower is not None else None
            covers = (extent.start, extent.end) if extent is not None else (first, last)
            layout.comments.append(Comment(found.text, first, last, covers))

    def _chars(self, places: set[int]) -> dict[int, int]:
        """The offsets in characters of offsets in bytes, counted in one pass."""
        if len(self._utf8) == len(self._text):
            return {place: place for place in places}
        found: dict[int, int] = {}
        at = chars = 0
        for place in sorted(places):
            chars += len(self._utf8[at:place].decode("utf-8", "surrogatepass"))
            found[place] = chars
            at = place
        return found

    def _start(self, _name: str, _attributes: object) -> None:
        at = self._parser.CurrentByteIndex
        self._open.append(at)
        for comment in self._waiting:
            comment.follower = at
        self._waiting.clear()

    def _end(self, _name: str) -> None:
        self._waiting.clear()
        begin = self._open.pop()
        tag = _TAG.match(self._utf8, begin)
        end = tag.end() if tag is not None else begin + 1
        if self._utf8[end - 2 : end] != b"/>":
            end = self._utf8.index(b">", self._parser.CurrentByteIndex) + 1
        self._ends[begin] = end

    def _comment(self, text: str) -> None:
        comment = _Found(text, self._parser.CurrentByteIndex)
        self._found.append(comment)
        self._waiting.append(comment)

"""What the tree of an XML document leaves out: comments, how far elements reach, and where their text is."""

import re
from bisect import bisect_right
from typing import NamedTuple
from xml.parsers import expat

_TAG = re.compile(rb"""<(?:[^>"']|"[^"]*+"|'[^']*+')*+>""")


class Comment(NamedTuple):
    """A comment; all offsets count characters."""

    #: Between `<!--` and `-->`.
    text: str
    start: int
    end: int
    #: The element that follows it, from `<` to the end of its end tag; the comment itself when none follows.
    covers: tuple[int, int]


class Extent(NamedTuple):
    """An element from its `<` to the end of its end tag, and the runs of text directly inside it."""

    start: int
    end: int
    runs: tuple[tuple[int, int], ...]


class Layout:
    """The comments and the extents of a well-formed XML text; an ill-formed one has none."""

    def __init__(self, text: str) -> None:
        self.comments: list[Comment] = []
        #: By the offset of the `<`.
        self.extents: dict[int, Extent] = {}
        self._starts: list[int] = []
        reader = _Reader(text.encode("utf-8", "surrogatepass"))
        if not reader.read():
            return
        chars = reader.characters()
        for start, end in reader.ends.items():
            runs = tuple((chars[first], chars[last]) for first, last in reader.runs.get(start, ()))
            self.extents[chars[start]] = Extent(chars[start], chars[end], runs)
        for comment, at, follower in reader.comments:
            first = chars[at]
            last = text.index("-->", first) + 3
            extent = self.extents[chars[follower[0]]] if follower else None
            covers = (extent.start, extent.end) if extent is not None else (first, last)
            self.comments.append(Comment(comment, first, last, covers))
        self._starts = sorted(self.extents)

    def innermost(self, offset: int) -> int | None:
        """Return the offset of the `<` of the smallest element that has the character at `offset`."""
        # Elements that begin before it and are over make way for those that are around them.
        for at in range(bisect_right(self._starts, offset) - 1, -1, -1):
            if offset < self.extents[self._starts[at]].end:
                return self._starts[at]
        return None


class _Reader:
    """Notes where expat meets tags, text and comments, in bytes of the text as UTF-8."""

    def __init__(self, utf8: bytes) -> None:
        self._utf8 = utf8
        self._open: list[int] = []
        self._text_start = -1
        #: The ends of elements and the runs of their text, by the start of the element.
        self.ends: dict[int, int] = {}
        self.runs: dict[int, list[tuple[int, int]]] = {}
        #: Text, start, and a list that gets the start of the element that follows.
        self.comments: list[tuple[str, int, list[int]]] = []
        self._waiting: list[list[int]] = []
        self._parser = expat.ParserCreate("utf-8")

    def read(self) -> bool:
        """Read the text; return whether it is well-formed."""
        parser = self._parser
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler, parser.CommentHandler = self._data, self._comment
        parser.ProcessingInstructionHandler = self._close_run
        try:
            parser.Parse(self._utf8, True)
        except expat.ExpatError:
            return False
        finally:
            # They hold this object and it them.
            parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
            parser.CommentHandler = parser.ProcessingInstructionHandler = None
        return True

    def characters(self) -> dict[int, int]:
        """Return the offset in characters of each offset in bytes, counted in one pass."""
        offsets = {*self.ends, *self.ends.values(), *(at for _, at, _ in self.comments)}
        offsets.update(offset for runs in self.runs.values() for run in runs for offset in run)
        if self._utf8.isascii():
            return {offset: offset for offset in offsets}
        found: dict[int, int] = {}
        at = count = 0
        for offset in sorted(offsets):
            count += len(self._utf8[at:offset].decode("utf-8", "surrogatepass"))
            found[offset] = count
            at = offset
        return found

    def _start(self, _name: str, _attributes: object) -> None:
        self._close_run()
        at = self._parser.CurrentByteIndex
        self._open.append(at)
        for follower in self._waiting:
            follower.append(at)
        self._waiting.clear()

    def _end(self, _name: str) -> None:
        self._close_run()
        self._waiting.clear()
        start = self._open.pop()
        tag = _TAG.match(self._utf8, start)
        end = tag.end() if tag is not None else start + 1
        if self._utf8[end - 2 : end] != b"/>":
            end = self._utf8.index(b">", self._parser.CurrentByteIndex) + 1
        self.ends[start] = end

    def _data(self, _text: str) -> None:
        if self._text_start < 0:
            self._text_start = self._parser.CurrentByteIndex

    def _comment(self, text: str) -> None:
        self._close_run()
        follower: list[int] = []
        self.comments.append((text, self._parser.CurrentByteIndex, follower))
        self._waiting.append(follower)

    def _close_run(self, *_instruction: str) -> None:
        if self._text_start >= 0:
            self.runs.setdefault(self._open[-1], []).append((self._text_start, self._parser.CurrentByteIndex))
            self._text_start = -1

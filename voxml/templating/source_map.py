"""Map positions in a rendered text to those of the templates that wrote it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from voxml.diagnostics import Diagnostic, Rendered
from voxml.source import Source
from voxml.templating.shipped import shipped_folder
from voxml.templating.template_errors import shown, text_of

if TYPE_CHECKING:
    from voxml.templating.tracer import Tracer

_LINE_END = re.compile("\r\n?|\n")


class Origin(NamedTuple):
    """A position in a template: the file, and an offset in its text."""

    path: str
    offset: int


class Segment(NamedTuple):
    """From `start` on, the output came from `origin`.

    The characters of a literal segment are those of the template, one by one; any other came as a whole out of the tag
    at its origin. `via` are the positions through which a captured part, such as a macro, was written, innermost first.
    """

    start: int
    origin: Origin
    is_literal: bool
    via: tuple[Origin, ...] = ()


class Trace(NamedTuple):
    """A traced output."""

    text: str
    segments: Sequence[Segment]

    def origin(self, offset: int) -> tuple[Segment, int] | None:
        """Return the segment that the character at `offset` belongs to, and how far into it that is."""
        place = bisect_right(self.segments, offset, key=lambda segment: segment.start) - 1
        if place < 0:
            return None
        segment = self.segments[place]
        return segment, offset - segment.start


class SourceMap:
    """The way from positions in a rendered text to those in its templates."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._sources: dict[str, Source] = {}
        shipped = str(shipped_folder())
        # An error in what a shipped macro wrote is reported at the template that called it.
        self._foreign = "" if str(tracer.template.path).startswith(shipped) else shipped

    def move_all(self, trace: Trace, diagnostics: Iterable[Diagnostic], sample: str = "") -> list[Diagnostic]:
        """Return each diagnostic with the position in the template of the characters that it is about."""
        starts = [0, *(found.end() for found in _LINE_END.finditer(trace.text))]
        return [self._move(trace, starts, diagnostic, sample) for diagnostic in diagnostics]

    def _move(self, trace: Trace, starts: list[int], diagnostic: Diagnostic, sample: str) -> Diagnostic:
        start = _offset(starts, diagnostic.line, diagnostic.column)
        end = max(_offset(starts, diagnostic.end_line, diagnostic.end_column), start)
        first = self._origin(trace, start)
        if first is None:
            return diagnostic
        path, from_, from_end = first
        last = self._origin(trace, max(end - 1, start))
        to = last[2] if last is not None and last[0] == path and last[2] > from_ else from_end
        if end == start:
            to = from_
        source = self._source(path)
        line, column = source.place(from_)
        end_line, end_column = source.place(to)
        return diagnostic._replace(
            path=shown(path),
            line=line,
            column=column,
            end_line=end_line,
            end_column=end_column,
            fix=None,
            related=None,
            rendered=Rendered(diagnostic.line, diagnostic.column, sample),
        )

    def _origin(self, trace: Trace, offset: int) -> tuple[str, int, int] | None:
        """Return the template, and where in it what wrote the character at `offset` begins and ends."""
        found = trace.origin(offset)
        if found is None:
            return None
        segment, within = found
        caller = self._caller(segment)
        if caller is None and segment.is_literal:
            at = segment.origin.offset + within
            return segment.origin.path, at, at + 1
        path, at = caller or segment.origin
        tag = self._tracer.environment.tags(path).around(at)
        return (path, tag.start, tag.end) if tag is not None else (path, at, at + 1)

    def _caller(self, segment: Segment) -> Origin | None:
        """Return the nearest template of the user's through which a shipped one wrote this."""
        if not self._foreign or not segment.origin.path.startswith(self._foreign):
            return None
        return next((origin for origin in segment.via if not origin.path.startswith(self._foreign)), None)

    def _source(self, path: str) -> Source:
        if path not in self._sources:
            self._sources[path] = Source(text_of(path), path)
        return self._sources[path]


def _offset(starts: list[int], line: int, column: int) -> int:
    return starts[min(line, len(starts)) - 1] + column - 1

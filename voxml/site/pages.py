"""Makes checked pages from one source. Everything here can run in another process.

And be kept in the cache.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from voxml.diagnostics import Diagnostic
from voxml.rules.facts.recognition import recognize
from voxml.schema.check import form_by_name, form_of
from voxml.site.links import Link, iter_links

if TYPE_CHECKING:
    from voxml.formats.tree import Node, Span
    from voxml.schema.checked import CheckedDocument
    from voxml.site.judging import Rules
    from voxml.site.sources import Source


class Placed(NamedTuple):
    """A link, and where its value stands in the source."""

    link: Link
    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    pointer: str


class Page(msgspec.Struct, frozen=True):
    """One checked document."""

    name: str
    #: Relative to the folder of sources.
    source: str
    #: The canonical wire form, with its links as the source has them.
    wire: bytes
    links: tuple[Placed, ...]
    row: str | None = None
    #: A digest of all that findings about the whole site depend on, but for their places: where its links stand is not in it.
    shape: bytes = b""


def make_page(name: str, source: str, wire: bytes, links: tuple[Placed, ...], row: str | None = None) -> Page:
    """A page with its shape."""
    verbs = [
        (verb["verb"], verb.get("input"), verb.get("num_digits")) for verb in msgspec.json.decode(wire)["instructions"]
    ]
    shape = hashlib.sha256(repr((name, source, verbs, [placed.link for placed in links], row)).encode()).digest()
    return Page(name, source, wire, links, row, shape)


class Outcome(msgspec.Struct):
    """What one source gave."""

    pages: list[Page] = []
    diagnostics: list[Diagnostic] = []
    #: Whether a document is not among the pages since it is too faulty to have one.
    lacks_pages: bool = False
    #: Other files that it was made from, relative to the folder of sources or absolute.
    dependencies: list[str] = []
    #: Files that are not there, and would be used instead of one of these if they were.
    absent: list[str] = []
    #: Names given to url_for, and the line of the source where that was, 0 if that is not known.
    wanted: list[tuple[str, int]] = []
    #: Why it is left out, for a file that only looks like a source.
    skipped: str | None = None
    #: Whether it may hold comments that silence findings.
    has_comments: bool = False


class Context(NamedTuple):
    """What every source of one build is given."""

    folder: Path
    #: How the folder was named, for messages.
    shown: str
    base_url: str
    rules: Rules
    #: Names drawn for rows so far: source, then key of the row, then name.
    rows: dict[str, dict[str, str]]
    row_key: str


def make_pages(source: Source, context: Context) -> Outcome:
    """The pages of one source, checked; what the schema does not allow gives diagnostics and no page."""
    if source.kind == "document":
        return _document(source, context)
    if source.kind == "template":
        from voxml.site.template_pages import template_pages

        return template_pages(source, context)
    from voxml.site.module_pages import module_pages

    return module_pages(source, context)


def _document(source: Source, context: Context) -> Outcome:
    from voxml.source import read_file

    data = read_file(context.folder / source.path)
    path = f"{context.shown}/{source.path}"
    reason = why_not_voxml(data, source.path)
    if reason is not None:
        return Outcome(skipped=reason)
    checked, is_sound = examine(data, path, context, source.name)
    has_comments = checked.form == "xml" and "voxml:" in checked.source.text
    outcome = Outcome(diagnostics=checked.diagnostics, lacks_pages=not is_sound, has_comments=has_comments)
    if is_sound:
        outcome.pages.append(page_of(checked, source.name, source.path))
    return outcome


def has_errors(diagnostics: list[Diagnostic]) -> bool:
    """Whether one of them is an error."""
    return any(each.severity == "error" for each in diagnostics)


def examine(data: bytes | str, path: str, context: Context, name: str) -> tuple[CheckedDocument, bool]:
    """Judge a document as the build does; `name` is what it will be published as.

    A document whose schema is right has its place in the flow, whatever the rules find in it.
    """
    return context.rules.judge(data, path, f"{context.base_url}/{name}.json")


def page_of(checked: CheckedDocument, name: str, source: str, row: str | None = None) -> Page:
    """The page of a document whose schema is right."""
    from voxml.schema.reading import response_of

    assert checked.root is not None
    wire = bytes(response_of(checked.root))
    instructions = msgspec.json.decode(wire)["instructions"]
    links = tuple(_place(checked, link) for link in iter_links(instructions))
    return make_page(name, source, wire, links, row)


def _place(checked: CheckedDocument, link: Link) -> Placed:
    assert checked.root is not None
    node: Node = checked.root.instructions[link.place]
    member = link.member
    if member == "play.url":
        node, member = node.get("play"), "url"
    span: Span = checked.locate(node, member)
    line, column = checked.source.place(span.start)
    end_line, end_column = checked.source.place(span.end)
    return Placed(link, checked.source.path, line, column, end_line, end_column, span.pointer)


def why_not_voxml(data: bytes, path: str) -> str | None:
    """Return why a file is no VoxML document; None when it is one, valid or not."""
    recognition = recognize(data, form_by_name(path) or form_of(data))
    return None if recognition.is_ours else recognition.what

"""Render one source and check what comes out. Everything here can run in another process, and be kept in the cache."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from voxml.diagnostics import Diagnostic
from voxml.files import read_regular_file
from voxml.rules.facts.recognition import recognize
from voxml.schema.check import form_by_name, form_of
from voxml.schema.checked import CheckedDocument
from voxml.schema.reading import response_of
from voxml.site.document_checks import DocumentChecks
from voxml.site.links import Link, iter_links
from voxml.site.model import Page, PlacedLink, Site, SourceResult
from voxml.site.sources import Source


class RenderContext(NamedTuple):
    """What every source of one build is given."""

    site: Site
    checks: DocumentChecks
    #: Names drawn for rows so far: source, then key of the row, then name.
    rows: dict[str, dict[str, str]]

    def shown(self, path: str) -> str:
        """Return a path below the folder of sources as the user would write it."""
        return f"{self.site.shown}/{path}"

    def check(self, data: bytes | str, path: str, name: str) -> tuple[CheckedDocument, bool]:
        """Check a document that will be published under `name`; see `DocumentChecks.check`."""
        return self.checks.check(data, path, f"{self.site.base_url}/{name}.json")


def document_page(source: Source, context: RenderContext) -> SourceResult:
    """Return the page of an XML or JSON document."""
    data = read_regular_file(context.site.folder / source.path)
    reason = why_not_voxml(data, source.path)
    if reason is not None:
        return SourceResult(skipped=reason)
    checked, is_valid = context.check(data, context.shown(source.path), source.name)
    has_comments = checked.form == "xml" and "voxml:" in checked.source.text
    result = SourceResult(diagnostics=checked.diagnostics, lacks_pages=not is_valid, has_comments=has_comments)
    if is_valid:
        result.pages.append(page_of(checked, source.name, source.path))
    return result


def page_of(checked: CheckedDocument, name: str, source: str, row: str | None = None) -> Page:
    """Return the page of a valid document, whatever the rules found in it."""
    assert checked.root is not None
    wire = bytes(response_of(checked.root))
    instructions = msgspec.json.decode(wire)["instructions"]
    return Page(name, source, wire, tuple(_locate(checked, link) for link in iter_links(instructions)), row)


def _locate(checked: CheckedDocument, link: Link) -> PlacedLink:
    assert checked.root is not None
    node, member = checked.root.instructions[link.place], link.member
    if member == "play.url":
        node, member = node.get("play"), "url"
    span = checked.locate(node, member)
    line, column = checked.source.place(span.start)
    end_line, end_column = checked.source.place(span.end)
    return PlacedLink(link, checked.source.path, line, column, end_line, end_column, span.pointer)


def error_at(rule: str, message: str, path: str, line: int) -> Diagnostic:
    """Return an error at a line of a file."""
    return Diagnostic(rule, "error", message, path, line, 1, line, 1, "")


def why_not_voxml(data: bytes, path: str) -> str | None:
    """Return why a file is no VoxML document; None when it is one, valid or not."""
    recognition = recognize(data, form_by_name(path) or form_of(data))
    return None if recognition.is_ours else recognition.what

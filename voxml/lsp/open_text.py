"""A text as an editor holds it, or as it is on the disk, with what was read from it so far."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Literal

from voxml.formats.encoding import Undecodable, encode_like
from voxml.lsp.positions import Positions
from voxml.lsp.scan import Cursor, Scan
from voxml.lsp.scan_jinja import tag_at, without_jinja
from voxml.lsp.scan_json import json_cursor, scan_json
from voxml.lsp.scan_xml import scan_xml, xml_cursor
from voxml.schema.check import form_by_name, form_of
from voxml.schema.checked import Form

Kind = Literal["document", "template", "module", "settings"]

_WIDE = re.compile(r"<\?xml[^>]*encoding=.utf-?16", re.IGNORECASE)
#: What a document in JSON has, soon after it is begun.
_MARKS = ("voxml", '"instructions"', '"verb"')
#: In characters: a text of one word may become anything.
_SHORT = 24
_TEMPLATES = (".j2", ".jinja", ".jinja2")


class OpenText:
    """One version of one text; what is found in it is kept."""

    def __init__(self, uri: str, path: str, text: str, version: int | None = None, language: str = "") -> None:
        self.uri = uri
        self.path = path
        self.text = text
        self.version = version
        self.language = language

    @property
    def data(self) -> bytes:
        """The text as a file would hold it, in the encoding that it declares."""
        utf8 = self.text.encode("utf-8", "surrogatepass")
        if not self.text.startswith("<?xml"):
            return utf8
        try:
            return encode_like(utf8, self.text, is_json=False)
        except Undecodable:
            return self.text.encode("utf-16", "surrogatepass") if _WIDE.match(self.text) is not None else utf8
        except UnicodeEncodeError:
            return utf8

    @property
    def name(self) -> str:
        """The name that says the form: a text without a file has a language instead."""
        is_named = self.kind != "document" or self.path.endswith((".xml", ".json"))
        return self.path if is_named else f"{self.path}.{self.form}"

    @cached_property
    def kind(self) -> Kind:
        """What the text is, by the name of its file."""
        if self.path.endswith(_TEMPLATES):
            return "template"
        if self.path.endswith(".py") or self.language == "python":
            return "module"
        return "settings" if self.path.endswith(".toml") else "document"

    @cached_property
    def form(self) -> Form:
        """The form of the document, or of what the template gives."""
        name = self.path
        for ending in _TEMPLATES:
            name = name.removesuffix(ending)
        by_language: dict[str, Form] = {"xml": "xml", "json": "json"}
        form = form_by_name(name) or by_language.get(self.language)
        return form or form_of(without_jinja(self.text) if self.kind == "template" else self.text)

    @cached_property
    def positions(self) -> Positions:
        """What turns offsets into positions."""
        return Positions(self.text)

    @cached_property
    def scan(self) -> Scan:
        """The elements of the document, or of the template without its tags."""
        text = without_jinja(self.text) if self.kind == "template" else self.text
        if self.kind not in ("document", "template"):
            return Scan("xml", text, [])
        return scan_xml(text) if self.form == "xml" else scan_json(text)

    @cached_property
    def is_ours(self) -> bool:
        """Whether the text is VoxML, or may become it: nothing is offered in other XML and JSON."""
        if self.kind != "document":
            return True
        if self.form == "json":
            return any(mark in self.text for mark in _MARKS) or len(self.text.strip('{}[]",: \t\r\n')) < _SHORT
        roots = [each.name.text for each in self.scan.roots]
        return not roots or any("Response".startswith(name) for name in roots)

    def cursor(self, offset: int) -> Cursor:
        """Return what is at an offset; `none` in a tag of Jinja."""
        if self.kind not in ("document", "template"):
            return Cursor("none")
        if not self.is_ours:
            return Cursor("none")
        if self.kind == "template" and tag_at(self.text, offset) is not None:
            return Cursor("none")
        return xml_cursor(self.scan, offset) if self.form == "xml" else json_cursor(self.scan, offset)

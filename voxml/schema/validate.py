"""Judges documents against the language: bytes in, every fault out, each at its own place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from voxml.diagnostics import Diagnostic
from voxml.errors import VoxmlTypeError, VoxmlValueError
from voxml.formats.tree import Span
from voxml.schema.checked import Checked, Form

if TYPE_CHECKING:
    from voxml.formats.json import JsonText
    from voxml.formats.xml import XmlText
    from voxml.language.verbs import Verb

Engine = Literal["tables", "xsd"]


def form_of(data: bytes | str) -> Form:
    """Which form a document is in, by its first character: `<` begins XML, all else is judged as JSON."""
    if isinstance(data, str):
        return "xml" if data.lstrip("\ufeff \t\r\n").startswith("<") else "json"
    head = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return "xml" if head.startswith(b"<") else "json"


def refuse_misuse(data: object, form: object) -> None:
    """Raise where a caller gives something that no document can be.

    Raises:
        VoxmlTypeError: `data` is neither bytes nor text.
        VoxmlValueError: there is no form of that name.
    """
    if not isinstance(data, (bytes, str, bytearray)):
        raise VoxmlTypeError(f"found {type(data).__name__}; expected a document as bytes or str")
    if form not in (None, "xml", "json"):
        raise VoxmlValueError(f'form: found {form!r}; expected "xml", "json" or None')


def form_by_name(name: str) -> Form | None:
    """Which form a file is in by the ending of its name, where that says it."""
    if name.endswith(".xml"):
        return "xml"
    return "json" if name.endswith(".json") else None


def check(data: bytes | str, *, form: Form | None = None, path: str = "<bytes>", engine: Engine = "tables") -> Checked:
    """Judge a document.

    `engine` says who judges XML: `tables` is a pass over the text with the tables of the language, `xsd` asks libxml2
    with the shipped XSD besides, and reports where the two disagree.
    """
    refuse_misuse(data, form)
    if (form or form_of(data)) == "xml":
        return _check_xml(data, path, engine)
    return _check_json(data, path)


def read(data: bytes | str, *, form: Form | None = None, path: str = "<bytes>") -> list[Verb]:
    """The instructions of a right document.

    Raises:
        DocumentError: the document has faults.
    """
    checked = check(data, form=form, path=path)
    if checked.diagnostics or checked.root is None:
        from voxml.errors import DocumentError

        raise DocumentError(checked.diagnostics)
    from voxml.schema.build import build_instructions

    return build_instructions(checked.root)


def _check_xml(data: bytes | str, path: str, engine: Engine) -> Checked:
    from voxml.formats.xml import XmlText
    from voxml.formats.xml_places import XmlPlaces
    from voxml.schema.check_xml import XmlChecker

    document = XmlText(data, path)
    if document.root is None:
        return _unparsed("xml", document)
    checker = XmlChecker()
    root = checker.check(document.root)
    places = XmlPlaces(document)
    checked = Checked("xml", document.source, [], root, places)
    for fault in checker.faults:
        element, attribute, is_text = fault.where
        if is_text:
            span = places.content(element)
        elif attribute is not None:
            span = places.attribute(element, attribute)
        else:
            span = places.element(element)
        checked.diagnostics.append(checked.diagnostic(span, fault.rule, fault.message))
    checked.diagnostics.sort(key=_by_place)
    if engine == "xsd":
        from voxml.schema.xsd import disagreement

        checked.diagnostics += disagreement(checked, document.utf8)
    return checked


def _check_json(data: bytes | str, path: str) -> Checked:
    from voxml.formats.json import JsonText
    from voxml.formats.json_places import JsonPlaces
    from voxml.schema.check_json import JsonChecker

    document = JsonText(data, path)
    if document.fault is not None:
        return _unparsed("json", document)
    checker = JsonChecker()
    root = checker.check(document.value)
    places = JsonPlaces(document)
    checked = Checked("json", document.source, [], root, places)
    places.find(fault.where.path for fault in checker.faults)
    for fault in checker.faults:
        span = places.path(fault.where.path, occurrence=fault.where.occurrence)
        if fault.rule in ("unknown-member", "duplicate-member", "missing-member"):
            span = places.name(fault.where.path, occurrence=fault.where.occurrence)
        checked.diagnostics.append(checked.diagnostic(span, fault.rule, fault.message))
    checked.diagnostics.sort(key=_by_place)
    return checked


def _by_place(diagnostic: Diagnostic) -> tuple[int, int]:
    return diagnostic.line, diagnostic.column


def _unparsed(form: Form, document: XmlText | JsonText) -> Checked:
    fault = document.fault
    assert fault is not None
    checked = Checked(form, document.source, [], None, None)
    checked.diagnostics.append(checked.diagnostic(Span(fault.offset, fault.offset, ""), fault.rule, fault.message))
    return checked

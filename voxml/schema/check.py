"""Check documents against the language: bytes in, every error out, each at its own position."""

from typing import Any, Literal

from voxml.diagnostics import Edit, Fix
from voxml.errors import VoxmlTypeError, VoxmlValueError
from voxml.formats.json import JsonDocument
from voxml.formats.locate import JsonLocator, XmlLocator
from voxml.formats.tree import Span, SyntaxProblem
from voxml.formats.xml import XmlDocument
from voxml.schema.check_json import JsonChecker
from voxml.schema.check_xml import XmlChecker
from voxml.schema.checked import CheckedDocument, Form, SchemaError

Engine = Literal["tables", "xsd"]


def form_of(data: bytes | str) -> Form:
    """Return the form of a document by its first character: `<` begins XML, all else is checked as JSON."""
    if isinstance(data, str):
        return "xml" if data.lstrip("\ufeff \t\r\n").startswith("<") else "json"
    head = data[:1024].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return "xml" if head.startswith(b"<") else "json"


def form_by_name(name: str) -> Form | None:
    """Return the form of a file by the ending of its name, where that says it."""
    if name.endswith(".xml"):
        return "xml"
    return "json" if name.endswith(".json") else None


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


def check(
    data: bytes | str, *, form: Form | None = None, path: str = "<bytes>", engine: Engine = "tables"
) -> CheckedDocument:
    """Check a document.

    With the engine `xsd` libxml2 checks XML by the shipped XSD besides, and a disagreement of the two is reported.
    """
    refuse_misuse(data, form)
    if (form or form_of(data)) == "json":
        return _check_json(JsonDocument(data, path))
    document = XmlDocument(data, path)
    checked = _check_xml(document)
    if engine == "xsd" and checked.root is not None:
        from voxml.schema.xsd import disagreement

        checked.diagnostics += disagreement(checked, document.utf8)
    return checked


def _check_xml(document: XmlDocument) -> CheckedDocument:
    if document.root is None:
        return _unparsed("xml", document)
    checker = XmlChecker()
    root = checker.check(document.root)
    locator = XmlLocator(document)
    errors = ((error, _span_in_xml(locator, *error.at)) for error in checker.errors)
    return CheckedDocument("xml", document.source, root, locator, errors)


def _span_in_xml(locator: XmlLocator, element: Any, attribute: str | None, is_text: bool) -> Span:
    if is_text:
        return locator.content(element)
    return locator.element(element) if attribute is None else locator.attribute(element, attribute)


def _check_json(document: JsonDocument) -> CheckedDocument:
    if document.problem is not None:
        return _unparsed("json", document)
    checker = JsonChecker()
    root = checker.check(document.value)
    locator = JsonLocator(document)
    errors = ((error, _span_in_json(locator, error.rule, *error.at)) for error in checker.errors)
    return CheckedDocument("json", document.source, root, locator, errors)


def _span_in_json(locator: JsonLocator, rule: str, path: Any, occurrence: int) -> Span:
    is_name = rule in ("unknown-member", "duplicate-member", "missing-member")
    return (locator.name if is_name else locator.path)(path, occurrence=occurrence)


def _unparsed(form: Form, document: XmlDocument | JsonDocument) -> CheckedDocument:
    problem = document.problem
    assert problem is not None
    error = SchemaError(problem.rule, problem.message, None, lambda _edits: _without_comma(problem))
    return CheckedDocument(form, document.source, errors=[(error, Span(problem.offset, problem.offset, ""))])


def _without_comma(problem: SyntaxProblem) -> Fix | None:
    comma = problem.comma
    return None if comma is None else Fix("remove the comma", (Edit(comma, comma + 1, ""),))

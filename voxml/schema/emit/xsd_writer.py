"""Emit the XSD of the authoring form: XSD 1.0, annotated, in one file that needs no other."""

from __future__ import annotations

from xml.sax.saxutils import escape

from voxml.language.elements import ElementModel, elements, kinds
from voxml.language.limits import MAX_INTEGER, VOXML_VERSION
from voxml.language.members import Member
from voxml.language.types import Kind
from voxml.schema.emit.wording import describe, source_of
from voxml.version import HOME

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Emitted from voxml/language/ by `python -m voxml.schema.emit`: do not edit. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="unqualified" version="{version}">
  <xs:annotation>
    <xs:appinfo source="{home}/voxml-{version}.xsd"/>
    <xs:documentation xml:lang="en">VoxML {version} as XML, the form that people write; TryVox reads its JSON form. Facts
come from https://docs.tryvox.io, limits that it does not set from this project: {home}/</xs:documentation>
  </xs:annotation>
"""

#: Attributes of XML itself (xml:space, xml:lang …) may stand on every element.
_XML_ATTRIBUTES = '<xs:anyAttribute namespace="http://www.w3.org/XML/1998/namespace" processContents="lax"/>'


def xsd() -> str:
    """Return the whole schema."""
    out = _Writer()
    for name, (kind, python, choices) in kinds().items():
        _simple_type(out, name, kind, python, choices)
    members = [member for element in elements().values() for member in element.members]
    for kind in sorted({member.kind for member in members if member.kind is not None and _needs_content_type(member)}):
        _content_type(out, kind)
    for element in elements().values():
        _complex_type(out, element)
    _parameter(out)
    _response(out)
    return _HEAD.format(version=VOXML_VERSION, home=HOME) + out.text() + "</xs:schema>\n"


class _Writer:
    """The lines of the schema with their indentation."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._level = 1

    def open(self, tag: str, **attributes: object) -> None:
        self._lines.append(f"{'  ' * self._level}<{_tag(tag, attributes)}>")
        self._level += 1

    def close(self, tag: str) -> None:
        self._level -= 1
        self._lines.append(f"{'  ' * self._level}</xs:{tag}>")

    def leaf(self, tag: str, **attributes: object) -> None:
        self._lines.append(f"{'  ' * self._level}<{_tag(tag, attributes)}/>")

    def line(self, text: str) -> None:
        self._lines.append("  " * self._level + text)

    def doc(self, text: str) -> None:
        self.open("annotation")
        self.line(f'<xs:documentation xml:lang="en">{escape(text)}</xs:documentation>')
        self.close("annotation")

    def text(self) -> str:
        return "\n".join(self._lines) + "\n"


def _tag(tag: str, attributes: dict[str, object]) -> str:
    return f"xs:{tag}" + "".join(f' {name}="{_attribute(str(value))}"' for name, value in attributes.items())


def _attribute(text: str) -> str:
    return "".join(char if " " <= char <= "~" else f"&#x{ord(char):X};" for char in escape(text, {'"': "&quot;"}))


def _simple_type(out: _Writer, name: str, kind: Kind, python: type, choices: tuple[str, ...]) -> None:
    out.open("simpleType", name=name)
    out.doc(f"{kind.doc} Source: {source_of(kind)}.")
    if python is int:
        out.open("restriction", base="xs:integer")
        out.leaf("minInclusive", value=kind.minimum)
        out.leaf("maxInclusive", value=MAX_INTEGER)
    elif python is bool:
        out.open("restriction", base="xs:boolean")
        out.leaf("pattern", value="true|false")
    else:
        out.open("restriction", base="xs:string")
        for choice in choices:
            out.leaf("enumeration", value=choice)
        if kind.pattern is not None:
            out.leaf("pattern", value=kind.pattern)
        elif not choices:
            # Collapsed for this check only: a text of nothing but white space counts as empty.
            out.leaf("minLength", value=1)
            out.leaf("whiteSpace", value="collapse")
    out.close("restriction")
    out.close("simpleType")


def _needs_content_type(member: Member) -> bool:
    return member.is_content and member.kind is not None and member.kind.pattern is not None


def _content_type(out: _Writer, kind: Kind) -> None:
    out.open("simpleType", name=f"{kind.name}Content")
    out.doc(f"{kind.doc} As the text of an element: white space around it does not count.")
    out.open("restriction", base="xs:string")
    out.leaf("pattern", value=kind.pattern)
    out.leaf("whiteSpace", value="collapse")
    out.close("restriction")
    out.close("simpleType")


def _complex_type(out: _Writer, element: ElementModel) -> None:
    content = element.content
    out.open("complexType", name=f"{element.name}Type")
    out.doc(_about(element))
    if content is not None:
        assert content.kind is not None
        base = content.kind.name + ("Content" if _needs_content_type(content) else "")
        out.open("simpleContent")
        out.open("extension", base=base)
    _children(out, element)
    for member in element.members:
        if not member.is_content and member.kind is not None:
            _attribute_of(out, member)
    out.line(_XML_ATTRIBUTES)
    if content is not None:
        out.close("extension")
        out.close("simpleContent")
    out.close("complexType")


def _about(element: ElementModel) -> str:
    lines = [element.doc]
    if element.content is not None:
        lines.append(f"Its text: {describe(element.content)}")
    lines += [f"{_child_name(member)}: {member.doc.text}" for member in element.members if member.kind is None]
    return "\n".join([*lines, f"https://docs.tryvox.io/{element.page}"])


def _child_name(member: Member) -> str:
    return f"<{member.element or 'Parameter'}>"


def _attribute_of(out: _Writer, member: Member) -> None:
    assert member.kind is not None
    required = {"use": "required"} if member.is_required else {}
    out.open("attribute", name=member.name, type=member.kind.name, **required)
    out.doc(describe(member))
    out.close("attribute")


def _children(out: _Writer, element: ElementModel) -> None:
    singles = [member for member in element.members if member.base == "element"]
    lists = [member for member in element.members if member.base == "list"]
    if singles:
        out.open("all")
        for member in singles:
            _child(out, member, minOccurs=0)
        out.close("all")
    if lists:
        # At least one in all, in this order: what begins with the first, or with the second, or with the third.
        out.open("choice")
        for first in range(len(lists)):
            out.open("sequence")
            _child(out, lists[first], maxOccurs="unbounded")
            for member in lists[first + 1 :]:
                _child(out, member, minOccurs=0, maxOccurs="unbounded")
            out.close("sequence")
        out.close("choice")
    if any(member.base == "map" for member in element.members):
        out.open("sequence")
        out.open("element", name="Parameter", type="ParameterType", minOccurs=0, maxOccurs="unbounded")
        out.doc("A name and a text that are sent to your socket at the start.")
        out.close("element")
        out.close("sequence")


def _child(out: _Writer, member: Member, **occurs: object) -> None:
    out.open("element", name=member.element, type=f"{member.element}Type", **occurs)
    out.doc(member.doc.text)
    out.close("element")


def _parameter(out: _Writer) -> None:
    out.open("simpleType", name="ParameterName")
    out.doc("A name: at least one character that is not white space. White space counts.")
    out.open("restriction", base="xs:string")
    out.leaf("pattern", value=r"[ \t\n\r]*[^ \t\n\r][\s\S]*")
    out.close("restriction")
    out.close("simpleType")
    out.open("complexType", name="ParameterType")
    out.doc("A name and a text that are sent to the socket of a Stream at the start.")
    for name, kind, doc in (
        ("name", "ParameterName", "The name, each once."),
        ("value", "xs:string", "The text; it may be empty."),
    ):
        out.open("attribute", name=name, type=kind, use="required")
        out.doc(doc)
        out.close("attribute")
    out.line(_XML_ATTRIBUTES)
    out.close("complexType")


def _response(out: _Writer) -> None:
    about = "A document: instructions that run in order, first to last.\nhttps://docs.tryvox.io/voxml"
    out.open("simpleType", name="Version")
    out.doc("A version of the language.")
    out.open("restriction", base="xs:string")
    out.leaf("enumeration", value=VOXML_VERSION)
    out.close("restriction")
    out.close("simpleType")
    out.open("complexType", name="ResponseType")
    out.doc(about)
    out.open("choice", minOccurs=0, maxOccurs="unbounded")
    for element in elements().values():
        if not element.is_verb:
            continue
        out.open("element", name=element.name, type=f"{element.name}Type")
        out.doc(_about(element))
        if any(member.base == "map" for member in element.members):
            out.open("unique", name=f"{element.name}ParameterNames")
            out.leaf("selector", xpath="Parameter")
            out.leaf("field", xpath="@name")
            out.close("unique")
        out.close("element")
    out.close("choice")
    out.open("attribute", name="version", type="Version")
    out.doc(f"The version of the language: {VOXML_VERSION}.")
    out.close("attribute")
    out.line(_XML_ATTRIBUTES)
    out.close("complexType")
    out.open("element", name="Response", type="ResponseType")
    out.doc(about)
    out.close("element")

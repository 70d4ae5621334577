"""Emit the XSD of the authoring form: XSD 1.0, annotated, in one file that needs no other."""

from typing import Any

from lxml import etree
from lxml.builder import ElementMaker  # type: ignore[import-not-found]  # stubs lack it

from voxml.language.elements import ElementModel, elements, kinds
from voxml.language.limits import MAX_INTEGER, VOXML_VERSION
from voxml.language.members import Member
from voxml.language.types import Kind
from voxml.schema.emit.wording import describe, source_of
from voxml.version import HOME

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- Emitted from voxml/language/ by `python -m voxml.schema.emit`: do not edit. -->
"""
_ABOUT = f"""VoxML {VOXML_VERSION} as XML, the form that people write; TryVox reads its JSON form. Facts
come from https://docs.tryvox.io, limits that it does not set from this project: {HOME}/"""
_XML = "http://www.w3.org/XML/1998/namespace"
_XS = "http://www.w3.org/2001/XMLSchema"
_E: Any = ElementMaker(namespace=_XS, nsmap={"xs": _XS})


def xsd() -> str:
    """Return the whole schema."""
    members = [member for element in elements().values() for member in element.members]
    texts = {member.kind for member in members if member.kind is not None and _needs_content_type(member)}
    about = _E.annotation(_E.appinfo(source=f"{HOME}/voxml-{VOXML_VERSION}.xsd"), _documentation(_ABOUT))
    schema = _E.schema(
        about,
        *(_simple_type(name, *each) for name, each in kinds().items()),
        *(_content_type(kind) for kind in sorted(texts)),
        *map(_complex_type, elements().values()),
        *_parameter(),
        *_response(),
        elementFormDefault="unqualified",
        version=VOXML_VERSION,
    )
    etree.indent(schema)
    written = etree.tostring(schema, encoding="unicode")
    return f"{_HEAD}{written}\n".encode("ascii", "xmlcharrefreplace").decode()


def _documentation(text: str) -> Any:
    return _E.documentation(text, {f"{{{_XML}}}lang": "en"})


def _doc(text: str) -> Any:
    return _E.annotation(_documentation(text))


def _restricted(name: str, doc: str, *facets: Any, base: str = "xs:string") -> Any:
    """Return a simple type."""
    return _E.simpleType(_doc(doc), _E.restriction(*facets, base=base), name=name)


def _simple_type(name: str, kind: Kind, python: type, choices: tuple[str, ...]) -> Any:
    doc = f"{kind.doc} Source: {source_of(kind)}."
    if python is int:
        limits = _E.minInclusive(value=str(kind.minimum)), _E.maxInclusive(value=str(MAX_INTEGER))
        return _restricted(name, doc, *limits, base="xs:integer")
    if python is bool:
        return _restricted(name, doc, _E.pattern(value="true|false"), base="xs:boolean")
    if kind.pattern is not None:
        return _restricted(name, doc, _E.pattern(value=kind.pattern))
    if choices:
        return _restricted(name, doc, *(_E.enumeration(value=choice) for choice in choices))
    # Collapsed for this check only: a text of nothing but white space counts as empty.
    return _restricted(name, doc, _E.minLength(value="1"), _E.whiteSpace(value="collapse"))


def _needs_content_type(member: Member) -> bool:
    return member.is_content and member.kind is not None and member.kind.pattern is not None


def _content_type(kind: Kind) -> Any:
    doc = f"{kind.doc} As the text of an element: white space around it does not count."
    return _restricted(f"{kind.name}Content", doc, _E.pattern(value=kind.pattern), _E.whiteSpace(value="collapse"))


def _complex_type(element: ElementModel) -> Any:
    inside = [
        *_children(element),
        *(_attribute(member) for member in element.members if not member.is_content and member.kind is not None),
        _xml_attributes(),
    ]
    content = element.content
    if content is not None and content.kind is not None:
        base = content.kind.name + ("Content" if _needs_content_type(content) else "")
        inside = [_E.simpleContent(_E.extension(*inside, base=base))]
    return _E.complexType(_doc(_about(element)), *inside, name=f"{element.name}Type")


def _xml_attributes() -> Any:
    """Return what lets attributes of XML itself (xml:space, xml:lang …) stand on an element."""
    return _E.anyAttribute(namespace=_XML, processContents="lax")


def _about(element: ElementModel) -> str:
    lines = [element.doc]
    if element.content is not None:
        lines.append(f"Its text: {describe(element.content)}")
    lines += [f"<{each.element or 'Parameter'}>: {each.doc.text}" for each in element.members if each.kind is None]
    return "\n".join([*lines, f"https://docs.tryvox.io/{element.page}"])


def _attribute(member: Member) -> Any:
    assert member.kind is not None
    required = {"use": "required"} if member.is_required else {}
    return _E.attribute(_doc(describe(member)), name=member.name, type=member.kind.name, **required)


def _children(element: ElementModel) -> list[Any]:
    singles = [member for member in element.members if member.base == "element"]
    lists = [member for member in element.members if member.base == "list"]
    found = []
    if singles:
        found.append(_E.all(*(_child(member, minOccurs="0") for member in singles)))
    if lists:
        # At least one in all, in this order: what begins with the first, or with the second, or with the third.
        more = {"minOccurs": "0", "maxOccurs": "unbounded"}
        sequences = (
            _E.sequence(_child(first, maxOccurs="unbounded"), *(_child(each, **more) for each in lists[at + 1 :]))
            for at, first in enumerate(lists)
        )
        found.append(_E.choice(*sequences))
    if any(member.base == "map" for member in element.members):
        doc = _doc("A name and a text that are sent to your socket at the start.")
        child = _E.element(doc, name="Parameter", type="ParameterType", minOccurs="0", maxOccurs="unbounded")
        found.append(_E.sequence(child))
    return found


def _child(member: Member, **occurs: str) -> Any:
    return _E.element(_doc(member.doc.text), name=member.element, type=f"{member.element}Type", **occurs)


def _parameter() -> tuple[Any, Any]:
    """Return the types of a Stream's parameters."""
    name_doc = "A name: at least one character that is not white space. White space counts."
    return (
        _restricted("ParameterName", name_doc, _E.pattern(value=r"[ \t\n\r]*[^ \t\n\r][\s\S]*")),
        _E.complexType(
            _doc("A name and a text that are sent to the socket of a Stream at the start."),
            _E.attribute(_doc("The name, each once."), name="name", type="ParameterName", use="required"),
            _E.attribute(_doc("The text; it may be empty."), name="value", type="xs:string", use="required"),
            _xml_attributes(),
            name="ParameterType",
        ),
    )


def _response() -> tuple[Any, Any, Any]:
    """Return the types of the root element, and the element."""
    about = "A document: instructions that run in order, first to last.\nhttps://docs.tryvox.io/voxml"
    verbs = (_verb(element) for element in elements().values() if element.is_verb)
    doc = _doc(f"The version of the language: {VOXML_VERSION}.")
    return (
        _restricted("Version", "A version of the language.", _E.enumeration(value=VOXML_VERSION)),
        _E.complexType(
            _doc(about),
            _E.choice(*verbs, minOccurs="0", maxOccurs="unbounded"),
            _E.attribute(doc, name="version", type="Version"),
            _xml_attributes(),
            name="ResponseType",
        ),
        _E.element(_doc(about), name="Response", type="ResponseType"),
    )


def _verb(element: ElementModel) -> Any:
    verb = _E.element(_doc(_about(element)), name=element.name, type=f"{element.name}Type")
    if any(member.base == "map" for member in element.members):
        names = _E.selector(xpath="Parameter"), _E.field(xpath="@name")
        verb.append(_E.unique(*names, name=f"{element.name}ParameterNames"))
    return verb

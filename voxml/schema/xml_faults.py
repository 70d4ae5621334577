"""What is out of place in an XML document, in words: names that do not exist, text and elements where none may stand."""

from __future__ import annotations

from typing import NamedTuple

from voxml.formats.xml import XML_NAMESPACE, XSI_NAMESPACE
from voxml.formats.xml_tree import XmlElement
from voxml.language.spelling import did_you_mean
from voxml.language.texts import XML_SPACE, quote
from voxml.schema.faults import Fault
from voxml.schema.vocabulary import ELEMENTS, ElementRule, meant_name

_SCHEMA_HINTS = (f"{XSI_NAMESPACE} schemaLocation", f"{XSI_NAMESPACE} noNamespaceSchemaLocation")
_XSI_TYPE = f"{XSI_NAMESPACE} type"


class At(NamedTuple):
    """Where a fault is: an element, its attribute of that name, or its text."""

    element: XmlElement
    attribute: str | None = None
    is_text: bool = False


class XmlFaults:
    """The faults of one document, told as they are met."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def add(self, rule: str, message: str, where: At) -> None:
        """Note a fault."""
        self.faults.append(Fault(rule, message, where))

    def wrong_root(self, root: XmlElement) -> None:
        """A root element that is not Response."""
        uri, _, local = root.name.rpartition(" ")
        if local == "Response":
            self.add("unknown-member", f"found the namespace {quote(uri)}; expected none", At(root, "xmlns"))
        else:
            more = did_you_mean(local, ["Response"])
            self.add("wrong-place", f"found the root element <{local}>; expected <Response>{more}", At(root))

    def envelope_attributes(self, root: XmlElement) -> None:
        """Whatever Response has besides its version."""
        for name, value in root.attributes.items():
            if name == "version":
                if value != "1.0":
                    self.add("invalid-value", f'version: found {quote(value)}; expected "1.0"', At(root, name))
            elif not is_ours_to_ignore(name, value, "Response"):
                meant = ', which only JSON has; XML has "version"' if name == "voxml_version" else ""
                ending = meant or did_you_mean(name, ["version"])
                self.add(
                    "unknown-member",
                    f"unknown member {quote(local_name(name))} in Response{ending}",
                    At(root, name),
                )

    def unknown_attributes(
        self, element: XmlElement, rule: ElementRule, unknown: list[str], absent: list[str]
    ) -> set[str]:
        """Attributes that an element does not have; the answer is the members that they were probably meant to be."""
        meant_members: set[str] = set()
        content = rule.content.name if rule.content is not None else None
        for name in unknown:
            if name == content:
                message = f"unknown member {quote(name)} in {rule.name}; write it as text: <{rule.name}>…</{rule.name}>"
            elif name in rule.members:
                child = next(key for key, member in rule.children.items() if member.name == name)
                message = f"unknown member {quote(name)} in {rule.name}; write it as an element: <{child}>"
            else:
                meant = meant_name(
                    name, rule.attributes, absent, lambda m, n=name: m.read_xml(element.attributes[n])[1]
                )
                if meant:
                    meant_members.add(meant)
                    message = f'unknown member {quote(local_name(name))} in {rule.name}; did you mean "{meant}"?'
                else:
                    names = ", ".join(rule.attributes)
                    ending = f"expected one of {names}" if names else "it has none"
                    message = f"unknown member {quote(local_name(name))} in {rule.name}; {ending}"
            self.add("unknown-member", message, At(element, name))
        return meant_members

    def stray_text(self, element: XmlElement) -> None:
        """Text where none may stand."""
        shown = quote(collapse(element.text) or element.text, 30)
        self.add("wrong-place", f"found the text {shown} in {element.name}; expected none", At(element, None, True))

    def wrong_child(self, child: XmlElement, parent: str, allowed: tuple[str, ...]) -> None:
        """An element where it may not stand, or that does not exist."""
        uri, _, local = child.name.rpartition(" ")
        if uri:
            message = f"found <{local}> in the namespace {quote(uri)}; expected no namespace"
            self.add("unknown-verb", message, At(child))
        elif local in ELEMENTS:
            if parent == "Response":
                homes = {"Number": "Dial", "Sip": "Dial", "Client": "Dial", "Parameter": "Stream"}
                where = f"; it stands inside <{homes[local]}>" if local in homes else "; it is the root"
            else:
                where = (
                    f"; expected {' or '.join(f'<{name}>' for name in allowed)}" if allowed else "; expected no element"
                )
            self.add("wrong-place", f"found <{local}> in {parent}{where}", At(child))
        else:
            more = did_you_mean(local, allowed)
            what = "verb" if parent == "Response" else "element"
            self.add("unknown-verb", f"unknown {what} {quote(local)} in {parent}{more}", At(child))


def collapse(text: str) -> str:
    """`text` without white space at its ends, and with single spaces inside, as XML Schema collapses."""
    bare = text.strip(XML_SPACE)
    if "  " not in bare and "\n" not in bare and "\t" not in bare and "\r" not in bare:
        return bare
    return " ".join(part for part in bare.replace("\n", " ").replace("\t", " ").replace("\r", " ").split(" ") if part)


def is_ours_to_ignore(name: str, value: str, element: str) -> bool:
    """Attributes of XML itself, and those that tell an editor of the schema, say nothing about the call."""
    if name == _XSI_TYPE:
        # The XSD allows an element to name its own type, and no other.
        return value == f"{element}Type"
    return name.startswith(XML_NAMESPACE + " ") or name in _SCHEMA_HINTS


def local_name(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(" ")[2]

"""Judges an XML document: every fault at its own place, and the tree of what is right."""

from __future__ import annotations

from typing import NamedTuple

from voxml.formats.tree import Node
from voxml.formats.xml import XML_NAMESPACE, XSI_NAMESPACE
from voxml.formats.xml_tree import XmlElement
from voxml.language.spelling import did_you_mean, suggest
from voxml.language.texts import XML_SPACE, quote
from voxml.schema import tables
from voxml.schema.faults import Fault
from voxml.schema.vocabulary import ELEMENTS, VERBS, ElementRule, MemberRule, element_rule, meant_name

_SPACE = f"{XML_NAMESPACE} space"
_SCHEMA_HINTS = (f"{XSI_NAMESPACE} schemaLocation", f"{XSI_NAMESPACE} noNamespaceSchemaLocation")
_XSI_TYPE = f"{XSI_NAMESPACE} type"


_INSTRUCTIONS = frozenset({"instructions"})


class At(NamedTuple):
    """Where a fault is: an element, its attribute of that name, or its text."""

    element: XmlElement
    attribute: str | None = None
    is_text: bool = False


class XmlChecker:
    """One pass over one document."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def check(self, root: XmlElement) -> Node:
        """Judge a document from its root element; the faults are in `faults` afterwards."""
        node = Node("Response", root, None)
        instructions: list[Node] = []
        node.members["instructions"] = instructions
        if root.name != "Response":
            self._wrong_root(root)
            return node
        self._check_envelope_attributes(root)
        if root.text and root.text.strip(XML_SPACE):
            self._stray_text(root)
        preserve = _preserves(root, False)
        for child in root.children or ():
            if child.name in VERBS:
                instructions.append(self._element(child, element_rule(child.name), node, preserve))
            else:
                self._wrong_child(child, "Response", tables.VERBS)
        if root.children and root.children[-1].name not in VERBS:
            node.wrong = _INSTRUCTIONS
        return node

    def _add(self, rule: str, message: str, where: At) -> None:
        self.faults.append(Fault(rule, message, where))

    # --- the envelope

    def _wrong_root(self, root: XmlElement) -> None:
        uri, _, local = root.name.rpartition(" ")
        if local == "Response":
            self._add("unknown-member", f"found the namespace {quote(uri)}; expected none", At(root, "xmlns"))
        else:
            more = did_you_mean(local, ["Response"])
            self._add("wrong-place", f"found the root element <{local}>; expected <Response>{more}", At(root))

    def _check_envelope_attributes(self, root: XmlElement) -> None:
        for name, value in root.attributes.items():
            if name == "version":
                if value != "1.0":
                    self._add("invalid-value", f'version: found {quote(value)}; expected "1.0"', At(root, name))
            elif not _is_ours_to_ignore(name, value, "Response"):
                meant = ', which only JSON has; XML has "version"' if name == "voxml_version" else ""
                ending = meant or did_you_mean(name, ["version"])
                self._add(
                    "unknown-member",
                    f"unknown member {quote(_local(name))} in Response{ending}",
                    At(root, name),
                )

    # --- verbs and nouns

    def _element(self, element: XmlElement, rule: ElementRule, parent: Node, preserve: bool) -> Node:
        node = Node(rule.name, element, parent)
        known = element.tag.judged if element.tag is not None else None
        unknown: list[str] = []
        if known is not None:
            # Written just like another that has been judged right: plain XML has no xml:space either.
            node.members = known.copy()
        else:
            preserve = _preserves(element, preserve)
            unknown = self._attributes(element, rule, node)
        if rule.content is not None:
            self._content(element, rule, rule.content, node, preserve)
            if known is None:
                self._missing(element, rule, node, unknown, False)
            return node
        bad_child = self._children(element, rule, node, preserve)
        is_meant = self._missing(element, rule, node, unknown, bad_child)
        if not is_meant and element.text and (element.text.strip(XML_SPACE) or not rule.children):
            self._stray_text(element)
        return node

    def _attributes(self, element: XmlElement, rule: ElementRule, node: Node) -> list[str]:
        unknown: list[str] = []
        faults = len(self.faults)
        for name, text in element.attributes.items():
            member = rule.attributes.get(name)
            if member is None:
                if not _is_ours_to_ignore(name, text, rule.name):
                    unknown.append(name)
                continue
            value, wrong = member.read_xml(text)
            if wrong is None:
                node.members[name] = value
            else:
                node.wrong |= {name}
                self._add(wrong[0], f"{name}: {wrong[1]}", At(element, name))
        if element.tag is not None and not unknown and faults == len(self.faults) and not _absent(element, rule):
            element.tag.judged = node.members.copy()
        return unknown

    def _content(self, element: XmlElement, rule: ElementRule, member: MemberRule, node: Node, preserve: bool) -> None:
        for child in element.children or ():
            self._wrong_child(child, rule.name, ())
        text = element.text
        if not preserve or member.pattern is not None:
            text = collapse(text)
        if not text or not text.strip(XML_SPACE):
            if not element.children and member.name not in element.attributes:
                what = "text" if member.name == "text" else f"{member.name} as text"
                self._add("missing-member", f"{rule.name} is empty; expected its {what}", At(element))
            return
        value, wrong = member.read_xml(text)
        if wrong is None:
            node.members[member.name] = value
        else:
            self._add(wrong[0], f"{rule.name}: {wrong[1]}", At(element))

    def _children(self, element: XmlElement, rule: ElementRule, node: Node, preserve: bool) -> bool:
        is_wrong = False
        last = -1
        for child in element.children or ():
            member = rule.children.get(child.name)
            if member is None:
                self._wrong_child(child, rule.name, tuple(rule.children))
                is_wrong = True
            elif member.base == "element" and member.name in node.members:
                self._add(
                    "wrong-place",
                    f"found a second <{child.name}> in {rule.name}; expected at most one",
                    At(child),
                )
            elif member.base == "list" and member.order < last:
                order = ", then ".join(f"<{name}>" for name in rule.children)
                self._add("wrong-place", f"found <{child.name}> too late; expected {order}", At(child))
                is_wrong = True
            else:
                last = member.order
                self._child(child, member, node, preserve)
        return is_wrong

    def _child(self, child: XmlElement, member: MemberRule, node: Node, preserve: bool) -> None:
        if member.base == "map":
            self._parameter(child, node)
            return
        inner = self._element(child, element_rule(member.what), node, preserve)
        if member.base == "element":
            node.members[member.name] = inner
        else:
            node.members.setdefault(member.name, []).append(inner)

    def _parameter(self, child: XmlElement, node: Node) -> None:
        parameters: dict[str, str] = node.members.setdefault("parameters", {})
        for grandchild in child.children or ():
            self._wrong_child(grandchild, "Parameter", ())
        if child.text:
            self._stray_text(child)
        unknown = [name for name in child.attributes if name not in ("name", "value")]
        for attribute in unknown:
            if not _is_ours_to_ignore(attribute, child.attributes[attribute], "Parameter"):
                more = did_you_mean(attribute, ["name", "value"])
                self._add(
                    "unknown-member",
                    f"unknown member {quote(_local(attribute))} in Parameter{more}",
                    At(child, attribute),
                )
        name, value = child.attributes.get("name"), child.attributes.get("value")
        for attribute, found in (("name", name), ("value", value)):
            if found is None and not any(suggest(other, [attribute]) for other in unknown):
                self._add("missing-member", f"Parameter has no {attribute}; expected name and value", At(child))
        if name is not None and not name.strip(XML_SPACE):
            self._add(
                "invalid-value",
                f"name: found {quote(name)}; expected text that is not empty",
                At(child, "name"),
            )
        elif name is not None and name in parameters:
            self._add(
                "duplicate-member",
                f"found a second Parameter named {quote(name)}; expected each name once",
                At(child, "name"),
            )
        elif name is not None and value is not None:
            parameters[name] = value

    # --- what is not there, and what should not be

    def _missing(self, element: XmlElement, rule: ElementRule, node: Node, unknown: list[str], bad_child: bool) -> bool:
        """Report what an element lacks; the answer is whether its text was probably meant to be that."""
        text = collapse(element.text) if rule.content is None else ""
        is_meant = False
        absent = _absent(element, rule)
        meant_members = self._unknown_attributes(element, rule, unknown, absent) if unknown else frozenset[str]()
        node.wrong |= meant_members
        for name in absent:
            if name in meant_members:
                continue
            expected = rule.members[name].expected
            if text and rule.members[name].read_xml(text)[1] is None:
                is_meant = True
                expected = f"the text {quote(text, 30)} as an attribute of that name"
            self._add("missing-member", f"{rule.name} has no {name}; expected {expected}", At(element))
        if rule.needs_one_of and not bad_child and not any(name in node.members for name in rule.needs_one_of):
            names = ", ".join(f"<{name}>" for name in rule.children)
            is_meant = bool(text)
            expected = f"the text {quote(text, 30)} inside one of" if text else "at least one of"
            self._add("missing-member", f"{rule.name} has nobody to ring; expected {expected} {names}", At(element))
        return is_meant

    def _unknown_attributes(
        self, element: XmlElement, rule: ElementRule, unknown: list[str], absent: list[str]
    ) -> set[str]:
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
                    message = f'unknown member {quote(_local(name))} in {rule.name}; did you mean "{meant}"?'
                else:
                    names = ", ".join(rule.attributes)
                    ending = f"expected one of {names}" if names else "it has none"
                    message = f"unknown member {quote(_local(name))} in {rule.name}; {ending}"
            self._add("unknown-member", message, At(element, name))
        return meant_members

    def _stray_text(self, element: XmlElement) -> None:
        shown = quote(collapse(element.text) or element.text, 30)
        self._add("wrong-place", f"found the text {shown} in {element.name}; expected none", At(element, None, True))

    def _wrong_child(self, child: XmlElement, parent: str, allowed: tuple[str, ...]) -> None:
        uri, _, local = child.name.rpartition(" ")
        if uri:
            message = f"found <{local}> in the namespace {quote(uri)}; expected no namespace"
            self._add("unknown-verb", message, At(child))
        elif local in ELEMENTS:
            if parent == "Response":
                homes = {"Number": "Dial", "Sip": "Dial", "Client": "Dial", "Parameter": "Stream"}
                where = f"; it stands inside <{homes[local]}>" if local in homes else "; it is the root"
            else:
                where = (
                    f"; expected {' or '.join(f'<{name}>' for name in allowed)}" if allowed else "; expected no element"
                )
            self._add("wrong-place", f"found <{local}> in {parent}{where}", At(child))
        else:
            more = did_you_mean(local, allowed)
            what = "verb" if parent == "Response" else "element"
            self._add("unknown-verb", f"unknown {what} {quote(local)} in {parent}{more}", At(child))


def collapse(text: str) -> str:
    """`text` without white space at its ends, and with single spaces inside, as XML Schema collapses."""
    bare = text.strip(XML_SPACE)
    if "  " not in bare and "\n" not in bare and "\t" not in bare and "\r" not in bare:
        return bare
    return " ".join(part for part in bare.replace("\n", " ").replace("\t", " ").replace("\r", " ").split(" ") if part)


def _absent(element: XmlElement, rule: ElementRule) -> list[str]:
    """The attributes that have to be there and are not."""
    return [name for name in rule.required if name not in element.attributes and name in rule.attributes]


def _preserves(element: XmlElement, inherited: bool) -> bool:
    """Whether xml:space keeps white space here; it is inherited until an element says otherwise (XML 1.0, 2.10)."""
    if not element.attributes:
        return inherited
    said = element.attributes.get(_SPACE)
    return inherited if said not in ("preserve", "default") else said == "preserve"


def _is_ours_to_ignore(name: str, value: str, element: str) -> bool:
    """Attributes of XML itself, and those that tell an editor of the schema, say nothing about the call."""
    if name == _XSI_TYPE:
        # The XSD allows an element to name its own type, and no other.
        return value == f"{element}Type"
    return name.startswith(XML_NAMESPACE + " ") or name in _SCHEMA_HINTS


def _local(name: str) -> str:
    return name.rpartition(" ")[2]

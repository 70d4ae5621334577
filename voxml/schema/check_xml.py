"""Judges an XML document: every fault at its own place, and the tree of what is right."""

from __future__ import annotations

from voxml.formats.tree import Node
from voxml.formats.xml import XML_NAMESPACE
from voxml.formats.xml_tree import XmlElement
from voxml.language.spelling import did_you_mean, suggest
from voxml.language.texts import XML_SPACE, quote
from voxml.schema import tables
from voxml.schema.vocabulary import VERBS, ElementRule, MemberRule, element_rule
from voxml.schema.xml_faults import At, XmlFaults, collapse, is_ours_to_ignore, local_name

_SPACE = f"{XML_NAMESPACE} space"
_INSTRUCTIONS = frozenset({"instructions"})


class XmlChecker(XmlFaults):
    """One pass over one document."""

    def check(self, root: XmlElement) -> Node:
        """Judge a document from its root element; the faults are in `faults` afterwards."""
        node = Node("Response", root, None)
        instructions: list[Node] = []
        node.members["instructions"] = instructions
        if root.name != "Response":
            self.wrong_root(root)
            return node
        self.envelope_attributes(root)
        if root.text and root.text.strip(XML_SPACE):
            self.stray_text(root)
        preserve = _preserves(root, False)
        rules: dict[str, ElementRule] = {}
        for child in root.children or ():
            rule = rules.get(child.name)
            if rule is None:
                if child.name not in VERBS:
                    self.wrong_child(child, "Response", tables.VERBS)
                    continue
                rule = rules[child.name] = element_rule(child.name)
            instructions.append(self._element(child, rule, node, preserve))
        if root.children and root.children[-1].name not in VERBS:
            node.wrong = _INSTRUCTIONS
        return node

    def _element(self, element: XmlElement, rule: ElementRule, parent: Node, preserve: bool) -> Node:
        node = Node(rule.name, element, parent)
        known = element.tag.judged if element.tag is not None else None
        unknown: list[str] = []
        if known is not None:
            # Written just like another that has been judged right: plain XML has no xml:space either.
            node.members = members = known.copy()
            text = element.text
            if rule.text is not None and text.isprintable() and element.children is None and _is_clean(text):
                members[rule.text] = text
                return node
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
            self.stray_text(element)
        return node

    def _attributes(self, element: XmlElement, rule: ElementRule, node: Node) -> list[str]:
        unknown: list[str] = []
        faults = len(self.faults)
        for name, text in element.attributes.items():
            member = rule.attributes.get(name)
            if member is None:
                if not is_ours_to_ignore(name, text, rule.name):
                    unknown.append(name)
                continue
            value, wrong = member.read_xml(text)
            if wrong is None:
                node.members[name] = value
            else:
                node.wrong |= {name}
                self.add(wrong[0], f"{name}: {wrong[1]}", At(element, name))
        if element.tag is not None and not unknown and faults == len(self.faults) and not _absent(element, rule):
            element.tag.judged = node.members.copy()
        return unknown

    def _content(self, element: XmlElement, rule: ElementRule, member: MemberRule, node: Node, preserve: bool) -> None:
        for child in element.children or ():
            self.wrong_child(child, rule.name, ())
        text = element.text
        if not preserve or member.pattern is not None:
            text = collapse(text)
        if not text or not text.strip(XML_SPACE):
            if not element.children and member.name not in element.attributes:
                what = "text" if member.name == "text" else f"{member.name} as text"
                self.add("missing-member", f"{rule.name} is empty; expected its {what}", At(element))
            return
        value, wrong = member.read_xml(text)
        if wrong is None:
            node.members[member.name] = value
        else:
            self.add(wrong[0], f"{rule.name}: {wrong[1]}", At(element))

    def _children(self, element: XmlElement, rule: ElementRule, node: Node, preserve: bool) -> bool:
        is_wrong = False
        last = -1
        for child in element.children or ():
            member = rule.children.get(child.name)
            if member is None:
                self.wrong_child(child, rule.name, tuple(rule.children))
                is_wrong = True
            elif member.base == "element" and member.name in node.members:
                self.add(
                    "wrong-place",
                    f"found a second <{child.name}> in {rule.name}; expected at most one",
                    At(child),
                )
            elif member.base == "list" and member.order < last:
                order = ", then ".join(f"<{name}>" for name in rule.children)
                self.add("wrong-place", f"found <{child.name}> too late; expected {order}", At(child))
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
            self.wrong_child(grandchild, "Parameter", ())
        if child.text:
            self.stray_text(child)
        unknown = [name for name in child.attributes if name not in ("name", "value")]
        for attribute in unknown:
            if not is_ours_to_ignore(attribute, child.attributes[attribute], "Parameter"):
                more = did_you_mean(attribute, ["name", "value"])
                self.add(
                    "unknown-member",
                    f"unknown member {quote(local_name(attribute))} in Parameter{more}",
                    At(child, attribute),
                )
        name, value = child.attributes.get("name"), child.attributes.get("value")
        for attribute, found in (("name", name), ("value", value)):
            if found is None and not any(suggest(other, [attribute]) for other in unknown):
                self.add("missing-member", f"Parameter has no {attribute}; expected name and value", At(child))
        if name is not None and not name.strip(XML_SPACE):
            self.add(
                "invalid-value",
                f"name: found {quote(name)}; expected text that is not empty",
                At(child, "name"),
            )
        elif name is not None and name in parameters:
            self.add(
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
        meant_members = self.unknown_attributes(element, rule, unknown, absent) if unknown else frozenset[str]()
        node.wrong |= meant_members
        for name in absent:
            if name in meant_members:
                continue
            expected = rule.members[name].expected
            if text and rule.members[name].read_xml(text)[1] is None:
                is_meant = True
                expected = f"the text {quote(text, 30)} as an attribute of that name"
            self.add("missing-member", f"{rule.name} has no {name}; expected {expected}", At(element))
        if rule.needs_one_of and not bad_child and not any(name in node.members for name in rule.needs_one_of):
            names = ", ".join(f"<{name}>" for name in rule.children)
            is_meant = bool(text)
            expected = f"the text {quote(text, 30)} inside one of" if text else "at least one of"
            self.add("missing-member", f"{rule.name} has nobody to ring; expected {expected} {names}", At(element))
        return is_meant


def _absent(element: XmlElement, rule: ElementRule) -> list[str]:
    """The attributes that have to be there and are not."""
    return [name for name in rule.required if name not in element.attributes and name in rule.attributes]


def _is_clean(printable: str) -> bool:
    """Whether a text is right as it stands: it has no white space but single spaces inside."""
    return printable != "" and printable[0] != " " != printable[-1] and "  " not in printable


def _preserves(element: XmlElement, inherited: bool) -> bool:
    """Whether xml:space keeps white space here; it is inherited until an element says otherwise (XML 1.0, 2.10)."""
    if not element.attributes:
        return inherited
    said = element.attributes.get(_SPACE)
    return inherited if said not in ("preserve", "default") else said == "preserve"

"""Check an XML document: every error at its own position, and the tree of what is valid."""

from typing import NamedTuple

from voxml.formats.tree import Node
from voxml.formats.xml import SPACE, XML_NAMESPACE, XSI_NAMESPACE, XmlElement, collapse, preserves_space
from voxml.language.other_languages import without_counterpart
from voxml.language.spelling import did_you_mean, suggest
from voxml.language.texts import XML_SPACE, quote
from voxml.schema import fixes, tables
from voxml.schema.checked import MakeFix, SchemaError
from voxml.schema.grammar import ELEMENTS, VERBS, ElementRule, MemberRule, ValueProblem, element_rule, hint, meant_name

_SCHEMA_HINTS = (f"{XSI_NAMESPACE} schemaLocation", f"{XSI_NAMESPACE} noNamespaceSchemaLocation")
_XSI_TYPE = f"{XSI_NAMESPACE} type"
#: The only parents of elements that are no verbs.
_HOMES = {"Number": "Dial", "Sip": "Dial", "Client": "Dial", "Parameter": "Stream"}


class At(NamedTuple):
    """Where an error is: an element, its attribute of that name, or its text."""

    element: XmlElement
    attribute: str | None = None
    is_text: bool = False


class XmlChecker:
    """One pass over one document."""

    def __init__(self) -> None:
        self.errors: list[SchemaError] = []

    def check(self, root: XmlElement) -> Node:
        """Check a document from its root element; the errors are in `errors` afterwards."""
        node = Node("Response", root, None)
        instructions: list[Node] = []
        node.members["instructions"] = instructions
        if root.name != "Response":
            self._wrong_root(root)
            return node
        self._envelope_attributes(root)
        if root.text and root.text.strip(XML_SPACE):
            self._stray_text(root)
        preserve = preserves_space(root, False)
        for child in root.children:
            if child.name in VERBS:
                instructions.append(self._element(child, element_rule(child.name), node, preserve))
            else:
                self._wrong_child(child, "Response", tables.VERBS)
        if root.children and root.children[-1].name not in VERBS:
            node.invalid = frozenset({"instructions"})
        return node

    def _element(self, element: XmlElement, rule: ElementRule, parent: Node, preserve: bool) -> Node:
        node = Node(rule.name, element, parent)
        if SPACE in element.attributes:
            preserve = preserves_space(element, preserve)
        unknown = self._attributes(element, rule, node) if element.attributes else []
        if rule.content is not None:
            self._content(element, rule, rule.content, node, preserve)
            if unknown or rule.required_attributes:
                self._missing(element, rule, node, unknown, False)
            return node
        bad_child = self._children(element, rule, node, preserve)
        is_meant = self._missing(element, rule, node, unknown, bad_child)
        if not is_meant and element.text and (element.text.strip(XML_SPACE) or not rule.children):
            self._stray_text(element)
        return node

    def _attributes(self, element: XmlElement, rule: ElementRule, node: Node) -> list[str]:
        """Check the known attributes of an element; return the unknown ones."""
        unknown: list[str] = []
        known = rule.attributes
        for name, text in element.attributes.items():
            member = known.get(name)
            if member is None:
                if not _is_ignored(name, text, rule.name):
                    unknown.append(name)
                continue
            value, problem = member.read_xml(text)
            if problem is None:
                node.members[name] = value
            else:
                node.invalid |= {name}
                self._bad_value(name, problem, At(element, name), fixes.write_attribute(element, member), member, text)
        return unknown

    def _content(self, element: XmlElement, rule: ElementRule, member: MemberRule, node: Node, preserve: bool) -> None:
        for child in element.children:
            self._wrong_child(child, rule.name, ())
        text = element.text if preserve and not member.has_pattern else collapse(element.text)
        if not text.strip(XML_SPACE):
            if not element.children and member.name not in element.attributes:
                what = "text" if member.name == "text" else f"{member.name} as text"
                self._add("missing-member", f"{rule.name} is empty; expected its {what}", At(element))
            return
        problem = member.check_text(text)
        if problem is None:
            node.members[member.name] = text
        else:
            fix = fixes.write_content(element, member)
            self._bad_value(rule.name, problem, At(element, is_text=True), fix, member, element.text)

    def _children(self, element: XmlElement, rule: ElementRule, node: Node, preserve: bool) -> bool:
        """Check the children of an element; return whether one of them may not be there."""
        is_wrong = False
        last = -1
        for child in element.children:
            member = rule.children.get(child.name)
            if member is None:
                self._wrong_child(child, rule.name, tuple(rule.children))
                is_wrong = True
            elif member.base == "element" and member.name in node.members:
                message = f"found a second <{child.name}> in {rule.name}; expected at most one"
                self._add("wrong-place", message, At(child))
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
            self._parameter(child, node.members.setdefault("parameters", {}))
            return
        inner = self._element(child, element_rule(member.what), node, preserve)
        if member.base == "element":
            node.members[member.name] = inner
        else:
            node.members.setdefault(member.name, []).append(inner)

    def _parameter(self, child: XmlElement, parameters: dict[str, str]) -> None:
        for grandchild in child.children:
            self._wrong_child(grandchild, "Parameter", ())
        if child.text:
            self._stray_text(child)
        unknown = [name for name in child.attributes if name not in ("name", "value")]
        for attribute in unknown:
            if not _is_ignored(attribute, child.attributes[attribute], "Parameter"):
                more = did_you_mean(attribute, ["name", "value"])
                message = f"unknown member {quote(_local_name(attribute))} in Parameter{more}"
                self._add("unknown-member", message, At(child, attribute))
        name, value = child.attributes.get("name"), child.attributes.get("value")
        for attribute, found in (("name", name), ("value", value)):
            if found is None and not any(suggest(other, [attribute]) for other in unknown):
                self._add("missing-member", f"Parameter has no {attribute}; expected name and value", At(child))
        if name is not None and not name.strip(XML_SPACE):
            message = f"name: found {quote(name)}; expected text that is not empty"
            self._add("invalid-value", message, At(child, "name"))
        elif name is not None and name in parameters:
            message = f"found a second Parameter named {quote(name)}; expected each name once"
            self._add("duplicate-member", message, At(child, "name"))
        elif name is not None and value is not None:
            parameters[name] = value

    # --- what is missing

    def _missing(self, element: XmlElement, rule: ElementRule, node: Node, unknown: list[str], bad_child: bool) -> bool:
        """Report what an element lacks; return whether its text was probably meant to be that."""
        absent = [name for name in rule.required_attributes if name not in element.attributes]
        if unknown:
            node.invalid |= self._unknown_attributes(element, rule, unknown, absent)
        is_meant = False
        text = collapse(element.text) if rule.content is None and element.text else ""
        for name in absent:
            if name in node.invalid:
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
            message = f"{rule.name} has no target; expected {expected} {names}"
            self._add("missing-member", message, At(element))
        return is_meant

    # --- what may not be there

    def _add(self, rule: str, message: str, at: At, fix: MakeFix | None = None) -> None:
        self.errors.append(SchemaError(rule, message, at, fix))

    def _bad_value(
        self, name: str, problem: ValueProblem, at: At, fix: MakeFix | None, member: MemberRule, text: str
    ) -> None:
        self.errors.append(SchemaError(problem[0], f"{name}: {problem[1]}", at, fix, member, text))

    def _wrong_root(self, root: XmlElement) -> None:
        uri, _, local = root.name.rpartition(" ")
        if local == "Response":
            self._add("unknown-member", f"found the namespace {quote(uri)}; expected none", At(root, "xmlns"))
        else:
            more = did_you_mean(local, ["Response"])
            self._add("wrong-place", f"found the root element <{local}>; expected <Response>{more}", At(root))

    def _envelope_attributes(self, root: XmlElement) -> None:
        for name, value in root.attributes.items():
            if name == "version":
                if value != "1.0":
                    self._add("invalid-value", f'version: found {quote(value)}; expected "1.0"', At(root, name))
            elif not _is_ignored(name, value, "Response"):
                meant = ', which only JSON has; XML has "version"' if name == "voxml_version" else ""
                ending = meant or did_you_mean(name, ["version"])
                message = f"unknown member {quote(_local_name(name))} in Response{ending}"
                self._add("unknown-member", message, At(root, name))

    def _unknown_attributes(
        self, element: XmlElement, rule: ElementRule, unknown: list[str], absent: list[str]
    ) -> set[str]:
        """Report attributes that an element does not have; return the members that they were probably meant to be."""
        meant_members: set[str] = set()
        content = rule.content.name if rule.content is not None else None
        free = (name for name in rule.attributes if name not in element.attributes)
        renames = fixes.Renames((name for name in unknown if name not in rule.members), free)
        for name in unknown:
            fix = None
            value = element.attributes[name]
            if name == content:
                ending = f"write it as text: <{rule.name}>…</{rule.name}>"
            elif name in rule.members:
                child = next(key for key, member in rule.children.items() if member.name == name)
                ending = f"write it as an element: <{child}>"
            else:
                meant = meant_name(name, rule.attributes, absent, lambda key: rule.attributes[key].takes(value))  # noqa: B023
                new = renames.of(name)
                fix = fixes.rename_attribute(element, name, new, rule.attributes.get(new or ""))
                if meant:
                    meant_members.add(meant)
                    ending = f'did you mean "{meant}"?'
                else:
                    expected = f"expected one of {', '.join(rule.attributes)}" if rule.attributes else "it has none"
                    ending = without_counterpart(name) or expected
            message = f"unknown member {quote(_local_name(name))} in {rule.name}; {ending}"
            self._add("unknown-member", message, At(element, name), fix)
        return meant_members

    def _stray_text(self, element: XmlElement) -> None:
        shown = quote(collapse(element.text) or element.text, 30)
        self._add("wrong-place", f"found the text {shown} in {element.name}; expected none", At(element, is_text=True))

    def _wrong_child(self, child: XmlElement, parent: str, allowed: tuple[str, ...]) -> None:
        uri, _, local = child.name.rpartition(" ")
        if uri:
            message = f"found <{local}> in the namespace {quote(uri)}; expected no namespace"
            self._add("unknown-verb", message, At(child))
        elif local not in ELEMENTS:
            what = "verb" if parent == "Response" else "element"
            message = f"unknown {what} {quote(local)} in {parent}{hint(local, allowed)}"
            self._add("unknown-verb", message, At(child), fixes.rename_element(child))
        else:
            if parent == "Response":
                where = f"it belongs inside <{_HOMES[local]}>" if local in _HOMES else "it is the root"
            else:
                where = f"expected {' or '.join(f'<{name}>' for name in allowed) if allowed else 'no element'}"
            self._add("wrong-place", f"found <{local}> in {parent}; {where}", At(child))


def _is_ignored(name: str, value: str, element: str) -> bool:
    """Return whether an attribute is XML's own, or names the schema for an editor."""
    if name == _XSI_TYPE:
        # The XSD allows an element to name its own type, and no other.
        return value == f"{element}Type"
    return name.startswith(XML_NAMESPACE + " ") or name in _SCHEMA_HINTS


def _local_name(name: str) -> str:
    return name.rpartition(" ")[2]

"""Fixes for faults of XML documents against the schema."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, cast

from voxml.diagnostics import Diagnostic, Edit, Fix
from voxml.linting.meaning import Meanings, better_text, meant_name
from voxml.schema import tables
from voxml.schema.vocabulary import ElementRule, MemberRule, element_rule

if TYPE_CHECKING:
    from voxml.formats.comments import Layout
    from voxml.formats.xml_places import XmlPlaces
    from voxml.formats.xml_tree import XmlElement
    from voxml.schema.checked import Checked


class XmlMender:
    """Finds the fix of a finding."""

    def __init__(self, checked: Checked) -> None:
        assert checked.root is not None
        self._text = checked.source.text
        self._places = cast("XmlPlaces", checked.places)
        self._root: XmlElement = checked.root.origin
        #: The children of an element that was looked into, by their name; one file may have thousands of faults.
        self._children: dict[int, dict[str, list[XmlElement]]] = {}
        self._meanings: dict[int, Meanings] = {}

    def _find(self, pointer: str) -> XmlElement | None:
        """The element at an XPath such as `/Response/Gather[1]`."""
        at = self._root
        for step in pointer.split("/")[2:]:
            name, _, number = step.rstrip("]").partition("[")
            same = self._by_name(at).get(name, [])
            if not number.isdigit() or int(number) > len(same):
                return None
            at = same[int(number) - 1]
        return at

    def _by_name(self, element: XmlElement) -> dict[str, list[XmlElement]]:
        known = self._children.get(id(element))
        if known is None:
            known = self._children[id(element)] = {}
            for child in element.children or ():
                known.setdefault(child.name.rpartition(" ")[2], []).append(child)
        return known

    @cached_property
    def _layout(self) -> Layout:
        from voxml.formats.comments import Layout

        return Layout(self._text)

    def fix(self, each: Diagnostic) -> Fix | None:
        """The fix of one finding."""
        pointer, is_attribute, name = each.pointer.partition("/@")
        element = self._find(pointer)
        if element is None or " " in element.name:
            return None
        if each.rule == "unknown-verb":
            return self._rename_element(element)
        if element.name not in tables.MEMBERS:
            return None
        rule = element_rule(element.name)
        if not is_attribute:
            return self._content(element, rule) if each.rule == "invalid-value" else None
        if name not in element.attributes:
            return None
        if each.rule == "unknown-member":
            return self._rename_attribute(element, rule, name)
        if each.rule in ("wrong-type", "invalid-value") and name in rule.attributes:
            better = better_text(rule.attributes[name], element.attributes[name])
            if better is not None:
                span = self._places.attribute(element, name, value=True)
                return Fix(f'write "{better}"', (Edit(span.start, span.end, better),))
        return None

    def _rename_attribute(self, element: XmlElement, rule: ElementRule, name: str) -> Fix | None:
        meanings = self._meanings.get(id(element))
        if meanings is None:
            meanings = self._meanings[id(element)] = Meanings(element.attributes, rule.attributes, rule)
        meant = meant_name(name, meanings.free)
        if meant is None or rule.attributes[meant[0]].read_xml(element.attributes[name])[1] is not None:
            return None
        if meanings.is_contested(name, meant[0]):
            return None  # two names that mean one member
        span = self._places.attribute(element, name)
        return Fix(f'rename it to "{meant[0]}"', (Edit(span.start, span.start + len(name), meant[0]),), meant[1])

    def _rename_element(self, element: XmlElement) -> Fix | None:
        parent = element.parent
        if parent is None or " " in element.name:
            return None
        known = list(tables.VERBS) if parent.name == "Response" else []
        if parent.name in tables.MEMBERS:
            known = list(element_rule(parent.name).children)
        meant = meant_name(element.name, known)
        if meant is None:
            return None
        start = self._places.element(element).start
        extent = self._layout.extents.get(start)
        if extent is None:
            return None
        size = len(element.name)
        edits = [Edit(start + 1, start + 1 + size, meant[0])]
        close = self._text.rfind("</", start, extent.end)
        if (
            close > start
            and self._text.startswith(element.name, close + 2)
            and not self._text.endswith("/>", 0, extent.end)
        ):
            edits.append(Edit(close + 2, close + 2 + size, meant[0]))
        return Fix(f"rename it to <{meant[0]}>", tuple(edits), meant[1])

    def _content(self, element: XmlElement, rule: ElementRule) -> Fix | None:
        if rule.content is None or rule.content.pattern is None or element.children:
            return None
        better = better_text(rule.content, element.text)
        span = self._places.content(element)
        if better is None or self._text[span.start : span.end] != element.text.strip():
            return None
        return Fix(f"write {better}", (Edit(span.start, span.end, better),))

    def value(self, each: Diagnostic) -> tuple[MemberRule, str] | None:
        """The member that a finding is about, and what is written there."""
        pointer, is_attribute, name = each.pointer.partition("/@")
        element = self._find(pointer)
        if element is None or element.name not in tables.MEMBERS:
            return None
        rule = element_rule(element.name)
        if not is_attribute:
            return (rule.content, element.text) if rule.content is not None else None
        member = rule.attributes.get(name)
        return (member, element.attributes[name]) if member is not None and name in element.attributes else None

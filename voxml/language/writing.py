"""Write verbs in both forms: as JSON for TryVox, as XML for people. Each document has one canonical spelling."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import json

from voxml.language.element import Element, Verb
from voxml.language.limits import VOXML_VERSION
from voxml.language.members import Member, members_of
from voxml.language.verbs import VERBS
from voxml.language.xml_text import content, escape_attribute

_HEAD = f'{{"voxml_version":"{VOXML_VERSION}","instructions":['.encode()
_NAMES = {cls: f'{{"verb":"{cls.__name__}"'.encode() for cls in VERBS}
_encode = json.Encoder().encode


def as_json(verbs: Iterable[Verb]) -> bytes:
    """Return the document as compact JSON in UTF-8, with no more escapes than it needs.

    Members are in the order of the language, unset ones are left out.
    """
    instructions = []
    for verb in verbs:
        name, members = _NAMES[type(verb)], _encode(verb)
        instructions.append(name + b"," + members[1:] if members != b"{}" else name + b"}")
    return _HEAD + b",".join(instructions) + b"]}"


def as_xml(verbs: Iterable[Verb], indent: int | None) -> str:
    """Return the document as XML: `indent` spaces a level, or all on one line with None.

    There is no XML declaration, as in Canonical XML; the encoding is UTF-8, which needs none.
    """
    step, newline = ("", "") if indent is None else (" " * indent, "\n")
    elements = [_element(verb, step, step, newline) for verb in verbs]
    if not elements:
        return f'<Response version="{VOXML_VERSION}"/>\n'
    return f'<Response version="{VOXML_VERSION}">{newline}{"".join(elements)}</Response>\n'


#: How one class is written: its name, its attributes (member, start, what writes the value), its content, its children.
_Layout = tuple[str, tuple[tuple[str, str, Callable[[Any], str]], ...], str | None, tuple[Member, ...]]


class _Layouts(dict[type, _Layout]):
    """The layout of each class, made when one of its elements is written first."""

    def __missing__(self, cls: Any) -> _Layout:
        members = members_of(cls)
        attributes = tuple(
            (member.name, f' {member.name}="', _written(member))
            for member in members
            if member.kind and not member.is_content
        )
        children = tuple(member for member in members if not member.kind)
        self[cls] = layout = (cls.__name__, attributes, cls.content, children)
        return layout


_LAYOUTS = _Layouts()


def _written(member: Member) -> Callable[[Any], str]:
    """Return what writes the value of an attribute."""
    if member.base == "bool":
        return {True: "true", False: "false"}.__getitem__
    # A pattern in ASCII lists its few characters, none of which XML escapes.
    is_special = member.base == "str" and not (member.kind and member.kind.pattern and member.kind.pattern.isascii())
    return escape_attribute if is_special else str


def _element(element: Element, margin: str, step: str, newline: str) -> str:
    name, attributes, text, children = _LAYOUTS[type(element)]
    head = f"{margin}<{name}"
    for member, start, written in attributes:
        value = getattr(element, member)
        if value is not None:
            head += f'{start}{written(value)}"'
    if text is not None:
        return f"{head}{content(getattr(element, text))}</{name}>{newline}"
    inside = ""
    for child in children:
        value = getattr(element, child.name)
        if value is not None:
            inside += _children(child, value, margin + step, step, newline)
    return f"{head}>{newline}{inside}{margin}</{name}>{newline}" if inside else f"{head}/>{newline}"


def _children(member: Member, value: Any, margin: str, step: str, newline: str) -> str:
    if member.base == "element":
        return _element(value, margin, step, newline)
    if member.base == "list":
        return "".join([_element(item, margin, step, newline) for item in value])
    return "".join(
        f'{margin}<Parameter name="{escape_attribute(name)}" value="{escape_attribute(text)}"/>{newline}'
        for name, text in value.items()
    )

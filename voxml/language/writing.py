"""Write verbs in both forms: as JSON for TryVox, as XML for people. Each document has one canonical spelling."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from msgspec import json, to_builtins

from voxml.language.limits import VOXML_VERSION
from voxml.language.members import Member, members_of
from voxml.language.xml_text import content, escape_attribute

if TYPE_CHECKING:
    from voxml.language.verbs import Element, Verb

_encode = json.Encoder().encode


def as_json(verbs: Iterable[Verb]) -> bytes:
    """Return the document as compact JSON in UTF-8, with no more escapes than it needs.

    Members are in the order of the language, unset ones are left out.
    """
    instructions = [{"verb": type(verb).__name__, **to_builtins(verb)} for verb in verbs]
    return _encode({"voxml_version": VOXML_VERSION, "instructions": instructions})


def as_xml(verbs: Iterable[Verb], indent: int | None) -> str:
    """Return the document as XML: `indent` spaces a level, or all on one line with None.

    There is no XML declaration, as in Canonical XML; the encoding is UTF-8, which needs none.
    """
    step, newline = ("", "") if indent is None else (" " * indent, "\n")
    elements = [_element(verb, step, step, newline) for verb in verbs]
    if not elements:
        return f'<Response version="{VOXML_VERSION}"/>\n'
    return f'<Response version="{VOXML_VERSION}">{newline}{"".join(elements)}</Response>\n'


class _Layout(NamedTuple):
    """How the members of one class are written."""

    attributes: tuple[tuple[str, str], ...]
    content: str | None
    children: tuple[Member, ...]


@cache
def _layout(cls: type[Element]) -> _Layout:
    members = members_of(cls)
    return _Layout(
        tuple((member.name, f" {member.name}=") for member in members if member.kind and not member.is_content),
        cls.content,
        tuple(member for member in members if not member.kind),
    )


def _element(element: Element, margin: str, step: str, newline: str) -> str:
    name = type(element).__name__
    layout = _layout(type(element))
    head = f"{margin}<{name}"
    for attribute, start in layout.attributes:
        value = getattr(element, attribute)
        if value is not None:
            head += f'{start}"{_attribute(value)}"'
    if layout.content is not None:
        return f"{head}{content(getattr(element, layout.content))}</{name}>{newline}"
    inside = "".join([_child(element, member, margin + step, step, newline) for member in layout.children])
    return f"{head}>{newline}{inside}{margin}</{name}>{newline}" if inside else f"{head}/>{newline}"


def _child(element: Element, member: Member, margin: str, step: str, newline: str) -> str:
    value = getattr(element, member.name)
    if value is None:
        return ""
    if member.base == "element":
        return _element(value, margin, step, newline)
    if member.base == "list":
        return "".join([_element(item, margin, step, newline) for item in value])
    return "".join(
        f'{margin}<Parameter name="{escape_attribute(name)}" value="{escape_attribute(text)}"/>{newline}'
        for name, text in value.items()
    )


def _attribute(value: str | int | bool) -> str:
    if isinstance(value, str):
        return escape_attribute(value)
    return str(value).lower()

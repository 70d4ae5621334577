"""Emits the writer of XML: a function for each verb and noun."""

from __future__ import annotations

import textwrap

from voxml.language.model import ElementModel, Member, elements
from voxml.schema.emit_code import HEADER


def xml_elements() -> str:
    """`voxml/formats/xml_elements.py`."""
    # Nouns come first, then the verbs in the order of the language.
    shown = sorted(elements().values(), key=lambda element: element.is_verb)
    verbs = [element.name for element in shown if element.is_verb]
    nouns = [element.name for element in shown if not element.is_verb]
    writers = ", ".join(f"wire.{name}: _{name.lower()}" for name in verbs)
    return "\n".join(
        [
            HEADER.format(doc="Writes each verb and noun as XML."),
            "# ruff: noqa",
            "from __future__ import annotations\n",
            "from collections.abc import Callable",
            "from typing import Any\n",
            "from voxml.formats.xml_text import content, escape_attribute",
            "from voxml.language import wire",
            f"from voxml.language.verbs import {', '.join(sorted(nouns))}\n",
            "# Each is given an instruction, the white space before it and before what is in it, and the end of a line.",
            "",
            "",
            "\n\n".join(_writer(element) for element in shown),
            "",
            f"WRITERS: dict[type, Callable[[Any, str, str, str], str]] = {{{writers}}}",
            "",
        ]
    )


def _writer(element: ElementModel) -> str:
    name = element.name
    kind = f"wire.{name}" if element.is_verb else name
    kind += f" | wire.{name}Prompt" if name in _prompts() else ""
    lines = [f'head = f"{{margin}}<{name}"']
    for member in element.members:
        if not member.is_content and member.base not in _INSIDE:
            lines += _attribute(member)
    inside = [member for member in element.members if member.base in _INSIDE]
    if element.content is not None:
        lines.append(f'return f"{{head}}{{content(it.{element.content.name})}}</{name}>{{newline}}"')
    elif inside:
        lines.append('inside = ""')
        for member in inside:
            lines += [
                f"if it.{member.name} is not None:",
                textwrap.indent(_INSIDE[member.base](member), "    "),
            ]
        if not element.needs_one_of:
            lines += ["if not inside:", '    return f"{head}/>{newline}"']
        lines.append(f'return f"{{head}}>{{newline}}{{inside}}{{margin}}</{name}>{{newline}}"')
    else:
        lines.append('return f"{head}/>{newline}"')
    arguments = f"it: {kind}, margin: str, inner: str, newline: str"
    return f"def _{name.lower()}({arguments}) -> str:\n" + textwrap.indent("\n".join(lines), "    ") + "\n"


def _prompts() -> set[str | None]:
    members = [member for element in elements().values() for member in element.members]
    return {member.element for member in members if member.base == "element"}


def _attribute(member: Member) -> list[str]:
    name = member.name
    if member.base == "bool":
        line = f"head += ' {name}=\"true\"' if it.{name} else ' {name}=\"false\"'"
    else:
        value = f"escape_attribute(it.{name})" if _can_be_special(member) else f"it.{name}"
        line = f"head += f' {name}=\"{{{value}}}\"'"
    return [line] if member.is_required else [f"if it.{name} is not None:", f"    {line}"]


def _can_be_special(member: Member) -> bool:
    """Whether a value may have a character that XML escapes. Patterns in ASCII spell out their few characters."""
    if member.base != "str" or member.kind is None:
        return False
    return member.kind.pattern is None or not member.kind.pattern.isascii()


def _one(member: Member) -> str:
    return f"inside += _{str(member.element).lower()}(it.{member.name}, inner, inner, newline)"


def _many(member: Member) -> str:
    return (
        f"for {str(member.element).lower()} in it.{member.name}:\n"
        f"    inside += _{str(member.element).lower()}({str(member.element).lower()}, inner, inner, newline)"
    )


def _map(member: Member) -> str:
    return (
        f"for name, value in it.{member.name}.items():\n"
        "    inside += f'{inner}<Parameter name=\"{escape_attribute(name)}\"'\n"
        "    inside += f' value=\"{escape_attribute(value)}\"/>{newline}'"
    )


_INSIDE = {"element": _one, "list": _many, "map": _map}

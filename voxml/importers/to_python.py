"""Write a document as Python: the builder's calls that give the same document."""

from __future__ import annotations

import json
from typing import Any

from voxml.language.element import Element
from voxml.language.members import members_of
from voxml.language.response import Response

#: In characters, as formatters for Python have it.
_WIDTH = 100


def to_python(response: Response) -> str:
    """Return a module that has the response as `response`."""
    used: set[str] = set()
    calls = [_call(f".{type(verb).__name__.lower()}", verb, 4, used) for verb in response]
    names = ", ".join(sorted({"Response", *used}))
    body = "\n".join(f"    {call}" for call in calls)
    made = f"response = (\n    Response()\n{body}\n)\n" if calls else "response = Response()\n"
    return f"from voxml import {names}\n\n{made}"


def _call(name: str, element: Element, indent: int, used: set[str]) -> str:
    inner = indent + 4
    arguments = []
    for member in members_of(type(element)):
        value = getattr(element, member.name)
        if value is not None:
            is_first = member.name == type(element).content
            arguments.append((("" if is_first else f"{member.name}="), value))
    one_line = f"{name}({', '.join(label + _value(value, 0, used, flat=True) for label, value in arguments)})"
    if indent + len(one_line) <= _WIDTH:
        return one_line
    lines = "".join(f"{' ' * inner}{label}{_value(value, inner, used)},\n" for label, value in arguments)
    return f"{name}(\n{lines}{' ' * indent})"


def _value(value: Any, indent: int, used: set[str], *, flat: bool = False) -> str:
    if isinstance(value, Element):
        used.add(type(value).__name__)
        return _call(type(value).__name__, value, -(10**6) if flat else indent, used)
    if isinstance(value, (list, tuple)):
        one_line = "[" + ", ".join(_value(each, 0, used, flat=True) for each in value) + "]"
        if flat or indent + len(one_line) <= _WIDTH:
            return one_line
        items = "".join(f"{' ' * (indent + 4)}{_value(each, indent + 4, used)},\n" for each in value)
        return f"[\n{items}{' ' * indent}]"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False) if value.isprintable() else repr(value)
    if hasattr(value, "items"):
        pairs = [f"{_value(name, 0, used)}: {_value(each, 0, used)}" for name, each in value.items()]
        one_line = "{" + ", ".join(pairs) + "}"
        if flat or indent + len(one_line) <= _WIDTH:
            return one_line
        return "{\n" + "".join(f"{' ' * (indent + 4)}{pair},\n" for pair in pairs) + " " * indent + "}"
    return repr(value)

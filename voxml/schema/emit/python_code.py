"""Emit the Python that is derived from the language: the fluent methods and the checker's tables."""

import textwrap

from voxml.language.elements import ElementModel, elements, kinds
from voxml.language.members import Member, annotation_of
from voxml.schema.emit.wording import describe

HEADER = '"""{doc}\n\nEmitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.\n"""\n'
_WIDTH = 120

# --- voxml/language/fluent.py ---

_FLUENT = '''
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Self

from voxml.language.arguments import named_arguments
from voxml.language.element import Verb
from voxml.language.verbs import (
{imports}
)


class Fluent:
    """The fluent methods: each adds a verb to the response and returns the response.

    Raises:
        VoxmlTypeError: a value has the wrong type, or a name is unknown.
        VoxmlValueError: a value is not allowed.
    """

    __slots__ = ()

    def append(self, verb: Verb, /) -> Self:
        """Add a verb to the end."""
        raise NotImplementedError

{methods}


def _one(cls: type[Any], value: Any) -> Any:
    """Return the element that `value` is, or is the content of."""
    return cls(value) if isinstance(value, str) else value


def _many(cls: type[Any], values: Any) -> Any:
    """Return the elements that `values` are, or are the content of; one alone needs no list."""
    if isinstance(values, (list, tuple)):
        return tuple([cls(value) if isinstance(value, str) else value for value in values])
    return values if values is None or not isinstance(values, (str, cls)) else (_one(cls, values),)
'''


def fluent() -> str:
    """Return the module of the fluent methods, one for each verb."""
    verbs = [element for element in elements().values() if element.is_verb]
    names = {verb.name for verb in verbs} | {member.element for verb in verbs for member in verb.members} - {None}
    imports = "\n".join(f"    {name}," for name in sorted(map(str, names)))
    methods = "\n\n".join(_method(verb) for verb in verbs)
    return HEADER.format(doc="The fluent methods of a Response, one for each verb.") + _FLUENT.format(
        imports=imports, methods=methods
    )


def _method(verb: ElementModel) -> str:
    places = [member for member in verb.members if member.is_positional]
    if verb.needs_one_of:  # what is dialled comes first: dial("+14155550100")
        places = [member for member in verb.members if member.name == verb.needs_one_of[0]]
    named = [member for member in verb.members if member not in places]
    parameters = ["self", *map(_parameter, places), *(["*"] if named else []), *map(_parameter, named)]
    passed = [member.name if member.is_positional else f"{member.name}={_passed(member)}" for member in verb.members]
    lines = [
        "@named_arguments",
        *_call(f"def {verb.name.lower()}(", parameters, ") -> Self:", 4),
        f'    """{_docstring(verb)}"""',
    ]
    one_line = f"return self.append({verb.name}._new({', '.join(passed)}))"
    if len(one_line) + 8 <= _WIDTH:
        lines.append(f"    {one_line}")
    else:
        call = [f"        {line}" for line in _call(f"{verb.name}._new(", passed, ")", 12)]
        lines += ["    return self.append(", *call, "    )"]
    return textwrap.indent("\n".join(lines), "    ")


def _call(start: str, arguments: list[str], end: str, margin: int) -> list[str]:
    """Return a call or signature on one line, or where that is too long with a line for each argument."""
    line = start + ", ".join(arguments) + end
    if len(line) + margin <= _WIDTH:
        return [line]
    return [start, *(f"    {argument}," for argument in arguments), end]


def _parameter(member: Member) -> str:
    return f"{member.name}: {_annotation(member)}" + ("" if member.is_required else " | None = None")


def _annotation(member: Member) -> str:
    plain = annotation_of(member)
    if member.base == "list":
        return f"Sequence[{member.element} | str] | {member.element} | str"
    return f"{plain} | str" if member.base == "element" else plain


def _passed(member: Member) -> str:
    """Return the argument of a constructor: a text means the element whose content it is."""
    if member.base == "element":
        return f"_one({member.element}, {member.name})"
    return f"_many({member.element}, {member.name})" if member.base == "list" else member.name


def _docstring(verb: ElementModel) -> str:
    lines = [f"Add a {verb.name}: {verb.doc[0].lower()}{verb.doc[1:]}", "", "Args:"]
    for member in verb.members:
        short = f" A text means {member.element}(text)." if member.element else ""
        wrapped = textwrap.wrap(f"{member.name}: {describe(member)}{short}", _WIDTH - 16)
        lines += [f"    {wrapped[0]}", *(f"        {line}" for line in wrapped[1:])]
    lines += ["", f"Source: https://docs.tryvox.io/{verb.page}"]
    return textwrap.indent("\n".join(lines), "    ").strip() + "\n    "


# --- voxml/schema/tables.py ---


def tables() -> str:
    """Return the module with the language as plain data, which the checker loads without importing msgspec."""
    lines = [
        HEADER.format(doc="The language as plain data: what the checker of documents reads."),
        "# ruff: noqa",
        "from __future__ import annotations\n",
        "#: name: (what a message says is expected, pattern or None, minimum or None)",
        "TYPES: dict[str, tuple[str, str | None, int | None]] = {",
        *(
            f"    {kind.name!r}: ({kind.expected!r}, {kind.pattern!a}, {kind.minimum!r}),"
            for kind, _, _ in kinds().values()
        ),
        "}",
        "",
        "#: element: {member: (base, type or element, is required, words of choice)}",
        "MEMBERS: dict[str, dict[str, tuple[str, str, bool, tuple[str, ...]]]] = {",
    ]
    for element in elements().values():
        lines.append(f"    {element.name!r}: {{")
        for member in element.members:
            what = member.element or (member.kind.name if member.kind else "")
            lines.append(f"        {member.name!r}: {(member.base, what, member.is_required, member.choices)!r},")
        lines.append("    },")
    lines += [
        "}",
        "",
        "#: The member that XML writes as the text of the element.",
        "CONTENT: dict[str, str] = "
        + repr({e.name: e.content.name for e in elements().values() if e.content is not None}),
        "",
        "#: Members of which at least one must have an entry.",
        "NEEDS_ONE_OF: dict[str, tuple[str, ...]] = "
        + repr({e.name: e.needs_one_of for e in elements().values() if e.needs_one_of}),
        "",
        f"VERBS: tuple[str, ...] = {tuple(e.name for e in elements().values() if e.is_verb)!r}",
        f"NOUNS: tuple[str, ...] = {tuple(e.name for e in elements().values() if not e.is_verb)!r}",
        "",
    ]
    return "\n".join(lines)

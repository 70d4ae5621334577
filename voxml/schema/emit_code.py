"""Emits the Python that is derived from the language: the quick checks, the fluent methods, the linter's tables."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import Any

from voxml.language.limits import MAX_INTEGER
from voxml.language.model import ElementModel, Member, elements, kinds
from voxml.schema.words import describe

HEADER = '"""{doc}\n\nEmitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.\n"""\n'

# --- voxml/language/constructors.py ----------------------------------------------------------------------------------


def constructors() -> str:
    """What is called to make a verb or noun, such as `Say("Hello.")`."""
    verdicts = [
        f"known_{_snake(kind.name)}: set[str] = set()\n"
        f"is_{_snake(kind.name)} = matcher({kind.pattern!a}, known_{_snake(kind.name)})"
        for kind, _, _ in kinds().values()
        if kind.pattern is not None
    ]
    inner = sorted({member.element for element in elements().values() for member in element.members if member.element})
    functions = [_constructor(element) for element in elements().values()]
    names = ", ".join(f"verbs.{name}: _{name.lower()}" for name in elements())
    return "\n".join(
        [
            HEADER.format(
                doc="The constructors of verbs and nouns. Their quick checks only say yes; the rest goes to `settled`."
            ),
            "# ruff: noqa",
            # The classes that it looks after are its own family, and what it is given may be anything.
            "# pyright: basic",
            "from __future__ import annotations\n",
            "from typing import Any\n",
            "from msgspec.structs import force_setattr as _put\n",
            "from voxml.language import verbs",
            "from voxml.language.frozen import FrozenMap",
            "from voxml.language.refusal import settled",
            "from voxml.language.texts import are, is_text, is_text_map, matcher",
            f"from voxml.language.verbs import {', '.join(inner)}\n",
            *verdicts,
            "",
            *(f"_new_{name.lower()} = verbs.{name}._new" for name in elements()),
            "",
            "",
            "\n\n".join(functions),
            "",
            f"for _cls, _constructor in {{{names}}}.items():",
            "    # What Python itself says of a call names the verb.",
            "    _constructor.__qualname__ = _cls.__name__",
            "    type(_cls).__call__ = _constructor  # type: ignore[assignment, method-assign]",
            "",
        ]
    )


def _constructor(element: ElementModel) -> str:
    name = element.name.lower()
    parameters = ", ".join(["cls: Any", "/", *_checked_parameters(element, lambda member: "Any")])
    put = [
        f"_put(new, {member.name!r}, {member.name})"
        if member.is_required
        else f"if {member.name} is not None:\n    _put(new, {member.name!r}, {member.name})"
        for member in element.members
    ]
    body = [
        *_prepared(element),
        f"if not ({_right(element)}):",
        f"    return {_settled(element)}",
        f"new = _new_{name}()",
        *put,
        "return new",
    ]
    return f"def _{name}({parameters}) -> Any:\n{_indented(body, 4)}\n"


def _checked_parameters(element: ElementModel, annotate: Callable[[Member], str]) -> list[str]:
    """The parameters of a function that checks its arguments itself, unknown and superfluous ones too."""
    shown = [
        f"{member.name}: {annotate(member)} = {'...' if member.is_required else 'None'}" for member in element.members
    ]
    places = len(_positional(element))
    return [*shown[:places], "*extra: Any", *shown[places:], "**unknown: Any"]


def _prepared(element: ElementModel) -> list[str]:
    """Lines that take a copy of what a caller could change later."""
    copies = {"list": ("list", "tuple"), "map": ("dict", "FrozenMap")}
    return [
        f"if type({member.name}) is {copies[member.base][0]}:\n    {member.name} = {copies[member.base][1]}({member.name})"
        for member in element.members
        if member.base in copies
    ]


def _right(element: ElementModel) -> str:
    """The condition under which all arguments are right at a glance."""
    conditions = ["not extra", "not unknown", *(_condition(member) for member in element.members)]
    if element.needs_one_of:
        conditions.append("(" + " or ".join(element.needs_one_of) + ")")
    return "\n    " + "\n    and ".join(conditions) + "\n"


def _settled(element: ElementModel) -> str:
    members = ", ".join(f"{member.name!r}: {member.name}" for member in element.members)
    return f"settled(verbs.{element.name}, extra, {{{members}}}, unknown)"


def _condition(member: Member) -> str:
    test = _test(member, member.name)
    if not member.is_required:
        return f"({member.name} is None or {test})"
    return test if test.startswith("(") and test.endswith(")") and ") or " not in test else f"({test})"


def _test(member: Member, value: str) -> str:
    if member.base == "choice":
        return f"(type({value}) is str and {value} in {member.choices!r})"
    if member.base == "bool":
        return f"{value} is True or {value} is False"
    if member.base == "int":
        assert member.kind is not None
        return f"(type({value}) is int and {member.kind.minimum} <= {value} <= {MAX_INTEGER})"
    if member.base == "map":
        return f"(type({value}) is FrozenMap and {value} and is_text_map({value}))"
    if member.base == "element":
        return f"type({value}) is {member.element}"
    if member.base == "list":
        return f"(type({value}) is tuple and are({value}, {member.element}))"
    assert member.kind is not None
    if member.kind.pattern is None:
        # Printable text has no control character and no surrogate, and is not white space if its first is not.
        return f"(type({value}) is str and {value} >= '!' and {value}.isprintable()) or is_text({value})"
    kind = _snake(member.kind.name)
    return f"(type({value}) is str and ({value} in known_{kind} or is_{kind}({value})))"


def _snake(name: str) -> str:
    return re.sub("(?<=[a-z])(?=[A-Z])", "_", name).lower()


def _indented(lines: list[str], spaces: int) -> str:
    return textwrap.indent("\n".join(lines), " " * spaces)


# --- voxml/language/wire.py ------------------------------------------------------------------------------------------


def wire() -> str:
    """The structs that a document holds its instructions in."""
    verbs = [element for element in elements().values() if element.is_verb]
    prompts = {member.element for verb in verbs for member in verb.members if member.base == "element"}
    shown = [_wire_struct(elements()[name], f"{name}Prompt", tag=None) for name in sorted(filter(None, prompts))]
    shown += [_wire_struct(verb, verb.name, tag=verb.name) for verb in verbs]
    head = [
        HEADER.format(doc="The verbs as a document holds them: what msgspec writes just as TryVox reads it."),
        "# ruff: noqa",
        "from __future__ import annotations\n",
        "from msgspec import Struct\n",
        "from voxml.language.frozen import FrozenMap",
        "from voxml.language.verbs import Client, Number, Sip\n\n",
    ]
    names = ", ".join(verb.name for verb in verbs)
    return "\n".join([*head, "\n\n".join(shown), "", f"Instruction = {names.replace(', ', ' | ')}", ""])


def _wire_struct(element: ElementModel, name: str, *, tag: str | None) -> str:
    # Nothing in them can refer to themselves, so that the garbage collector need not look at them.
    options = "frozen=True, gc=False, omit_defaults=True" + (f', tag_field="verb", tag={tag!r}' if tag else "")
    doc = element.doc if tag else f"A {element.name} inside a Gather, which has no `verb`."
    lines = [f"class {name}(Struct, {options}):", f'    """{doc}"""\n']
    for member in element.members:
        kept = {
            "list": f"tuple[{member.element}, ...]",
            "map": "FrozenMap",
            "element": f"{member.element}Prompt",
        }
        annotation = kept.get(member.base, "str" if member.base == "choice" else member.base)
        lines.append(f"    {member.name}: {annotation}" + ("" if member.is_required else " | None = None"))
    return "\n".join([*lines, ""])


# --- voxml/language/fluent.py and fluent.pyi --------------------------------------------------------------------------

_GROW = """\
if len(items) != length:
    items = items[:length]
items.append(new)
if items[length] is not new:
    items = [*items[:length], new]
longer = _new(type(self))
longer._items = items
longer._length = length + 1
return longer"""


def fluent(*, stub: bool) -> str:
    """The fluent methods of `Response`: the module, or with `stub` what type checkers read instead.

    The two differ in one thing: at run time a method takes any arguments, in order to say which ones there are.
    """
    verbs = [element for element in elements().values() if element.is_verb]
    lines = [HEADER.format(doc="The fluent methods of a Response, one a verb."), "# ruff: noqa"]
    if stub:
        names = ", ".join(sorted({member.element for verb in verbs for member in verb.members if member.element}))
        lines += [
            "from collections.abc import Mapping, Sequence",
            "from typing import Literal, Self\n",
            "from voxml.language.document import Document",
            f"from voxml.language.verbs import {names}\n",
        ]
    else:
        names = ", ".join(sorted({member.element for verb in verbs for member in verb.members if member.element}))
        used = {member.kind for verb in verbs for member in verb.members if member.kind is not None}
        patterns = sorted(_snake(kind.name) for kind in used if kind.pattern)
        tests = ", ".join([*(f"is_{name}" for name in patterns), *(f"known_{name}" for name in patterns)])
        lines += [
            # Type checkers of users read the stub beside it.
            "# pyright: basic, reportArgumentType=false",
            "from __future__ import annotations\n",
            "from collections.abc import Mapping, Sequence",
            "from typing import Any, Literal, Self\n",
            "from msgspec.structs import astuple as _members\n",
            "from voxml.language import verbs, wire",
            f"from voxml.language.constructors import {tests}",
            "from voxml.language.document import Document",
            "from voxml.language.frozen import FrozenMap",
            "from voxml.language.refusal import settled",
            "from voxml.language.texts import are, is_text, is_text_map",
            f"from voxml.language.verbs import {names}\n",
            "_new = object.__new__",
            *(f"_{verb.name.lower()} = wire.{verb.name}" for verb in verbs),
            "",
        ]
    lines += ["", "class Fluent(Document):"]
    lines.append('    """What builds a document, verb by verb; each method returns a longer document."""\n')
    if not stub:
        lines += [
            "    # Each method does by itself what the constructor of its verb and then Document.append do: a call less is a",
            "    # tenth of the time.",
            "    __slots__ = ()\n",
        ]
    lines += [_method(element, stub=stub) for element in verbs]
    return "\n".join(lines)


def _method(element: ElementModel, *, stub: bool) -> str:
    name = element.name.lower()
    doc = f'        """{_docstring(element)}"""\n'
    if stub:
        places = len(_positional(element))
        shown = [_parameter(member) for member in element.members]
        named = ["*", *shown[places:]] if shown[places:] else []
        return f"    def {name}({', '.join(['self', *shown[:places], *named])}) -> Self:\n{doc}"
    signature = ", ".join(["self", "/", *_checked_parameters(element, _optional_annotation)])
    held = ", ".join(
        f"None if {member.name} is None else wire.{member.element}Prompt(*_members({member.name}))"
        if member.base == "element"
        else member.name
        for member in element.members
    )
    body = [
        *_prepared(element),
        f"if not ({_right(element)}):",
        f"    return self.append({_settled(element)})",
        f"new = _{name}({held})",
        "items, length = self._items, self._length",
        _GROW,
    ]
    return f"    def {name}({signature}) -> Self:\n{doc}{_indented(body, 8)}\n"


def _positional(element: ElementModel) -> list[Member]:
    return [member for member in element.members if _is_positional(element, member)]


def _is_positional(element: ElementModel, member: Member) -> bool:
    from voxml.language import verbs

    cls: Any = getattr(verbs, element.name)
    return member.name in cls.__mro__[1].__struct_fields__


def _parameter(member: Member) -> str:
    return f"{member.name}: {_optional_annotation(member)}" + ("" if member.is_required else " = None")


def _optional_annotation(member: Member) -> str:
    return _annotation(member) + ("" if member.is_required else " | None")


def _annotation(member: Member) -> str:
    if member.base == "choice":
        return f"Literal[{', '.join(repr(word) for word in member.choices)}]"
    if member.base == "list":
        return f"Sequence[{member.element}]"
    if member.base == "map":
        return "Mapping[str, str]"
    return member.element if member.element is not None else member.base


def _docstring(element: ElementModel) -> str:
    lines = [element.doc, "", "Args:"]
    lines += [f"    {member.name}: {describe(member)}" for member in element.members]
    lines += ["", "Raises:", "    VoxmlTypeError: a wrong type or an unknown name.",
              "    VoxmlValueError: a value that is not allowed.", "",
              f"Source: https://docs.tryvox.io/{element.page}"]  # fmt: skip
    return textwrap.indent("\n".join(lines), " " * 8).strip() + "\n        "


# --- voxml/schema/tables.py ---------------------------------------------------------------------------------------------


def tables() -> str:
    """The language as plain tuples and dicts, for the checker to load without importing the classes."""
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

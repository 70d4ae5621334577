"""Emits the Python that is derived from the language: the quick checks, the fluent methods, the linter's tables."""

from __future__ import annotations

import textwrap
from typing import Any

from voxml.language.model import ElementModel, Member, elements, kinds
from voxml.schema.words import describe

_HEADER = '"""{doc}\n\nEmitted from voxml/language/verbs.py by `python -m voxml.schema.emit`: do not edit.\n"""\n'

# --- voxml/language/checks.py ----------------------------------------------------------------------------------------


def checks() -> str:
    """The quick checks that run whenever a verb or noun is made: silent when right, else `settle`."""
    tests = [
        f"is_{kind.name.lower()} = matcher({ascii(kind.pattern)})"
        for kind, _, _ in kinds().values()
        if kind.pattern is not None
    ]
    makers = [_maker(element) for element in elements().values()]
    return "\n".join(
        [
            _HEADER.format(doc="The quick checks of values: they say yes, or hand over to `refusal.settle`."),
            "# ruff: noqa: E501",
            "from __future__ import annotations\n",
            "from collections.abc import Callable",
            "from typing import Any\n",
            "from voxml.language.frozen import FrozenMap",
            "from voxml.language.refusal import settle",
            "from voxml.language.texts import is_text, matcher\n",
            "Check = Callable[[Any], None]\n",
            *tests,
            "",
            "",
            "def checker(name: str, *inner: type) -> Check:",
            '    """The check of the verb or noun called `name`; `inner` are the classes that it holds."""',
            '    make: Callable[..., Check] | None = globals().get(f"_make_{name.lower()}")',
            "    return settle if make is None else make(*inner)",
            "",
            "",
            "\n\n\n".join(makers),
            "",
        ]
    )


def _maker(element: ElementModel) -> str:
    inner = [member.element for member in element.members if member.element]
    parameters = ", ".join(f"{name.lower()}: type" for name in inner)
    conditions = [_condition(member) for member in element.members]
    if element.needs_one_of:
        conditions.append("(" + " or ".join(f"self.{name}" for name in element.needs_one_of) + ")")
    test = "\n            and ".join(conditions)
    return (
        f"def _make_{element.name.lower()}({parameters}) -> Check:\n"
        f"    def check(self: Any) -> None:\n"
        f"        if not (\n            {test}\n        ):\n"
        f"            settle(self)\n\n"
        f"    return check"
    )


def _condition(member: Member) -> str:
    value = f"self.{member.name}" if member.is_required else "v"
    test = _test(member, value)
    if member.is_required:
        return test if " or " not in test else f"({test})"
    return f"((v := self.{member.name}) is None or {test})"


def _test(member: Member, value: str) -> str:
    if member.base == "choice":
        words = " or ".join(f"{value} == {word!r}" for word in member.choices)
        return f"(type({value}) is str and ({words}))"
    if member.base == "bool":
        return f"{value} is True or {value} is False"
    if member.base == "int":
        assert member.kind is not None
        return f"(type({value}) is int and {member.kind.minimum} <= {value} <= 9007199254740991)"
    if member.base == "map":
        return f"type({value}) is FrozenMap"
    if member.base == "element":
        assert member.element is not None
        return f"type({value}) is {member.element.lower()}"
    if member.base == "list":
        assert member.element is not None
        return f"(type({value}) is tuple and {value} != () and {{*map(type, {value})}} == {{{member.element.lower()}}})"
    assert member.kind is not None
    if member.kind.pattern is None:
        # isprintable() is the quickest way to know that there is no control character and no surrogate.
        return (
            f"(type({value}) is str and {value} != '' and {value}.isprintable() and not {value}.isspace())"
            f" or is_text({value})"
        )
    return f"(type({value}) is str and is_{member.kind.name.lower()}({value}))"


# --- voxml/language/fluent.py and fluent.pyi --------------------------------------------------------------------------

def fluent(*, stub: bool) -> str:
    """The fluent methods of `Response`: the module, or with `stub` what type checkers read instead.

    The two differ in one thing: at run time a method also takes unknown names, in order to say which ones there are.
    """
    verbs = [element for element in elements().values() if element.is_verb]
    classes = sorted({*elements()})
    lines = [_HEADER.format(doc="The fluent methods of a Response, one a verb."), "# ruff: noqa: E501"]
    if not stub:
        lines.append("from __future__ import annotations\n")
    lines += [
        "from collections.abc import Mapping, Sequence",
        "from typing import Literal, Self\n" if stub else "from typing import Any, Literal, Self\n",
    ]
    if not stub:
        lines.append("from voxml.language.refusal import unknown_argument")
    lines.append(f"from voxml.language.verbs import {', '.join(classes)}\n\n")
    lines.insert(-1, "from voxml.language.document import Document")
    lines.append("class Fluent(Document):")
    lines.append('    """What builds a document, verb by verb; each method returns a longer document."""\n')
    if not stub:
        lines.append("    __slots__ = ()\n")
    lines += [_method(element, stub=stub) for element in verbs]
    return "\n".join(lines)


def _method(element: ElementModel, *, stub: bool) -> str:
    positional = [member for member in element.members if _is_positional(element, member)]
    named = [member for member in element.members if member not in positional]
    parameters = [_parameter(member) for member in positional]
    if named:
        parameters += ["*", *(_parameter(member) for member in named)]
    if not stub:
        parameters.append("**unknown: Any")
    signature = ", ".join(["self", *parameters])
    call = ", ".join(
        [*(member.name for member in positional), *(f"{member.name}={member.name}" for member in named)]
    )
    name = element.name.lower()
    body = ""
    if not stub:
        body = (
            f"        if unknown:\n            raise unknown_argument({element.name!r}, list(unknown))\n"
            f"        return self.append({element.name}({call}))\n"
        )
    return f'    def {name}({signature}) -> Self:\n        """{_docstring(element)}"""\n{body}'


def _is_positional(element: ElementModel, member: Member) -> bool:
    from voxml.language import verbs

    cls: Any = getattr(verbs, element.name)
    return member.name in cls.__mro__[1].__struct_fields__


def _parameter(member: Member) -> str:
    annotation = _annotation(member)
    return f"{member.name}: {annotation}" if member.is_required else f"{member.name}: {annotation} | None = None"


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
        _HEADER.format(doc="The language as plain data: what the checker of documents reads."),
        "# ruff: noqa: E501",
        "from __future__ import annotations\n",
        "#: name: (what a message says is expected, pattern or None, minimum or None)",
        "TYPES: dict[str, tuple[str, str | None, int | None]] = {",
        *(
            f"    {kind.name!r}: ({kind.expected!r}, {ascii(kind.pattern)}, {kind.minimum!r}),"
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

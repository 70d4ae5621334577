"""What may stand where: the tables of the language, made ready for judging documents in both forms."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from voxml.language.limits import MAX_INTEGER
from voxml.language.texts import XML_SPACE, Shape, illegal_character, quote
from voxml.schema import tables

_INTEGER = re.compile(r"[+-]?[0-9]+").fullmatch

#: The rule and the message of a wrong value.
Wrong = tuple[str, str]


class MemberRule(NamedTuple):
    """How one member of an element is judged."""

    name: str
    #: str, int, bool, choice, element, list or map.
    base: str
    #: The element that it holds, one or many; a type's name otherwise.
    what: str
    is_required: bool
    choices: tuple[str, ...]
    expected: str
    pattern: Shape | None
    minimum: int
    #: Its place among the members, for the order of Dial's children.
    order: int

    @property
    def holds_elements(self) -> bool:
        """Whether XML writes it as child elements."""
        return self.base in ("element", "list", "map")

    def judge(self, value: Any) -> Wrong | None:
        """What is wrong with a plain value, or None."""
        if self.base == "int":
            if type(value) is int:
                if self.minimum <= value <= MAX_INTEGER:
                    return None
                return "invalid-value", f"found {value}; expected {self.expected}"
        elif self.base == "bool":
            if value is True or value is False:
                return None
        elif type(value) is str:
            return self.judge_text(value)
        return "wrong-type", f"found {describe(value)}; expected {self.expected}"

    def judge_text(self, value: str) -> Wrong | None:
        """What is wrong with a string that a text or choice member holds, or None."""
        if self.base == "choice":
            is_right = value in self.choices
        elif self.pattern is not None:
            is_right = self.pattern.fullmatch(value) is not None
        else:
            is_right = value.strip(XML_SPACE) != ""
        if is_right and not value.isprintable():
            illegal = illegal_character(value)
            if illegal is not None:
                return (
                    "invalid-value",
                    f"found {quote(illegal)}, a character that XML can't hold; expected plain text",
                )
        if is_right:
            return None
        more = ""
        if self.base == "choice":
            from voxml.language.spelling import did_you_mean

            more = did_you_mean(value, self.choices)
        return "invalid-value", f"found {quote(value)}; expected {self.expected}{more}"

    def read_xml(self, text: str) -> tuple[Any, Wrong | None]:
        """The value that an attribute's or element's text stands for, and what is wrong with it."""
        if self.base == "int":
            bare = text.strip(XML_SPACE)
            if _INTEGER(bare) is None:
                return None, ("wrong-type", f"found {quote(text)}; expected {self.expected}")
            value = int(bare) if len(bare) < 40 else MAX_INTEGER + 1
            if self.minimum <= value <= MAX_INTEGER:
                return value, None
            return None, ("invalid-value", f"found {quote(bare)}; expected {self.expected}")
        if self.base == "bool":
            bare = text.strip(XML_SPACE)
            if bare in ("true", "false"):
                return bare == "true", None
            return None, ("wrong-type", f"found {quote(text)}; expected {self.expected}")
        return text, self.judge_text(text)


class ElementRule(NamedTuple):
    """How one verb or noun is judged."""

    name: str
    members: dict[str, MemberRule]
    #: The member that XML writes as text.
    content: MemberRule | None
    #: What XML writes as attributes.
    attributes: dict[str, MemberRule]
    #: What XML writes as children, by the element's name.
    children: dict[str, MemberRule]
    required: tuple[str, ...]
    needs_one_of: tuple[str, ...]
    #: The names of all members, and "verb".
    names: frozenset[str]
    #: The name of `content`, when that is any text that is not empty.
    text: str | None


VERBS = frozenset(tables.VERBS)
#: Every name of an element in XML.
ELEMENTS = frozenset((*tables.VERBS, *tables.NOUNS, "Parameter", "Response"))


@cache
def element_rule(name: str) -> ElementRule:
    """The rules of the verb or noun called `name`."""
    content_name = tables.CONTENT.get(name)
    members = {
        member: _member_rule(member, order, *row) for order, (member, row) in enumerate(tables.MEMBERS[name].items())
    }
    return ElementRule(
        name,
        members,
        members[content_name] if content_name else None,
        {key: rule for key, rule in members.items() if key != content_name and not rule.holds_elements},
        {("Parameter" if rule.base == "map" else rule.what): rule for rule in members.values() if rule.holds_elements},
        tuple(key for key, rule in members.items() if rule.is_required),
        tables.NEEDS_ONE_OF.get(name, ()),
        frozenset((*members, "verb")),
        content_name
        if content_name and members[content_name].base == "str" and not members[content_name].pattern
        else None,
    )


def _member_rule(
    name: str, order: int, base: str, what: str, is_required: bool, choices: tuple[str, ...]
) -> MemberRule:
    expected, pattern, minimum = tables.TYPES.get(what, _STRUCTURES.get(base, ("", None, None)))
    if base in ("element", "list"):
        expected = expected.format(what)
    compiled = Shape(pattern) if pattern is not None else None
    return MemberRule(name, base, what, is_required, choices, expected, compiled, minimum or 0, order)


_STRUCTURES: dict[str, tuple[str, str | None, int | None]] = {
    "element": ("an object with the members of {}", None, None),
    "list": ("an array of {} objects", None, None),
    "map": ("an object of texts", None, None),
}


def describe(value: Any) -> str:
    """A JSON value as a message shows it: its type and, when short, itself."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if type(value) is str:
        return f"the string {quote(value)}"
    return f"the number {value if len(str(value)) <= 40 else str(value)[:30] + '…'}"


def meant_name(name: str, members: Any, absent: list[str], judge: Any) -> str | None:
    """The member that an unknown name was meant to be: one that is spelt alike, else the only one that is missing."""
    local = name.rpartition(" ")[2]
    from voxml.language.spelling import suggest

    near = suggest(local, members)
    if near is not None:
        return near
    if len(absent) == 1 and absent[0] in members and judge(members[absent[0]]) is None:
        return absent[0]
    return None

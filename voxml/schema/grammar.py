"""What may be where: the tables of the language, ready for checking documents in both forms."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from voxml.language.limits import MAX_INTEGER
from voxml.language.other_languages import without_counterpart
from voxml.language.spelling import did_you_mean, suggest
from voxml.language.texts import XML_SPACE, Shape, illegal_character, quote
from voxml.schema import tables

_INTEGER = re.compile(r"[+-]?[0-9]+").fullmatch

#: Every rule that the schema itself has; all are errors.
SCHEMA_RULES: dict[str, str] = {
    "syntax": "The text is not XML or not JSON.",
    "encoding": "The bytes are not text in the encoding that the form allows.",
    "duplicate-member": "A member is written twice in one object.",
    "unknown-verb": "There is no verb or element of that name.",
    "unknown-member": "The verb or element has no member of that name.",
    "missing-member": "A member that must be there is not.",
    "wrong-type": "A value has another type than its member.",
    "invalid-value": "A value has the right type but is not allowed.",
    "wrong-place": "A known element, or text, is where it may not be.",
}

#: The rule and the message of an invalid value.
ValueProblem = tuple[str, str]


class MemberRule(NamedTuple):
    """What one member of an element may be."""

    name: str
    #: str, int, bool, choice, element, list or map.
    base: str
    #: The element that it holds, one or many; a type's name otherwise.
    what: str
    is_required: bool
    choices: tuple[str, ...]
    expected: str
    #: Tells whether a text is allowed; that XML can hold it is asked besides.
    allows: Callable[[str], object]
    #: Whether the text is a URL, a number or an address, around which white space never counts.
    has_pattern: bool
    minimum: int
    #: Its position among the members, for the order of Dial's children.
    order: int

    @property
    def holds_elements(self) -> bool:
        """Whether XML writes it as child elements."""
        return self.base in ("element", "list", "map")

    def check(self, value: Any) -> ValueProblem | None:
        """Return what is invalid about a plain value, or None."""
        if self.base == "int":
            if type(value) is int:
                if self.minimum <= value <= MAX_INTEGER:
                    return None
                return "invalid-value", f"found {value}; expected {self.expected}{self._note_on(value)}"
        elif self.base == "bool":
            if value is True or value is False:
                return None
        elif type(value) is str:
            return self.check_text(value)
        return "wrong-type", f"found {describe(value)}; expected {self.expected}"

    def _note_on(self, value: int) -> str:
        """Return what a message adds where the vendor allows or forbids nothing."""
        return " (TryVox's pages are silent about 0)" if value == 0 and self.what == "Seconds" else ""

    def check_text(self, value: str) -> ValueProblem | None:
        """Return what is invalid about a string that a text or choice member holds, or None."""
        if self.allows(value):
            illegal = None if value.isprintable() else illegal_character(value)
            if illegal is None:
                return None
            return "invalid-value", f"found {quote(illegal)}, a character that XML can't hold; expected plain text"
        words = sorted(value.lower().split()) if self.base == "choice" else []
        same = next((choice for choice in self.choices if sorted(choice.split()) == words), None)
        more = f'; did you mean "{same}"?' if same else did_you_mean(value, self.choices) if words else ""
        return "invalid-value", f"found {quote(value)}; expected {self.expected}{more}"

    def takes(self, text: str) -> bool:
        """Return whether the text of an attribute is valid for this member."""
        return self.read_xml(text)[1] is None

    def read_xml(self, text: str) -> tuple[Any, ValueProblem | None]:
        """Return the value that an attribute's or element's text means, and what is invalid about it."""
        if self.base not in ("int", "bool"):
            return text, self.check_text(text)
        bare = text.strip(XML_SPACE)
        if self.base == "bool" and bare in ("true", "false"):
            return bare == "true", None
        if self.base == "int" and _INTEGER(bare) is not None:
            value = int(bare) if len(bare) < 40 else MAX_INTEGER + 1
            if self.minimum <= value <= MAX_INTEGER:
                return value, None
            message = f"found {quote(bare)}; expected {self.expected}{self._note_on(value)}"
            return None, ("invalid-value", message)
        return None, ("wrong-type", f"found {quote(text)}; expected {self.expected}")


class ElementRule(NamedTuple):
    """What one verb or noun may hold."""

    name: str
    members: dict[str, MemberRule]
    #: The member that XML writes as text.
    content: MemberRule | None
    #: What XML writes as attributes.
    attributes: dict[str, MemberRule]
    #: What XML writes as children, by the element's name.
    children: dict[str, MemberRule]
    required: tuple[str, ...]
    required_attributes: tuple[str, ...]
    needs_one_of: tuple[str, ...]
    #: The names of all members, and "verb".
    names: frozenset[str]


VERBS = frozenset(tables.VERBS)
#: Every name of an element in XML.
ELEMENTS = frozenset((*tables.VERBS, *tables.NOUNS, "Parameter", "Response"))


@cache
def element_rule(name: str) -> ElementRule:
    """Return the rules of the verb or noun called `name`."""
    content = tables.CONTENT.get(name)
    members = {
        member: _member_rule(member, order, *row) for order, (member, row) in enumerate(tables.MEMBERS[name].items())
    }
    attributes = {key: rule for key, rule in members.items() if key != content and not rule.holds_elements}
    return ElementRule(
        name,
        members,
        members[content] if content else None,
        attributes,
        {("Parameter" if rule.base == "map" else rule.what): rule for rule in members.values() if rule.holds_elements},
        tuple(key for key, rule in members.items() if rule.is_required),
        tuple(key for key, rule in attributes.items() if rule.is_required),
        tables.NEEDS_ONE_OF.get(name, ()),
        frozenset((*members, "verb")),
    )


def _member_rule(
    name: str, order: int, base: str, what: str, is_required: bool, choices: tuple[str, ...]
) -> MemberRule:
    expected, pattern, minimum = tables.TYPES.get(what, (_STRUCTURES.get(base, "").format(what), None, None))
    allows: Callable[[str], object] = choices.__contains__ if choices else _has_words
    if pattern is not None:
        allows = Shape(pattern).fullmatch
    return MemberRule(
        name, base, what, is_required, choices, expected, allows, pattern is not None, minimum or 0, order
    )


def _has_words(text: str) -> str:
    return text.strip(XML_SPACE)


_STRUCTURES = {
    "element": "an object with the members of {}",
    "list": "an array of {} objects",
    "map": "an object of texts",
}


def describe(value: Any) -> str:
    """Return a JSON value as a message shows it: its type and, when short, itself."""
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


def near_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name that is spelt alike; a name of another language without a counterpart is no misspelling."""
    return None if without_counterpart(name) is not None else suggest(name, known)


def hint(name: str, known: Iterable[str]) -> str:
    """Return the end of a message about an unknown name: what was probably meant, or what to do in its place."""
    advice = without_counterpart(name)
    return did_you_mean(name, known) if advice is None else f"; {advice}"


def meant_name(name: str, known: Iterable[str], absent: list[str], takes: Callable[[str], bool]) -> str | None:
    """Return the member that an unknown name was meant to be: one spelt alike, else the only one that is missing.

    `takes` tells whether a member takes the value that the unknown name has.
    """
    names = tuple(known)
    if without_counterpart(name) is not None:
        return None
    near = suggest(name.rpartition(" ")[2], names)
    if near is not None:
        return near
    return absent[0] if len(absent) == 1 and absent[0] in names and takes(absent[0]) else None

"""Check the values of a verb or noun when it is made, by one table for each class.

An error names every wrong member: what was found, what is allowed. A value that is right in substance is brought into
plain form: a list becomes a tuple, a member of a string enum its value, an empty list or mapping None.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec.structs import force_setattr

from voxml.errors import VoxmlTypeError, VoxmlValueError
from voxml.language.frozen import FrozenMap
from voxml.language.limits import MAX_INTEGER
from voxml.language.members import Member, members_of
from voxml.language.spelling import did_you_mean
from voxml.language.texts import Shape, illegal_character, is_text, quote

if TYPE_CHECKING:
    from voxml.language.element import Element


class Row(NamedTuple):
    """How one member is checked."""

    name: str
    is_required: bool
    #: Returns the plain form of a value, or raises.
    check: Callable[[Any], Any]
    #: A value of just this type is allowed, and in plain form, where `usual` is true: an expression over `{0}`, the value,
    #: and `it`.
    type: type
    usual: str
    it: object = None


def validate(element: Element) -> None:
    """Check every member of a new element that is not usual, and bring it into plain form.

    Raises:
        VoxmlTypeError: a value has the wrong type.
        VoxmlValueError: a value has the right type but is not allowed.
    """
    cls = type(element)
    problems: list[tuple[str, VoxmlValueError]] = []
    for row in _rows(cls):
        value = getattr(element, row.name)
        if value is None and not row.is_required:
            continue
        try:
            force_setattr(element, row.name, row.check(value))
        except VoxmlValueError as problem:
            problems.append((row.name, problem))
    if problems:
        error = VoxmlTypeError if any(isinstance(each, VoxmlTypeError) for _, each in problems) else VoxmlValueError
        raise error("\n".join(f"{cls.__name__}.{name}: {problem}" for name, problem in problems))
    if cls.needs_one_of and not any(getattr(element, name) for name in cls.needs_one_of):
        names = ", ".join(cls.needs_one_of)
        raise VoxmlValueError(f"{cls.__name__}: found no target; expected an entry in at least one of {names}")


@cache
def _rows(cls: type[Element]) -> tuple[Row, ...]:
    return tuple(_ROWS[member.base](member) for member in members_of(cls))


class UsualTests(dict[type, Callable[[Any], object]]):
    """For each class a test whether all values of an element are usual, so that nothing is left to check.

    Each is one expression over the members, made of the rows when the first element of the class is made. A loop over
    the rows instead would take a third of the time of building a document (bench/build.py).
    """

    def __missing__(self, cls: Any) -> Callable[[Any], object]:
        names: dict[str, Any] = {}
        terms = []
        for row in _rows(cls):
            value, it = f"element.{row.name}", f"it_{row.name}"
            names |= {f"type_{row.name}": row.type, it: row.it}
            term = f"type({value}) is type_{row.name} and {row.usual.format(value, it=it)}"
            terms.append(f"({term})" if row.is_required else f"({value} is None or {term})")
        if cls.needs_one_of:
            terms.append(f"({' or '.join(f'element.{name}' for name in cls.needs_one_of)})")
        test: Callable[[Any], object] = eval(f"lambda element: {' and '.join(terms)}", names)  # noqa: S307 - of our own names
        self[cls] = test
        return test


USUAL = UsualTests()


# --- one function for each kind of member; each returns its row ---


def _text(member: Member) -> Row:
    assert member.kind is not None
    expected, pattern = member.kind.expected, member.kind.pattern
    shape = None if pattern is None else Shape(pattern)
    is_allowed = is_text if shape is None else shape.fullmatch

    def check(value: Any) -> str:
        plain = _plain_string(value, expected)
        illegal = illegal_character(plain)
        if illegal is not None:
            raise VoxmlValueError(f"found {_describe(illegal)} in {quote(plain)}; expected text that XML can hold")
        if not is_allowed(plain):
            raise VoxmlValueError(f"found {quote(plain)}; expected {expected}")
        return plain

    if shape is not None:
        return Row(member.name, member.is_required, check, str, "{it}({0})", shape.ascii_fullmatch)
    # Printable text has only characters that XML can hold.
    return Row(member.name, member.is_required, check, str, '({0} > "!" and {0}.isprintable())')


def _choice(member: Member) -> Row:
    assert member.kind is not None
    expected, choices = member.kind.expected, member.choices

    def check(value: Any) -> str:
        plain = _plain_string(value, expected)
        if plain not in choices:
            raise VoxmlValueError(f"found {quote(plain)}; expected {expected}{did_you_mean(plain, choices)}")
        return plain

    return Row(member.name, member.is_required, check, str, "{0} in {it}", choices)


def _integer(member: Member) -> Row:
    assert member.kind is not None and member.kind.minimum is not None
    expected, allowed = member.kind.expected, range(member.kind.minimum, MAX_INTEGER + 1)

    def check(value: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise VoxmlTypeError(f"found {_show(value)}; expected {expected}, as an int")
        plain = int.__int__(value)  # of a subclass, such as a member of an enum
        if plain not in allowed:
            limit = f", at most {MAX_INTEGER}" if plain > MAX_INTEGER else ""
            raise VoxmlValueError(f"found {_show(plain)}; expected {expected}{limit}")
        return plain

    return Row(member.name, member.is_required, check, int, f"{allowed[0]} <= {{0}} <= {allowed[-1]}")


def _flag(member: Member) -> Row:
    def check(value: Any) -> bool:
        if not isinstance(value, bool):
            raise VoxmlTypeError(f"found {_show(value)}; expected True or False")
        return value

    return Row(member.name, member.is_required, check, bool, "True")


def _map(member: Member) -> Row:
    def check(value: Any) -> FrozenMap | None:
        if not isinstance(value, Mapping):
            raise VoxmlTypeError(f"found {_show(value)}; expected a dict of texts")
        plain: dict[str, str] = {}
        for name, text in value.items():
            if not isinstance(name, str) or not isinstance(text, str):
                raise VoxmlTypeError(f"found {_show(name)}: {_show(text)}; expected names and texts that are str")
            key, held = str.__str__(name), str.__str__(text)
            if not is_text(key):
                raise VoxmlValueError(f"found the name {quote(key)}; expected text that XML can hold and is not empty")
            illegal = illegal_character(held)
            if illegal is not None:
                raise VoxmlValueError(f"found {_describe(illegal)} for {quote(key)}; expected text that XML can hold")
            plain[key] = held
        return FrozenMap(plain) if plain else None

    return Row(member.name, member.is_required, check, FrozenMap, "len({0})")


def _element(member: Member) -> Row:
    cls = member.cls
    assert cls is not None

    def check(value: Any) -> Any:
        if type(value) is not cls:
            raise VoxmlTypeError(f"found {_show(value)}; expected {_article(cls.__name__)}")
        return value

    return Row(member.name, member.is_required, check, cls, "True")


def _list(member: Member) -> Row:
    cls, name = member.cls, str(member.element)

    def check(value: Any) -> tuple[Any, ...] | None:
        if type(value) is cls:
            raise VoxmlTypeError(f"found one {name}; expected a list of them: [{_show(value)}]")
        if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Sequence):
            raise VoxmlTypeError(f"found {_show(value)}; expected a list of {name}")
        items = tuple(value)
        for index, item in enumerate(items):
            if type(item) is not cls:
                raise VoxmlTypeError(f"found {_show(item)} at index {index}; expected {_article(name)}")
        return items or None

    return Row(member.name, member.is_required, check, tuple, "{{*map(type, {0})}} == {it}", {cls})


_ROWS: dict[str, Callable[[Member], Row]] = {
    "str": _text,
    "choice": _choice,
    "int": _integer,
    "bool": _flag,
    "map": _map,
    "element": _element,
    "list": _list,
}


def _plain_string(value: Any, expected: str) -> str:
    if not isinstance(value, str):
        raise VoxmlTypeError(f"found {_show(value)}; expected {expected}, as a str")
    return str.__str__(value)  # of a subclass, such as a member of an enum or markupsafe's Markup


# --- words for messages ---


def _describe(illegal: str) -> str:
    kind = "a control character" if illegal < " " else "a noncharacter"
    if "\ud800" <= illegal <= "\udfff":
        kind = "a lone surrogate"
    return f"{kind} (U+{ord(illegal):04X})"


def _article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def _show(value: object) -> str:
    """Return `value` as a message shows it: short, and never raising."""
    if isinstance(value, str):
        return quote(str.__str__(value))
    try:
        shown = repr(value)
    except Exception:
        # Python writes no integer of more than some thousand digits; other objects may fail for reasons of their own.
        shown = "a huge integer" if isinstance(value, int) else f"an object of type {type(value).__name__}"
    return shown if len(shown) <= 80 else f"{shown[:60]}… ({len(shown)} characters)"

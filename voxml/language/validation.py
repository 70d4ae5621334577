"""Check the values of a verb or noun when it is made, by one table for each class.

An error names every wrong member: what was found, what is allowed. A value that is right in substance is brought into
plain form: a list becomes a tuple, a member of a string enum its value, an empty list or mapping None.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from msgspec.structs import astuple, force_setattr

from voxml.errors import VoxmlTypeError, VoxmlValueError
from voxml.language.frozen import FrozenMap
from voxml.language.limits import MAX_INTEGER
from voxml.language.members import Member, members_of
from voxml.language.spelling import did_you_mean, suggest
from voxml.language.texts import Shape, illegal_character, is_text, quote

if TYPE_CHECKING:
    from voxml.language.verbs import Element

Function = TypeVar("Function", bound=Callable[..., Any])


class Row(NamedTuple):
    """How one member is checked."""

    name: str
    is_required: bool
    #: A value of just this type for which `is_usual` is true is allowed, and in plain form.
    type: type
    is_usual: Callable[[Any], object]
    #: Returns the plain form of any other value, or raises.
    check: Callable[[Any], Any]


def validate(element: Element) -> None:
    """Check every member of a new element, and bring it into plain form.

    Raises:
        VoxmlTypeError: a value has the wrong type.
        VoxmlValueError: a value has the right type but is not allowed.
    """
    cls = type(element)
    problems: list[tuple[str, VoxmlValueError]] = []
    for (name, is_required, plain_type, is_usual, check), value in zip(_TABLE[cls], astuple(element)):  # noqa: B905
        if type(value) is plain_type and is_usual(value):
            continue
        if value is None and not is_required:
            continue
        try:
            force_setattr(element, name, check(value))
        except VoxmlValueError as problem:
            problems.append((name, problem))
    if problems:
        error = VoxmlTypeError if any(isinstance(each, VoxmlTypeError) for _, each in problems) else VoxmlValueError
        raise error("\n".join(f"{cls.__name__}.{name}: {problem}" for name, problem in problems))
    if cls.needs_one_of and not any(getattr(element, name) for name in cls.needs_one_of):
        names = ", ".join(cls.needs_one_of)
        raise VoxmlValueError(f"{cls.__name__}: found no target; expected an entry in at least one of {names}")


class _Table(dict[type, tuple[Any, ...]]):
    """The rows of each class, made when one of its elements is made first."""

    def __missing__(self, cls: type) -> tuple[Any, ...]:
        # Plain tuples, which Python takes apart faster than named ones.
        self[cls] = rows = tuple(tuple(_ROWS[member.base](member)) for member in members_of(cls))
        return rows


_TABLE = _Table()


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

    return Row(member.name, member.is_required, str, is_text if shape is None else shape.ascii_fullmatch, check)


def _choice(member: Member) -> Row:
    assert member.kind is not None
    expected, choices = member.kind.expected, member.choices

    def check(value: Any) -> str:
        plain = _plain_string(value, expected)
        if plain not in choices:
            raise VoxmlValueError(f"found {quote(plain)}; expected {expected}{did_you_mean(plain, choices)}")
        return plain

    return Row(member.name, member.is_required, str, choices.__contains__, check)


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

    return Row(member.name, member.is_required, int, allowed.__contains__, check)


def _flag(member: Member) -> Row:
    def check(value: Any) -> bool:
        raise VoxmlTypeError(f"found {_show(value)}; expected True or False")

    return Row(member.name, member.is_required, bool, _yes, check)


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

    return Row(member.name, member.is_required, FrozenMap, len, check)


def _element(member: Member) -> Row:
    assert member.cls is not None

    def check(value: Any) -> Any:
        raise VoxmlTypeError(f"found {_show(value)}; expected {_article(str(member.element))}")

    return Row(member.name, member.is_required, member.cls, _yes, check)


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

    return Row(member.name, member.is_required, tuple, lambda items: {*map(type, items)} == {cls}, check)


def _yes(_value: object) -> bool:
    return True


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


# --- names of arguments ---


def named_arguments(function: Function) -> Function:
    """Make a function raise a VoxmlTypeError for arguments that it does not have, with the name that was meant."""

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except VoxmlTypeError:
            raise
        except TypeError:
            error = argument_error(function, args, kwargs)
            if error is None:
                raise
            raise error from None

    return call  # type: ignore[return-value]


def argument_error(
    function: Callable[..., Any], args: Sequence[Any], kwargs: Mapping[str, Any]
) -> VoxmlTypeError | None:
    """Return the error for the arguments of a call that do not fit the function's signature; None if they do."""
    parameters = dict(inspect.signature(function).parameters)
    label = function.__name__ if isinstance(function, type) else _label(function.__qualname__)
    if next(iter(parameters), "") == "self":
        del parameters["self"]
        args = args[1:]
    positional = [name for name, each in parameters.items() if each.kind is each.POSITIONAL_OR_KEYWORD]
    known = [name for name, each in parameters.items() if each.kind is not each.VAR_POSITIONAL]
    lines = []
    for name in kwargs:
        if name not in known:
            meant = suggest(name, known)
            advice = f'did you mean "{meant}"?' if meant else f"expected one of {', '.join(known)}"
            lines.append(f'unknown member "{name}" in {label}; {advice}')
    if not lines and len(args) > len(positional) and len(known) == len(parameters):
        takes = f"only {positional[0]} is given without its name" if positional else "every member is given by its name"
        values = f"{len(args)} value{'s' if len(args) > 1 else ''}"
        lines.append(f"{label}: found {values} without a name; {takes}")
    given = {*positional[: len(args)], *kwargs}
    missing = [name for name in known if parameters[name].default is inspect.Parameter.empty and name not in given]
    if not lines and missing:
        lines.append(f"{label}: missing {', '.join(missing)}")
    lines += [f"{label}: found {name} twice" for name in positional[: len(args)] if name in kwargs and not lines]
    return VoxmlTypeError("\n".join(lines)) if lines else None


def _label(qualified: str) -> str:
    """Return the name of the verb that a method adds, or of the class that it makes."""
    owner, _, name = qualified.rpartition(".")
    return owner if name == "__init__" else name.title()


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

"""Says no to a wrong value or name, in words: the member, what was found, what is allowed.

The quick checks in `constructors.py` only say yes; whatever they do not say yes to comes here, to be brought into plain form
(a list becomes a tuple, an enum's member its value) or refused with every fault at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from voxml.errors import VoxmlTypeError, VoxmlValueError
from voxml.language.frozen import FrozenMap
from voxml.language.limits import MAX_INTEGER
from voxml.language.spelling import suggest
from voxml.language.texts import Shape, illegal_character, is_text, quote

if TYPE_CHECKING:
    from voxml.language.model import ElementModel, Member
    from voxml.language.verbs import Element


_shape = cache(Shape)


class _WrongType(Exception):  # noqa: N818 - never leaves this module
    pass


class _WrongValue(Exception):  # noqa: N818 - never leaves this module
    pass


def settle(element: Element) -> None:
    """Bring every member of a new element into plain form, or raise one error that names all that are wrong.

    Raises:
        VoxmlTypeError: a value has the wrong type.
        VoxmlValueError: a value has the right type but is not allowed.
    """
    from msgspec.structs import force_setattr

    model = _model(type(element))
    problems: list[str] = []
    error: type[VoxmlValueError] = VoxmlValueError
    for member in model.members:
        value = getattr(element, member.name)
        if value is None and not member.is_required:
            continue
        try:
            plain = plain_value(member, value)
        except _WrongType as problem:
            error = VoxmlTypeError
            problems.append(f"{model.name}.{member.name}: {problem}")
        except _WrongValue as problem:
            problems.append(f"{model.name}.{member.name}: {problem}")
        else:
            if plain is not value:
                force_setattr(element, member.name, plain)
    if not problems and model.needs_one_of and not any(getattr(element, name) for name in model.needs_one_of):
        names = ", ".join(model.needs_one_of)
        problems.append(f"{model.name}: found nobody to ring; expected an entry in at least one of {names}")
    if problems:
        raise error("\n".join(problems))


def settled(cls: type[Element], extra: Sequence[object], members: Mapping[str, object], unknown: Iterable[str]) -> Any:
    """A new element of values that the quick checks in `constructors.py` did not all say yes to.

    `extra` are values without a name for which there is no member, `members` all that there are, with `...` for a
    required one that was not given, and `unknown` the names that are no members.

    Raises:
        VoxmlTypeError: a value has the wrong type, a name is unknown, a required member is missing.
        VoxmlValueError: a value has the right type but is not allowed.
    """
    from msgspec import StructMeta

    name = cls.__name__
    if unknown:
        raise unknown_argument(name, list(unknown))
    if extra:
        places = getattr(cls.__mro__[1], "__struct_fields__", ())
        takes = f"only {places[0]} is given without its name" if places else "every member is given by its name"
        count = len(places) + len(extra)
        raise VoxmlTypeError(f"{name}: found {count} value{'s' if count > 1 else ''} without a name; {takes}")
    missing = [member for member, value in members.items() if value is ...]
    if missing:
        raise VoxmlTypeError(f"{name}: missing {', '.join(missing)}")
    return StructMeta.__call__(cls, **members)


def unknown_argument(element: str, names: Sequence[str]) -> VoxmlTypeError:
    """The error for argument names that the verb or noun called `element` does not have."""
    from voxml.language.model import elements

    known = [member.name for member in elements()[element].members]
    lines: list[str] = []
    for name in names:
        meant = suggest(name, known)
        ending = f'did you mean "{meant}"?' if meant else f"expected one of {', '.join(known)}"
        lines.append(f'unknown member "{name}" in {element}; {ending}')
    return VoxmlTypeError("\n".join(lines))


def plain_value(member: Member, value: object) -> object:
    """`value` in the plain form that `member` keeps; raises when it can't be."""
    if member.base in ("str", "choice"):
        return _plain_string(member, value)
    if member.base == "int":
        return _plain_integer(member, value)
    if member.base == "bool":
        if not isinstance(value, bool):
            raise _WrongType(f"found {_show(value)}; expected True or False")
        return value
    if member.base == "map":
        return _plain_map(value)
    return _plain_elements(member, value)


def _plain_string(member: Member, value: object) -> str:
    assert member.kind is not None
    if not isinstance(value, str):
        raise _WrongType(f"found {_show(value)}; expected {member.kind.expected}, as a str")
    plain = _bare_string(value)
    if member.choices:
        if plain in member.choices:
            return plain
        meant = suggest(plain, member.choices)
        more = f'; did you mean "{meant}"?' if meant else ""
        raise _WrongValue(f"found {_show(plain)}; expected {member.kind.expected}{more}")
    illegal = illegal_character(plain)
    if illegal is not None:
        raise _WrongValue(f"found {_describe(illegal)} in {_show(plain)}; expected text that XML can hold")
    pattern = member.kind.pattern
    is_right = is_text(plain) if pattern is None else _shape(pattern).fullmatch(plain) is not None
    if not is_right:
        raise _WrongValue(f"found {_show(plain)}; expected {member.kind.expected}")
    return plain


def _bare_string(value: str) -> str:
    """A plain `str`, out of a subclass such as a member of a string enum or markupsafe's Markup."""
    return str.__str__(value)


def _plain_integer(member: Member, value: object) -> int:
    assert member.kind is not None and member.kind.minimum is not None
    if isinstance(value, bool) or not isinstance(value, int):
        raise _WrongType(f"found {_show(value)}; expected {member.kind.expected}, as an int")
    plain = int.__int__(value)
    if plain < member.kind.minimum:
        raise _WrongValue(f"found {_show(plain)}; expected {member.kind.expected}")
    if plain > MAX_INTEGER:
        raise _WrongValue(f"found {_show(plain)}; expected {member.kind.expected}, at most {MAX_INTEGER}")
    return plain


def _plain_map(value: object) -> FrozenMap | None:
    if not isinstance(value, Mapping):
        raise _WrongType(f"found {_show(value)}; expected a dict of texts")
    plain: dict[str, str] = {}
    for name, text in value.items():
        if not isinstance(name, str) or not isinstance(text, str):
            raise _WrongType(f"found {_show(name)}: {_show(text)}; expected names and texts that are str")
        bare, words = _bare_string(name), _bare_string(text)
        if not is_text(bare):
            raise _WrongValue(f"found the name {_show(bare)}; expected text that is not empty and that XML can hold")
        illegal = illegal_character(words)
        if illegal is not None:
            raise _WrongValue(f"found {_describe(illegal)} for {_show(bare)}; expected text that XML can hold")
        plain[bare] = words
    return FrozenMap(plain) if plain else None


def _plain_elements(member: Member, value: object) -> object:
    from voxml.language import verbs

    assert member.element is not None
    cls: type[Element] = getattr(verbs, member.element)
    if member.base == "element":
        if type(value) is not cls:
            raise _WrongType(f"found {_show(value)}; expected {_article(member.element)}")
        return value
    if type(value) is cls:
        raise _WrongType(f"found one {member.element}; expected a list of them: [{_show(value)}]")
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Sequence):
        raise _WrongType(f"found {_show(value)}; expected a list of {member.element}")
    items = tuple(value)
    for place, item in enumerate(items):
        if type(item) is not cls:
            raise _WrongType(f"found {_show(item)} at place {place}; expected {_article(member.element)}")
    return items or None


def _describe(illegal: str) -> str:
    kind = "a control character" if illegal < " " else "a noncharacter"
    if "\ud800" <= illegal <= "\udfff":
        kind = "a lone surrogate"
    return f"{kind} (U+{ord(illegal):04X})"


def _article(name: str) -> str:
    return f"{'an' if name[0] in 'AEIOU' else 'a'} {name}"


def _show(value: object) -> str:
    """`value` as a message shows it: short, and never raising."""
    if isinstance(value, str):
        return quote(_bare_string(value))
    try:
        shown = repr(value)
    except Exception:
        # Python writes no integer of more than some thousand digits; other objects may fail for reasons of their own.
        shown = "a huge integer" if isinstance(value, int) else f"an object of type {type(value).__name__}"
    return shown if len(shown) <= 80 else f"{shown[:60]}… ({len(shown)} characters)"


def _model(cls: type[Element]) -> ElementModel:
    from voxml.language.model import elements

    known = elements()
    return next(known[base.__name__] for base in cls.__mro__ if base.__name__ in known)

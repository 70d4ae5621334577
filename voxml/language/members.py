"""The members of a verb or noun, read off the annotations of its class."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from voxml.language.types import Doc, Kind

Base = Literal["str", "int", "bool", "choice", "element", "list", "map"]

_BASES: dict[type, Base] = {str: "str", int: "int", bool: "bool"}


class Member(NamedTuple):
    """One member of a verb or noun."""

    name: str
    base: Base
    doc: Doc
    is_required: bool
    #: Whether XML writes it as the text of the element.
    is_content: bool
    #: Whether it may be given without its name.
    is_positional: bool
    #: The type's name and limits, for all but elements, lists and maps.
    kind: Kind | None = None
    #: The words of a choice.
    choices: tuple[str, ...] = ()
    #: The class of the element that it holds, one or many.
    cls: type | None = None

    @property
    def element(self) -> str | None:
        """The name of the element that it holds, one or many."""
        return None if self.cls is None else self.cls.__name__


@cache
def members_of(cls: Any) -> tuple[Member, ...]:
    """Return the members of a verb or noun, in the order in which they are written."""
    hints = get_type_hints(cls, include_extras=True)
    required = len(cls.__struct_fields__) - len(cls.__struct_defaults__)
    positional = getattr(cls.__base__, "__struct_fields__", ())
    return tuple(
        _member(name, hints[name], index < required, name == cls.content, name in positional)
        for index, name in enumerate(cls.__struct_fields__)
    )


def _member(name: str, hint: Any, is_required: bool, is_content: bool, is_positional: bool) -> Member:
    annotation, *extras = get_args(hint)
    doc = next(extra for extra in extras if isinstance(extra, Doc))
    # A required member is Annotated[str, Kind, Doc], an optional one Annotated[Annotated[str, Kind] | None, Doc].
    kind = next((extra for extra in extras if isinstance(extra, Kind)), None)
    inner = annotation
    if kind is None:
        inner = next((option for option in get_args(annotation) if option is not type(None)), annotation)
        if hasattr(inner, "__metadata__"):
            inner, kind = get_args(inner)
    base: Base
    choices: tuple[str, ...] = ()
    cls: type | None = None
    if get_origin(inner) is Literal:
        base, choices = "choice", get_args(inner)
    elif get_origin(inner) is Mapping:
        base = "map"
    elif get_origin(inner) is Sequence:
        base, cls = "list", get_args(inner)[0]
    elif inner in _BASES:
        base = _BASES[inner]
    else:
        base, cls = "element", inner
    return Member(name, base, doc, is_required, is_content, is_positional, kind, choices, cls)


def annotation_of(member: Member) -> str:
    """Return the Python type of a member, as one would write it: `str`, `Sequence[Number]`."""
    if member.base == "choice":
        words = ", ".join(f'"{word}"' for word in member.choices)
        return f"Literal[{words}]"
    if member.base == "list":
        return f"Sequence[{member.element}]"
    if member.base == "map":
        return "Mapping[str, str]"
    return member.element or member.base

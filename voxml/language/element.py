"""The base classes of verbs and nouns."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from voxml.errors import VoxmlTypeError
from voxml.language.arguments import argument_error
from voxml.language.members import annotation_of, members_of
from voxml.language.validation import USUAL, validate

#: What `super().__call__` is; looking it up takes 3 % of building a document (bench/build.py).
_construct: Callable[..., Any] = msgspec.StructMeta.__call__


class _Plain(str):
    """An annotation that is shown without quotes."""

    __slots__ = ()
    __repr__ = str.__str__


class ElementMeta(msgspec.StructMeta):
    """The metaclass of all verbs and nouns; turns Python's error for a wrong argument into ours."""

    @property
    def __signature__(cls) -> inspect.Signature:  # noqa: N805
        """The signature that `help` shows, with plain types."""
        plain = [
            inspect.Parameter(
                member.name,
                inspect.Parameter.POSITIONAL_OR_KEYWORD if member.is_positional else inspect.Parameter.KEYWORD_ONLY,
                default=inspect.Parameter.empty if member.is_required else None,
                annotation=_Plain(annotation_of(member) + ("" if member.is_required else " | None")),
            )
            for member in members_of(cls)
        ]
        return inspect.Signature(plain)

    if not TYPE_CHECKING:  # a type checker would take this signature for that of each class

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:  # noqa: D102, N805
            try:
                return _construct(cls, *args, **kwargs)
            except VoxmlTypeError:
                raise
            except TypeError:
                error = argument_error(cls, args, kwargs)
                if error is None:
                    raise
                raise error from None


class Element(
    msgspec.Struct, frozen=True, gc=False, omit_defaults=True, forbid_unknown_fields=True, metaclass=ElementMeta
):
    """A verb or noun: frozen, compared by content, written without unset members."""

    #: The page of https://docs.tryvox.io that documents it.
    page: ClassVar[str] = "voxml"
    #: The member that XML writes as the text of the element, if there is one.
    content: ClassVar[str | None] = None
    #: Members of which at least one must have an entry.
    needs_one_of: ClassVar[tuple[str, ...]] = ()
    #: Makes an element of arguments that are members for certain, as a fluent method's are. To be ready to explain others
    #: takes a fifth of building a document (bench/build.py).
    _new = classmethod(_construct)

    def __post_init__(self) -> None:
        if not USUAL[type(self)](self):
            validate(self)

    def __repr__(self) -> str:
        members = ((name, getattr(self, name)) for name in self.__struct_fields__)
        shown = [
            repr(value) if name == self.content else f"{name}={value!r}" for name, value in members if value is not None
        ]
        return f"{type(self).__name__}({', '.join(shown)})"


class Noun(Element, frozen=True):
    """An element inside a verb, such as a number to dial."""


class Verb(Element, frozen=True):
    """An instruction of a document."""

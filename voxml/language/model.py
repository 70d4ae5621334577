"""The language as data: the verbs, nouns, members and types that the classes define, ready to be walked.

`elements()` is what the emitters, `voxml explain` and the reference are made from. Nothing here is written by hand a
second time: it is read off the annotations of `voxml.language.verbs`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin, get_type_hints

from voxml.language import types
from voxml.language.types import Doc, Kind
from voxml.language.verbs import NOUNS, VERBS, Element, Verb

Base = Literal["str", "int", "bool", "choice", "element", "list", "map"]


class Member(NamedTuple):
    """One member of a verb or noun."""

    name: str
    base: Base
    doc: Doc
    is_required: bool
    is_content: bool
    #: The type's name and rules, for all but elements, lists and maps.
    kind: Kind | None = None
    #: The words of a choice.
    choices: tuple[str, ...] = ()
    #: The element that it holds, one or many.
    element: str | None = None


class ElementModel(NamedTuple):
    """One verb or noun."""

    name: str
    doc: str
    page: str
    is_verb: bool
    members: tuple[Member, ...]
    needs_one_of: tuple[str, ...]

    @property
    def content(self) -> Member | None:
        """The member that XML writes as the text of the element."""
        return next((member for member in self.members if member.is_content), None)

    def member(self, name: str) -> Member | None:
        """The member of that name."""
        return next((member for member in self.members if member.name == name), None)


@cache
def elements() -> dict[str, ElementModel]:
    """All verbs, then all nouns, by name, in the vendor's order."""
    return {cls.__name__: _element(cls) for cls in (*VERBS, *NOUNS)}


@cache
def kinds() -> dict[str, tuple[Kind, type, tuple[str, ...]]]:
    """All simple types by name: their kind, Python type and words of choice, in the order of `types.py`."""
    found: dict[str, tuple[Kind, type, tuple[str, ...]]] = {}
    for value in vars(types).values():
        if get_origin(value) is Annotated:
            python, kind = get_args(value)
            choices = get_args(python) if get_origin(python) is Literal else ()
            found[kind.name] = (kind, str if choices else python, choices)
    return found


def _element(cls: type[Element]) -> ElementModel:
    hints = get_type_hints(cls, include_extras=True)
    required = len(cls.__struct_fields__) - len(cls.__struct_defaults__)
    members = tuple(
        _member(name, hints[name], is_required=place < required, is_content=name == cls.content)
        for place, name in enumerate(cls.__struct_fields__)
    )
    doc = (cls.__doc__ or "").strip()
    return ElementModel(cls.__name__, doc, cls.page, issubclass(cls, Verb), members, cls.needs_one_of)


def _member(name: str, hint: Any, *, is_required: bool, is_content: bool) -> Member:
    annotation, *extras = get_args(hint)
    doc = next(extra for extra in extras if isinstance(extra, Doc))
    kind = next((extra for extra in extras if isinstance(extra, Kind)), None)
    if kind is not None:
        # Annotated[Annotated[str, Kind], Doc] has been flattened: a required member of a simple type.
        return _simple(name, annotation, kind, doc, is_required, is_content)
    options = [option for option in get_args(annotation) if option is not type(None)] or [annotation]
    inner = options[0]
    if get_origin(inner) is Annotated:
        python, kind = get_args(inner)
        return _simple(name, python, kind, doc, is_required, is_content)
    if get_origin(inner) is Mapping:
        return Member(name, "map", doc, is_required, is_content)
    if get_origin(inner) is Sequence:
        return Member(name, "list", doc, is_required, is_content, element=get_args(inner)[0].__name__)
    return Member(name, "element", doc, is_required, is_content, element=inner.__name__)


def _simple(name: str, python: Any, kind: Kind, doc: Doc, is_required: bool, is_content: bool) -> Member:
    if get_origin(python) is Literal:
        return Member(name, "choice", doc, is_required, is_content, kind, choices=get_args(python))
    bases: dict[type, Base] = {str: "str", int: "int", bool: "bool"}
    return Member(name, bases[python], doc, is_required, is_content, kind)

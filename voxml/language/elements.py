"""The language as data: all verbs, nouns, members and types, for emitters, `voxml explain` and tests to walk."""

from functools import cache
from typing import Annotated, Literal, NamedTuple, get_args, get_origin

from voxml.language import types
from voxml.language.element import Element, Verb
from voxml.language.members import Member, members_of
from voxml.language.types import Kind
from voxml.language.verbs import NOUNS, VERBS


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
        """Return the member of that name."""
        return next((member for member in self.members if member.name == name), None)


@cache
def elements() -> dict[str, ElementModel]:
    """Return all verbs, then all nouns, by name, in the vendor's order."""
    return {cls.__name__: _element(cls) for cls in (*VERBS, *NOUNS)}


@cache
def kinds() -> dict[str, tuple[Kind, type, tuple[str, ...]]]:
    """Return all simple types by name: their kind, Python type and choices, in the order of `types.py`."""
    found: dict[str, tuple[Kind, type, tuple[str, ...]]] = {}
    for value in vars(types).values():
        if get_origin(value) is Annotated:
            python, kind = get_args(value)
            choices = get_args(python) if get_origin(python) is Literal else ()
            found[kind.name] = (kind, str if choices else python, choices)
    return found


def _element(cls: type[Element]) -> ElementModel:
    doc = (cls.__doc__ or "").strip()
    return ElementModel(cls.__name__, doc, cls.page, issubclass(cls, Verb), members_of(cls), cls.needs_one_of)

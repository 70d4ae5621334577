"""A document: instructions in order, never changed once made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Self, overload

from voxml.errors import VoxmlTypeError
from voxml.language.verbs import Element, Verb

#: The one version that every page shows (https://docs.tryvox.io/voxml).
VOXML_VERSION = "1.0"


class Document:
    """An immutable sequence of instructions.

    Growing one gives a new document that shares the old one's instructions, so that building stays quick at any length
    and a document can be kept, shared between threads and continued in several ways.
    """

    # A document made by `append` knows its parent and its last instruction; the tuple of all is made when first asked
    # for. Two threads that ask at once make the same tuple twice, which is harmless.
    __slots__ = ("__weakref__", "_all", "_last", "_parent")

    _parent: Document | None
    _last: Verb | None
    _all: tuple[Verb, ...] | None

    def __init__(self, instructions: Iterable[Verb] = (), /) -> None:
        if isinstance(instructions, Element):
            raise VoxmlTypeError(f"found one {type(instructions).__name__}; expected a list of instructions")
        every = tuple(instructions)
        for verb in every:
            _require_verb(verb)
        self._parent = None
        self._last = None
        self._all = every

    def append(self, verb: Verb, /) -> Self:
        """This document and one more instruction.

        Raises:
            VoxmlTypeError: `verb` is not one of the eleven verbs.
        """
        if not isinstance(verb, Verb):
            _require_verb(verb)
        longer = _new(self.__class__)
        longer._parent = self
        longer._last = verb
        longer._all = None
        return longer

    def extend(self, instructions: Iterable[Verb], /) -> Self:
        """This document and all instructions of another one, or of any iterable."""
        longer = self
        for verb in instructions:
            longer = longer.append(verb)
        return longer

    @property
    def instructions(self) -> tuple[Verb, ...]:
        """All instructions, first to last."""
        if self._all is None:
            self._all = self._collect()
        return self._all

    def _collect(self) -> tuple[Verb, ...]:
        newest_first: list[Verb] = []
        at: Document | None = self
        while at is not None and at._all is None:
            newest_first.append(at._last)  # type: ignore[arg-type]
            at = at._parent
        newest_first.reverse()
        return (*(at._all or () if at is not None else ()), *newest_first)

    def __iter__(self) -> Iterator[Verb]:
        return iter(self.instructions)

    def __len__(self) -> int:
        return len(self.instructions)

    def __bool__(self) -> bool:
        # A document without instructions is a document all the same.
        return True

    @overload
    def __getitem__(self, place: int, /) -> Verb: ...
    @overload
    def __getitem__(self, place: slice, /) -> tuple[Verb, ...]: ...
    def __getitem__(self, place: int | slice, /) -> Verb | tuple[Verb, ...]:
        return self.instructions[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Document):
            return NotImplemented
        return self.instructions == other.instructions

    def __hash__(self) -> int:
        return hash(self.instructions)

    def __repr__(self) -> str:
        name = type(self).__name__
        shown = [repr(verb) for verb in self.instructions[:50]]
        if len(self) > len(shown):
            shown.append(f"… {len(self) - len(shown)} more")
        return f"{name}([{', '.join(shown)}])" if shown else f"{name}()"

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[Verb, ...]]]:
        return type(self), (self.instructions,)


_new = object.__new__


def _require_verb(verb: object) -> None:
    if not isinstance(verb, Verb):
        raise VoxmlTypeError(
            f"found {type(verb).__name__}; expected a verb: Say, Play, Gather, Dial, Record, Stream, Conference, "
            "Redirect, Pause, Hangup or Reject"
        )

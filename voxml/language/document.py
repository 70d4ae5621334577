"""A document: instructions in order, never changed once made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Self, overload

from msgspec.structs import astuple, force_setattr

from voxml.errors import VoxmlTypeError
from voxml.language import wire
from voxml.language.verbs import VERBS, Element, Play, Say, Verb
from voxml.language.wire import Instruction

_NONE: tuple[Verb, ...] = ()


class Document:
    """An immutable sequence of instructions.

    Growing one gives a new document that shares the old one's instructions, so that building stays quick at any length
    and a document can be kept, shared between threads and continued in several ways.
    """

    # A document is the first `_length` entries of a list that only ever grows. Whoever appends to the list at just that
    # length shares it with the longer document; whoever comes later (a branch, or another thread in the same instant)
    # finds the place taken and goes on with a copy. `_all` is the tuple of all verbs, made when first asked for.
    __slots__ = ("__weakref__", "_all", "_items", "_length")

    _items: list[Instruction]
    _length: int
    _all: tuple[Verb, ...]

    def __init__(self, instructions: Iterable[Verb] = _NONE, /) -> None:
        if instructions is _NONE:
            self._items = []
            self._length = 0
        else:
            self._items = _held(instructions)
            self._length = len(self._items)

    def append(self, verb: Verb, /) -> Self:
        """This document and one more instruction.

        Raises:
            VoxmlTypeError: `verb` is not one of the eleven verbs.
        """
        return self.extend((verb,))

    def extend(self, instructions: Iterable[Verb], /) -> Self:
        """This document and all instructions of another one, or of any iterable.

        Raises:
            VoxmlTypeError: one of them is not one of the eleven verbs.
        """
        more = _held(instructions)
        items, length = self._items, self._length
        if len(items) != length:
            items = items[:length]
        items += more
        if any(items[length + place] is not new for place, new in enumerate(more)):
            items = [*items[:length], *more]
        longer = object.__new__(self.__class__)
        longer._items = items
        longer._length = length + len(more)
        return longer

    @property
    def instructions(self) -> tuple[Verb, ...]:
        """All instructions, first to last."""
        try:
            return self._all
        except AttributeError:
            self._all = every = tuple(map(_verb, self.held()))
            return every

    def held(self) -> list[Instruction]:
        """All instructions in the form in which they are written."""
        # Always a copy: another thread may be making the list longer.
        return self._items[: self._length]

    def __iter__(self) -> Iterator[Verb]:
        return iter(self.instructions)

    def __len__(self) -> int:
        return self._length

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
        return self._items[: self._length] == other._items[: other._length]

    def __hash__(self) -> int:
        return hash(tuple(self._items[: self._length]))

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


_WIRE: dict[type, Callable[..., Instruction]] = {verb: getattr(wire, verb.__name__) for verb in VERBS}
_PROMPTS: dict[type, Callable[..., Any]] = {Say: wire.SayPrompt, Play: wire.PlayPrompt}
_VERBS: dict[type, type[Verb]] = {
    **{getattr(wire, verb.__name__): verb for verb in VERBS},
    wire.SayPrompt: Say,
    wire.PlayPrompt: Play,
}


def _held(instructions: Iterable[Verb]) -> list[Instruction]:
    """Verbs in the form in which a document holds them."""
    if isinstance(instructions, Element):
        raise VoxmlTypeError(f"found one {type(instructions).__name__}; expected a list of instructions")
    if not isinstance(instructions, Iterable):
        raise VoxmlTypeError(f"found {type(instructions).__name__}; expected a list of instructions")
    held: list[Instruction] = []
    for verb in instructions:
        make = _WIRE.get(type(verb))
        if make is None:
            raise VoxmlTypeError(
                f"found {type(verb).__name__}; expected a verb: Say, Play, Gather, Dial, Record, Stream, Conference, "
                "Redirect, Pause, Hangup or Reject"
            )
        members = astuple(verb)
        if make is wire.Gather:
            members = tuple(_held_prompt(member) if type(member) in _PROMPTS else member for member in members)
        held.append(make(*members))
    return held


def _held_prompt(verb: Any) -> Any:
    return _PROMPTS[type(verb)](*astuple(verb))


def _verb(instruction: Any) -> Verb:
    """The verb that a document holds as `instruction`; its values have been checked."""
    cls = _VERBS[type(instruction)]
    verb: Verb = cls._new()  # pyright: ignore[reportPrivateUsage]
    for name in cls.__struct_fields__:
        value = getattr(instruction, name)
        if value is not None:
            force_setattr(verb, name, _verb(value) if type(value) in _VERBS else value)
    return verb

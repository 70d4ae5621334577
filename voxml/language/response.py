"""`Response`: a document that is built verb by verb, and written as JSON or XML."""

from collections.abc import Iterable, Iterator
from operator import index as as_index
from typing import Any, Self, SupportsIndex, cast, overload

from msgspec import json
from msgspec.structs import replace

from voxml.errors import VoxmlTypeError, VoxmlValueError
from voxml.language import writing
from voxml.language.arguments import named_arguments
from voxml.language.element import Verb
from voxml.language.fluent import Fluent
from voxml.language.types import Engine
from voxml.language.verbs import VERBS, Gather, Say

_VERBS = frozenset(VERBS)
#: The members of a Say that a response has defaults for.
_DEFAULTS = ("voice", "language", "engine")


class Response(Fluent):
    """A VoxML document: a list of verbs.

    Each method adds to the response and returns it, so that chained and separate calls mean the same:

        response = Response().say("Welcome to Acme.").hangup()

        response = Response()
        response.say("Welcome to Acme.")
        response.hangup()

    `voice`, `language` and `engine` are what each Say takes that is added without its own, a Gather's prompt too.

    Raises:
        VoxmlTypeError: one of `verbs` is no verb, or a default has the wrong type.
        VoxmlValueError: a default is not allowed.
    """

    __slots__ = ("__weakref__", "_defaults", "_verbs")

    __hash__ = None  # type: ignore[assignment]

    @named_arguments
    def __init__(
        self, *verbs: Verb, voice: str | None = None, language: str | None = None, engine: Engine | None = None
    ) -> None:
        self._verbs: list[Verb] = []
        self._defaults: dict[str, Any] = {}
        if voice is not None or language is not None or engine is not None:
            say = Say("…", voice=voice, language=language, engine=engine)  # refuses a wrong default here
            self._defaults = {name: getattr(say, name) for name in _DEFAULTS if getattr(say, name) is not None}
        if verbs:
            self.extend(verbs)

    # --- building ---

    def append(self, verb: Verb, /) -> Self:
        """Add a verb to the end.

        Raises:
            VoxmlTypeError: `verb` is not one of the eleven verbs.
        """
        if type(verb) not in _VERBS:
            raise _no_verb(verb)
        self._verbs.append(self._with_defaults(verb) if self._defaults else verb)
        return self

    def extend(self, verbs: Iterable[Verb], /) -> Self:
        """Add all verbs of another response, or of any iterable, to the end.

        Raises:
            VoxmlTypeError: one of them is not one of the eleven verbs; none is added then.
        """
        self._verbs += self._checked(verbs)
        return self

    def insert(self, index: SupportsIndex, verb: Verb, /) -> Self:
        """Add a verb before the one at `index`, as `list.insert` does.

        Raises:
            VoxmlTypeError: `verb` is not one of the eleven verbs, or `index` is no integer.
        """
        if not isinstance(index, SupportsIndex):
            raise VoxmlTypeError(f"found {type(index).__name__}; expected an index and a verb: insert(0, Say(…))")
        self._verbs[as_index(index) : as_index(index)] = self._checked((verb,))
        return self

    def copy(self) -> Self:
        """Return a response of its own with the same verbs and defaults."""
        return self._like(self._verbs)

    def __add__(self, other: Iterable[Verb]) -> Self:
        return self.copy().extend(other)

    def __iadd__(self, other: Iterable[Verb]) -> Self:
        return self.extend(other)

    # --- reading ---

    @property
    def instructions(self) -> tuple[Verb, ...]:
        """The verbs at this moment, first to last."""
        return tuple(self._verbs)

    def __iter__(self) -> Iterator[Verb]:
        return iter(self._verbs)

    def __len__(self) -> int:
        return len(self._verbs)

    def __bool__(self) -> bool:
        return True  # a response without verbs is a response all the same

    @overload
    def __getitem__(self, index: SupportsIndex, /) -> Verb: ...
    @overload
    def __getitem__(self, index: slice, /) -> Self: ...
    def __getitem__(self, index: SupportsIndex | slice, /) -> Verb | Self:
        if isinstance(index, slice):
            return self._like(self._verbs[index])
        return self._verbs[index]

    def __eq__(self, other: object) -> bool:
        return self._verbs == other._verbs if isinstance(other, Response) else NotImplemented

    def __repr__(self) -> str:
        shown = [repr(verb) for verb in self._verbs[:50]]
        if len(self) > len(shown):
            shown.append(f"… {len(self) - len(shown)} more")
        shown += [f"{name}={value!r}" for name, value in self._defaults.items()]
        return f"{type(self).__name__}({', '.join(shown)})"

    # --- writing ---

    def to_dict(self) -> dict[str, Any]:
        """Return the document as plain data, as its JSON is read."""
        return cast("dict[str, Any]", json.decode(bytes(self)))

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the document as JSON: compact, or on several lines with `indent` spaces a level."""
        compact = writing.as_json(self._verbs)
        if indent is None:
            return compact.decode()
        _check_indent(indent)
        return json.format(compact, indent=indent).decode() + "\n"

    def to_xml(self, *, indent: int | None = 2) -> str:
        """Return the document as XML with `indent` spaces a level, or on one line with None."""
        if indent is not None:
            _check_indent(indent)
        return writing.as_xml(self._verbs, indent)

    def __str__(self) -> str:
        return self.to_json()

    def __bytes__(self) -> bytes:
        return writing.as_json(self._verbs)

    # --- copies ---

    def _like(self, verbs: list[Verb]) -> Self:
        other = self.__class__.__new__(self.__class__)
        other._verbs = [*verbs]
        other._defaults = self._defaults
        return other

    def __copy__(self) -> Self:
        return self.copy()

    def __deepcopy__(self, _memo: dict[int, Any]) -> Self:
        return self.copy()  # verbs are frozen

    # --- checks ---

    def _checked(self, verbs: Iterable[Verb]) -> list[Verb]:
        """Return the verbs as they are to be added."""
        if not isinstance(verbs, Iterable) or isinstance(verbs, (str, bytes)):
            raise VoxmlTypeError(f"found {_name(verbs)}; expected verbs, as a list or a response")
        found = list(verbs)
        for verb in found:
            if type(verb) not in _VERBS:
                raise _no_verb(verb)
        return [self._with_defaults(verb) for verb in found] if self._defaults else found

    def _with_defaults(self, verb: Verb) -> Verb:
        if isinstance(verb, Say):
            missing = {name: value for name, value in self._defaults.items() if getattr(verb, name) is None}
            return replace(verb, **missing) if missing else verb
        if isinstance(verb, Gather) and verb.say is not None:
            return replace(verb, say=self._with_defaults(verb.say))
        return verb


def _no_verb(found: object) -> VoxmlTypeError:
    names = ", ".join(verb.__name__ for verb in VERBS[:-1])
    advice = "; write Response(*verbs) or extend(verbs)" if isinstance(found, (list, tuple, Response)) else ""
    return VoxmlTypeError(f"found {_name(found)}; expected a verb: {names} or {VERBS[-1].__name__}{advice}")


def _name(found: object) -> str:
    return f"the class {found.__name__}" if isinstance(found, type) else type(found).__name__


def _check_indent(indent: int) -> None:
    if type(indent) is not int:
        raise VoxmlTypeError(f"indent: found {type(indent).__name__}; expected a number of spaces or None")
    if not 0 <= indent <= 16:
        raise VoxmlValueError(f"indent: found {indent}; expected 0 to 16 spaces or None")

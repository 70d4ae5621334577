"""Say a list: `["a", "b", "c"]|list` is `a, b and c`, and can still be looped over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jinja2 import Undefined, pass_context
from jinja2.runtime import Context

from voxml.templating.parameter_types import show
from voxml.templating.speech.speaking import refused, speech_of
from voxml.templating.to_text import Spoken, to_text


class SpokenList(list[Any], Spoken):
    """A list whose text is `a, b and c`."""

    def __init__(self, entries: Iterable[Any], phrase: Callable[[list[Any]], str]) -> None:
        super().__init__(entries)
        self._phrase = phrase

    def __str__(self) -> str:
        return self._phrase(self)

    __hash__ = None  # type: ignore[assignment]


def list_(context: Context, value: Any, conjunction: str = "and", *, language: str | None = None) -> SpokenList:
    """Return the entries of a list, which are said with a conjunction: "and" or "or"."""
    if isinstance(value, Undefined):
        str(value)  # raises, and says which name it was

    def phrase(entries: list[Any]) -> str:
        try:
            return speech_of(context, language).enumeration([to_text(entry) for entry in entries], conjunction)
        except (ValueError, LookupError) as error:
            raise refused("list", error, value) from None

    try:
        return SpokenList(value, phrase)
    except TypeError:
        raise refused("list", ValueError(f"found {show(value)}; expected a list"), value) from None


FILTER = pass_context(list_)

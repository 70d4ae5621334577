"""The entries of a dialect's table: what an element or attribute of another language becomes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from voxml.diagnostics import Severity

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion
    from voxml.importers.model import Made, SourceNode

#: Takes a value as it is written, and returns ours; None where our default means the same.
Converter = Callable[[Any, "Conversion"], Any]
#: Makes verbs of a node whose attributes were read.
Builder = Callable[["Conversion", "SourceNode", dict[str, Any]], "list[Made]"]


class CannotConvert(Exception):  # noqa: N818 - a loss on its way to the report
    """A value that VoxML has no way to write; `value` is what is written in its place, if anything."""

    def __init__(self, message: str, severity: Severity = "error", value: Any = None) -> None:
        super().__init__(message)
        self.message = message
        self.severity: Severity = severity
        self.value = value


class Field(NamedTuple):
    """An attribute with a counterpart."""

    name: str
    convert: Converter


class Lost(NamedTuple):
    """An attribute without a counterpart."""

    severity: Severity
    #: What to do in its place, or why nothing is.
    advice: str
    #: Values that mean the same as leaving it out.
    harmless: frozenset[str] = frozenset()


class Built(NamedTuple):
    """An attribute that the element's builder reads."""

    meaning: str


Attribute = Field | Lost | Built


class Element(NamedTuple):
    """An element or verb with a counterpart."""

    #: The verb or noun of ours; empty where nothing is to be done.
    verb: str
    attributes: Mapping[str, Attribute] = {}
    #: What its text is.
    content: Field | None = None
    #: Members whose default differs from ours, and the value that the other language takes.
    defaults: Mapping[str, Any] = {}
    build: Builder | None = None
    #: The elements that the builder reads inside it.
    children: frozenset[str] = frozenset()
    #: The member that is the document's own address where none is written.
    own_address: str = ""
    #: What the page about the dialect says besides.
    note: str = ""


class Missing(NamedTuple):
    """An element or verb without a counterpart."""

    advice: str
    #: `error` unless nothing is heard of it.
    severity: Severity = "error"


class Dialect(NamedTuple):
    """Another call-control language."""

    #: As `--from` names it.
    name: str
    title: str
    #: The vendor's public reference.
    reference: str
    elements: Mapping[str, Element | Missing]
    #: Returns the nodes of the outermost list. Raises TypeError with what the document is instead.
    nodes: Callable[[Conversion, Any], list[SourceNode]]
    #: Turns the nodes into verbs, where they depend on their neighbours.
    arrange: Callable[[Conversion, list[SourceNode]], list[Made]] | None = None


def lost(severity: Severity, advice: str, names: str, *, unless: tuple[str, ...] = ()) -> dict[str, Attribute]:
    """Return entries for attributes that are lost in the same way; `names` has them with spaces between."""
    return dict.fromkeys(names.split(), Lost(severity, advice, frozenset(unless)))

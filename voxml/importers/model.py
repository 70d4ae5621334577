"""What an importer reads and what it makes: source nodes, losses, imported documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from voxml.diagnostics import Diagnostic, Severity
from voxml.formats.json import Path
from voxml.formats.tree import Span

if TYPE_CHECKING:
    from voxml.language.response import Response
    from voxml.source import Source

#: `whole`: nothing of it is lost; `lossy`: what is lost is reported; `impossible`: it has a verb that VoxML lacks.
Status = Literal["whole", "lossy", "impossible", "unusable"]

#: The one rule that losses are reported by.
RULE = "import-loss"


class SourceNode:
    """An element of XML or an object of JSON or YAML, with the positions of its parts."""

    __slots__ = ("_locate", "attributes", "name", "pieces")

    def __init__(
        self,
        name: str,
        attributes: dict[str, Any],
        locate: Callable[[Path], Span],
        pieces: list[str | SourceNode] | None = None,
    ) -> None:
        self.name = name
        #: Attributes as texts, or members as plain values.
        self.attributes = attributes
        #: Texts and child nodes, in document order.
        self.pieces: list[str | SourceNode] = pieces or []
        self._locate = locate

    @property
    def children(self) -> list[SourceNode]:
        """The child nodes."""
        return [piece for piece in self.pieces if isinstance(piece, SourceNode)]

    @property
    def text(self) -> str:
        """The text directly inside it, with white space collapsed."""
        return " ".join(" ".join(piece for piece in self.pieces if isinstance(piece, str)).split())

    def span(self, attribute: str | None = None) -> Span:
        """Return the position of the node or of one of its attributes."""
        return self._locate(() if attribute is None else (attribute,))

    def inner(self, name: str, *path: str | int) -> SourceNode:
        """Return the object at a path of members and indexes as a node of its own, named `name`."""
        value: Any = self.attributes
        for step in path:
            value = value[step]
        attributes = {str(key): each for key, each in value.items()} if isinstance(value, dict) else {}
        return SourceNode(name, attributes, lambda more: self._locate((*path, *more)))


class Loss(NamedTuple):
    """Something that VoxML can't carry."""

    severity: Severity
    message: str
    span: Span
    #: What is counted in a report: `Gather.hints`, `Pay`.
    name: str
    #: Whether it is a verb without a counterpart: the document can't be imported.
    is_verb: bool = False


class Made(NamedTuple):
    """A verb by its name and members, and the node that it was made from."""

    verb: str
    fields: dict[str, Any]
    node: SourceNode


class Options(NamedTuple):
    """What is known besides the documents."""

    #: Where the documents will be published; relative addresses are resolved against it.
    base_url: str | None = None
    #: The country of numbers without a country code, such as `US`.
    country: str | None = None
    #: The names of all documents that are imported together, relative to their folder, with `/`.
    names: frozenset[str] = frozenset()


class Imported(NamedTuple):
    """A document that was read: what came of it."""

    path: str
    #: The dialect's short name, such as `twilio`; empty when it is none.
    dialect: str
    response: Response | None
    diagnostics: list[Diagnostic]
    status: Status
    source: Source
    losses: tuple[Loss, ...] = ()

    @property
    def is_same_call(self) -> bool:
        """Whether the call behaves as before: no loss is an error."""
        return self.response is not None and all(each.severity != "error" for each in self.diagnostics)

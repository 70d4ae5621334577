"""What a rule is given, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from voxml.diagnostics import Diagnostic, Edit, Fix, Severity
from voxml.formats.tree import Node
from voxml.schema.tables import MEMBERS

if TYPE_CHECKING:
    from voxml.formats.edits import Edits, Plain
    from voxml.rules.facts.dialects import Dialect

#: Makes a fix with the edits of the form that the document is in.
FixMaker = Callable[["Edits"], Fix]


class SiteContext(NamedTuple):
    """What is known of a document besides its text."""

    #: The address of our own site, without a slash at its end.
    base_url: str | None = None
    #: More hosts that serve files only.
    static_hosts: tuple[str, ...] = ()
    #: Whether calls to this document are ours or the caller's; None when it may be either.
    direction: Literal["outbound", "inbound"] | None = None
    #: The address at which this document is published.
    own_url: str | None = None


class Context(NamedTuple):
    """What a rule knows besides the node."""

    site: SiteContext
    #: The errors against the schema.
    errors: Sequence[Diagnostic]
    is_json: bool
    #: The other language that a document with errors is written in.
    dialect: Dialect | None
    #: The moment of the run, in Unix seconds.
    now: float

    def has_error_at(self, pointer: str) -> bool:
        """Tell whether an error lies at or below a place such as `/instructions`."""
        return any(pointer in each.pointer for each in self.errors)


class Problem(NamedTuple):
    """One problem that a rule found."""

    node: Node
    message: str
    #: The field of the node that is meant; None for the node as a whole.
    field: str | None = None
    #: The part of the field's value that is meant.
    words: str | None = None
    #: A lower severity than the rule's.
    severity: Severity | None = None
    fix: FixMaker | None = None
    #: Another field of the node, with which this one disagrees, or another node.
    other_field: str | None = None
    other_node: Node | None = None
    #: The label at the other location.
    other_label: str = ""
    #: The name of the Stream's parameter that is meant, where `field` is its parameters.
    parameter: str | None = None


def set_field(node: Node, field: str, value: Plain, *, message: str = "", is_safe: bool = True) -> FixMaker:
    """Return the fix that gives a field another value, or adds it."""

    def make(edits: Edits) -> Fix:
        shown = str(value).lower() if isinstance(value, bool) else f'"{value}"'
        return Fix(message or f"set {field} to {shown}", edits.set(node, field, value), is_safe)

    return make


def rewrite_field(
    node: Node, field: str, change: Callable[[str], str], *, message: str, is_safe: bool = False
) -> FixMaker:
    """Return the fix that changes the words of a field, and leaves its lines as they are."""
    return lambda edits: Fix(message, edits.rewrite(node, field, change), is_safe)


def remove_nodes(nodes: list[Node], *, message: str, is_safe: bool = True) -> FixMaker:
    """Return the fix that removes neighbours."""

    def make(edits: Edits) -> Fix:
        changes: tuple[Edit, ...] = edits.remove_nodes(nodes)
        return Fix(message, changes, is_safe)

    return make


def fields_with(*types: str) -> dict[str, tuple[str, ...]]:
    """Return the fields whose type is one of `types` (such as `HttpUrl`), by the name of the node."""
    found = {
        name: tuple(field for field, (_, type_, *_) in members.items() if type_ in types)
        for name, members in MEMBERS.items()
    }
    return {name: fields for name, fields in found.items() if fields}


def fields_of(node: Node, fields: dict[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Yield those of a node's fields that are in `fields` and written, with their values."""
    members = node.members
    for field in fields[node.name]:
        if field in members:
            yield field, members[field]

"""The targets of a Dial, which ring together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.importers.model import Made, SourceNode

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion

#: The member of Dial that holds each noun, in their order.
MEMBERS = {"Number": "numbers", "Sip": "sip", "Client": "client"}


def dial_with(conversion: Conversion, node: SourceNode, fields: dict[str, Any], targets: list[Made]) -> list[Made]:
    """Return a Dial with its targets; nothing where there is none, which is an error."""
    fields.pop("method", None)  # a Dial reports by POST
    if not targets:
        conversion.lose(
            node, "error", "found no target that can be dialled; expected a number, a SIP address or a client"
        )
        return []
    lists: dict[str, Any] = {}
    for noun, member in MEMBERS.items():
        if found := [(noun, made.fields) for made in targets if made.verb == noun]:
            lists[member] = found
    return [Made("Dial", {**fields, **lists}, node)]

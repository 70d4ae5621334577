"""The prompts of a Gather: other languages allow several, VoxML one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voxml.importers.model import Made, SourceNode

if TYPE_CHECKING:
    from voxml.importers.engine import Conversion


def gather_with(conversion: Conversion, node: SourceNode, fields: dict[str, Any], prompts: list[Made]) -> list[Made]:
    """Return a Gather with its last prompt, after the prompts that it has no room for.

    Neighbouring texts of one voice are joined. A pause after the last prompt is time to wait, so it goes into timeout.
    """
    prompts = joined(prompts)
    while prompts and prompts[-1].verb == "Pause":
        fields["timeout"] = fields.get("timeout", 5) + prompts.pop().fields.get("length", 1)
    if prompts:
        last = prompts.pop()
        fields["say" if last.verb == "Say" else "play"] = (last.verb, last.fields)
    if prompts:
        message = "found more prompts than one; the earlier come before the Gather: keys pressed then are not heard"
        conversion.lose(node, "warning", message)
    return [*prompts, Made("Gather", fields, node)]


def joined(prompts: list[Made]) -> list[Made]:
    """Join neighbouring Says of one voice that are spoken once."""
    result: list[Made] = []
    for made in prompts:
        before = result[-1] if result else None
        if before is not None and _are_alike(before, made):
            before.fields["text"] += " " + made.fields["text"]
        else:
            result.append(Made(made.verb, dict(made.fields), made.node))
    return result


def _are_alike(first: Made, second: Made) -> bool:
    if first.verb != "Say" or second.verb != "Say":
        return False
    one, other = ({name: value for name, value in each.fields.items() if name != "text"} for each in (first, second))
    return one == other and one.get("loop", 1) == 1

"""A Reject that comes too late.

Reject refuses an inbound call without answering it. Once anything else has run the call has been answered,
and there is nothing left to refuse: to end it, use Hangup.

Bad:

    <Response version="1.0">
      <Say>We are closed.</Say>
      <Reject reason="busy"/>
    </Response>

Good:

    <Response version="1.0">
      <Say>We are closed.</Say>
      <Hangup reason="busy"/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "flow"
NODES = ("Response",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield the first Reject that has another instruction before it."""
    instructions = node.instructions
    for index, each in enumerate(instructions):
        if each.name == "Reject":
            if index:
                before = instructions[index - 1].name
                message = f"found Reject after {before}, when the call has been answered; expected it first, or Hangup"
                yield Problem(each, message)
            return

"""A Say or Play that never ends by itself.

A loop of 0 repeats until the caller hangs up. That is right for music on hold and for little else: the call
costs money for as long as it lasts, and a voice mailbox does not hang up.

Bad:

    <Response version="1.0">
      <Say loop="0">Please hold the line.</Say>
    </Response>

Good:

    <Response version="1.0">
      <Say loop="5">Please hold the line.</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "info"
CATEGORY = "flow"
NODES = ("Say", "Play")
FIELDS = ("loop",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a loop of 0; inside a Gather the time-out ends it."""
    if node.members["loop"] == 0 and node.parent is not None and node.parent.name == "Response":
        message = f"{node.name} is repeated until the caller hangs up; a loop of 1 or more ends"
        yield Problem(node, message, "loop")

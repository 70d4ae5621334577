"""A conference for more people than TryVox says it holds.

The default of `max_participants` is 250, and no page promises that a room holds more. Those who come too
late may be turned away.

Bad:

    <Response version="1.0">
      <Conference max_participants="1000">all-hands</Conference>
    </Response>

Good:

    <Response version="1.0">
      <Conference max_participants="250">all-hands</Conference>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "numbers"
NODES = ("Conference",)
FIELDS = ("max_participants",)

_MOST = 250


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield more than 250."""
    count = node.members["max_participants"]
    if count > _MOST:
        yield Problem(node, f"found {count} participants; TryVox documents no more than {_MOST}", "max_participants")

"""A document that ends in a Gather.

When the caller presses nothing and says nothing, no public page says what follows; what follows the
Gather is the natural place for it. Without anything there the caller may hear nothing more. Say goodbye,
ask again with a Redirect, or connect them to a person.

Bad:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" num_digits="1">
        <Say>Press 1 for sales.</Say>
      </Gather>
    </Response>

Good:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" num_digits="1">
        <Say>Press 1 for sales.</Say>
      </Gather>
      <Say>We did not get your answer. Goodbye.</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "info"
CATEGORY = "flow"
SCOPE = "both"
NODES = ("Response",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a Gather that is the last instruction."""
    instructions = node.instructions
    if instructions and instructions[-1].name == "Gather" and "instructions" not in node.invalid:
        yield Problem(instructions[-1], "nothing follows this Gather; say what happens when there is no input")

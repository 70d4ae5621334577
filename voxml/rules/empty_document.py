"""A document without instructions.

It is legal to write, and there is nothing in it for the caller: no public page says what TryVox does then.
Say something, or say with Hangup or Reject that the call ends here.

Bad:

    <Response version="1.0"/>

Good:

    <Response version="1.0">
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "flow"
NODES = ("Response",)


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield an envelope in which nothing is written, neither valid nor invalid."""
    if node.instructions or "instructions" in node.invalid:
        return
    message = "the document has no instructions; expected at least one"
    if not context.is_json:
        if node.origin.name == "Response" and not node.origin.children:
            yield Problem(node, message)
    elif "instructions" in node.members and not context.has_error_at("/instructions"):
        yield Problem(node, message, "instructions")

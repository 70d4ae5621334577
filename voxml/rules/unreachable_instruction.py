"""An instruction that never runs.

Hangup and Reject end the call, Redirect leaves the document for good, and a Say or Play with a loop of 0
never ends: whatever follows one of them is never run. Usually the order is wrong, or the caller was meant
to hear something first.

Bad:

    <Response version="1.0">
      <Hangup/>
      <Say>Goodbye.</Say>
    </Response>

Good:

    <Response version="1.0">
      <Say>Goodbye.</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem, remove_nodes

SEVERITY = "warning"
CATEGORY = "flow"
FIX = "unsafe"
NODES = ("Response",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield the first instruction that is never run."""
    instructions = node.instructions
    for index, each in enumerate(instructions[:-1], 1):
        name = each.name
        if name in ("Hangup", "Redirect", "Reject"):
            reason = name
        elif name in ("Say", "Play") and each.get("loop") == 0:
            reason = f"a {name} that is repeated for ever"
        else:
            continue
        lost = instructions[index:]
        more = f" and {len(lost) - 1} more are" if len(lost) > 1 else " is"
        message = f"{lost[0].name}{more} never reached; nothing runs after {reason}"
        fix = remove_nodes(lost, message="remove what is never reached", is_safe=False)
        yield Problem(lost[0], message, fix=fix, other_node=each, other_label="the call ends or goes elsewhere here")
        return

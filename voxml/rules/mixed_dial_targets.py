"""A Dial that rings several kinds of targets.

Several numbers ring together, and the first to answer wins. What happens when numbers, SIP endpoints and
clients stand in one Dial is documented nowhere; use one Dial for each kind.

Bad:

    <Response version="1.0">
      <Dial timeout="20">
        <Number>+14155550100</Number>
        <Client>ann</Client>
      </Dial>
    </Response>

Good:

    <Response version="1.0">
      <Dial timeout="20">
        <Client>ann</Client>
      </Dial>
      <Dial timeout="20">
        <Number>+14155550100</Number>
      </Dial>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "numbers"
NODES = ("Dial",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a Dial with targets of more than one kind."""
    kinds = [kind for kind in ("numbers", "sip", "client") if kind in node.members]
    if len(kinds) > 1:
        yield Problem(node, f"found {' and '.join(kinds)} in one Dial; expected one kind of target in each")

"""A Gather that gives the caller less than two seconds.

People need time to understand a menu and to find the key; TryVox's default is 5 seconds.

Bad:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" timeout="1">
        <Say>Enter your account number, then the hash key.</Say>
      </Gather>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" timeout="8">
        <Say>Enter your account number, then the hash key.</Say>
      </Gather>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "input"
NODES = ("Gather",)
FIELDS = ("timeout",)

#: Seconds.
_LEAST = 2


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a time-out below two seconds."""
    timeout = node.members["timeout"]
    if timeout < _LEAST:
        yield Problem(node, f"found {timeout} s to answer; expected {_LEAST} s or more (the default is 5)", "timeout")

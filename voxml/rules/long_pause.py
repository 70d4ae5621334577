"""A Pause of more than ten seconds.

After that long a caller takes the call for dropped and hangs up. Speak in between, or play
something.

Bad:

    <Response version="1.0">
      <Say>Please hold.</Say>
      <Pause length="30"/>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say>Please hold.</Say>
      <Pause length="10"/>
      <Say>Still looking. Thank you for waiting.</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "media"
NODES = ("Pause",)
FIELDS = ("length",)

#: Seconds.
_MOST = 10


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a pause above ten seconds."""
    length = node.members["length"]
    if length > _MOST:
        yield Problem(node, f"found {length} s of silence; a call feels dropped after {_MOST} s", "length")

"""Polly without a voice.

The default voice is one of Google's. With `engine="polly"` and no `voice` no public page says who speaks,
or whether anyone does. Name a voice of Polly.

Bad:

    <Response version="1.0">
      <Say engine="polly" language="en-US">Welcome to Acme.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say engine="polly" voice="Joanna" language="en-US">Welcome to Acme.</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "speech"
NODES = ("Say",)
FIELDS = ("engine",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield polly without a voice."""
    if node.members["engine"] == "polly" and not node.is_written("voice"):
        message = 'found engine "polly" without a voice; the default voice is Google\'s: name one of Polly'
        yield Problem(node, message, "engine")

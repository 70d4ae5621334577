"""A Say that leaves voice and language to TryVox.

Without either, TryVox speaks with `en-IN-Wavenet-A`: an Indian English voice, whatever the text is. Those
who want it can say so. Off unless the preset is `strict`.

Bad:

    <Response version="1.0">
      <Say>Welcome to Acme.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say voice="en-US-Wavenet-D" language="en-US">Welcome to Acme.</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "info"
CATEGORY = "speech"
PRESET = "strict"
NODES = ("Say",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a Say with neither voice nor language."""
    if "voice" not in node.members and "language" not in node.members:
        yield Problem(node, "neither voice nor language is set; TryVox speaks with en-IN-Wavenet-A")

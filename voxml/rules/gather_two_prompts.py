"""A Gather with both a Say and a Play.

A prompt is one or the other: TryVox documents no order for the two, and nobody promises that both are
heard. Put the first one before the Gather.

Bad:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" num_digits="1">
        <Say>Press 1 for sales.</Say>
        <Play>https://example.com/menu.wav</Play>
      </Gather>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Play>https://example.com/welcome.wav</Play>
      <Gather action_url="https://example.com/menu" num_digits="1">
        <Say>Press 1 for sales.</Say>
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
FIELDS = ("say", "play")


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a Gather with two prompts."""
    yield Problem(node, "found both a Say and a Play in this Gather; expected one prompt, the other before the Gather")

"""A Reject that comes too late.

Reject refuses an inbound call without answering it. Once anything else has run the call has been answered,
and there is nothing left to refuse: to end it, use Hangup.

Bad:

    <Response version="1.0">
      <Say>We are closed.</Say>
      <Reject reason="busy"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "We are closed."},
      {"verb": "Reject", "reason": "busy"}
    ]}

Good:

    <Response version="1.0">
      <Say>We are closed.</Say>
      <Hangup reason="busy"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "We are closed."},
      {"verb": "Hangup", "reason": "busy"}
    ]}
"""

from __future__ import annotations

from voxml.formats.tree import Node
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "flow"
PRESET = "default"
WATCHES = ("Response",)


def check(file: File, node: Node) -> None:
    """Report the first Reject that another instruction stands before."""
    for place, each in enumerate(node.instructions):
        if each.name == "Reject":
            if place:
                before = node.instructions[place - 1].name
                file.report(
                    each,
                    f"found Reject after {before}, when the call has been answered; expected it first, or Hangup",
                )
            return

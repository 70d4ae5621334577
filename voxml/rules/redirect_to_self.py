"""A Redirect that leads back to its own document before anything has happened.

The call would fetch the same document over and over at full speed, in silence, until the caller hangs up. A
document may lead back to itself when it speaks, waits or listens first. Judged only where the document's
own address is known: with `base_url` set, the file `menu.xml` is published as `menu.json` below it.

Bad:

    <Response version="1.0">
      <Redirect method="GET">https://example.com/menu.json</Redirect>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Redirect", "url": "https://example.com/menu.json", "method": "GET"}
    ]}

Good:

    <Response version="1.0">
      <Say>All our agents are busy.</Say>
      <Pause length="5"/>
      <Redirect method="GET">https://example.com/menu.json</Redirect>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "All our agents are busy."},
      {"verb": "Pause", "length": 5},
      {"verb": "Redirect", "url": "https://example.com/menu.json", "method": "GET"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.formats.tree import Node
from voxml.rules import Circumstances, File

SEVERITY = "error"
CATEGORY = "flow"
PRESET = "default"
WATCHES = ("Redirect.url",)
SAMPLE = Circumstances(base_url="https://example.com", own_url="https://example.com/menu.json")


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a Redirect that is the first instruction and has the document's own address."""
    own = file.about.own_url
    if own is None or node.parent is None or node.parent.instructions[0] is not node:
        return
    if value.partition("#")[0].partition("?")[0] == own:
        file.report(
            node,
            "this document redirects to itself at once, for ever; expected another document",
            member=member,
        )

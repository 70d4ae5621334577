"""A conference for more people than TryVox says it holds.

The default of `max_participants` is 250, and no page promises that a room holds more. Those who come too
late may be turned away.

Bad:

    <Response version="1.0">
      <Conference max_participants="1000">all-hands</Conference>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Conference", "name": "all-hands", "max_participants": 1000}
    ]}

Good:

    <Response version="1.0">
      <Conference max_participants="250">all-hands</Conference>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Conference", "name": "all-hands", "max_participants": 250}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.formats.tree import Node
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "numbers"
PRESET = "default"
WATCHES = ("Conference.max_participants",)

_MOST = 250


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report more than 250."""
    if value > _MOST:
        file.report(node, f"found {value} participants; TryVox documents no more than {_MOST}", member=member)

"""A Pause of more than ten seconds.

After that much silence a caller takes the call for dropped and hangs up. Speak in between, or play
something.

Bad:

    <Response version="1.0">
      <Say>Please hold.</Say>
      <Pause length="30"/>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Please hold."},
      {"verb": "Pause", "length": 30},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Say>Please hold.</Say>
      <Pause length="10"/>
      <Say>Still looking. Thank you for waiting.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Please hold."},
      {"verb": "Pause", "length": 10},
      {"verb": "Say", "text": "Still looking. Thank you for waiting."},
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.formats.tree import Node
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "media"
PRESET = "default"
WATCHES = ("Pause.length",)

_MOST = 10


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a silence above ten seconds."""
    if value > _MOST:
        file.report(node, f"found {value} s of silence; a call feels dropped after {_MOST} s", member=member)

"""A Gather that gives the caller less than two seconds.

People need time to understand a menu and to find the key; TryVox's default is 5 seconds.

Bad:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" timeout="1">
        <Say>Enter your account number, then the hash key.</Say>
      </Gather>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Gather", "action_url": "https://example.com/menu", "timeout": 1,
       "say": {"text": "Enter your account number, then the hash key."}},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" timeout="8">
        <Say>Enter your account number, then the hash key.</Say>
      </Gather>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Gather", "action_url": "https://example.com/menu", "timeout": 8,
       "say": {"text": "Enter your account number, then the hash key."}},
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.formats.tree import Node
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "input"
PRESET = "default"
WATCHES = ("Gather.timeout",)

_LEAST = 2


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a time-out below two seconds."""
    if value < _LEAST:
        file.report(node, f"found {value} s to answer; expected {_LEAST} s or more (the default is 5)", member=member)

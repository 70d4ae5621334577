"""An address without TLS.

Over `http://` anyone on the way can read the numbers of your callers and change what the call does. TryVox
asks for HTTPS for audio, and advises it everywhere.

Bad:

    <Response version="1.0">
      <Play>http://example.com/welcome.wav</Play>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Play", "url": "http://example.com/welcome.wav"},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Play>https://example.com/welcome.wav</Play>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Play", "url": "https://example.com/welcome.wav"},
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "hosting"
PRESET = "static"
WATCHES = ("HttpUrl",)
FIXES = "unsafe"


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report an address that begins http://."""
    if value[4] in "sS":
        return
    secure = f"https{value[4:]}"
    file.report(
        node,
        "found an address without TLS; expected https://",
        member=member,
        fragment=value[:7],
        mend=None if ":" in value[7:].partition("/")[0] else _mend(file, node, member, secure),
    )


def _mend(file: File, node: Node, member: str, secure: str) -> Any:
    return lambda: Fix("use https://", file.edits.set(node, member, secure), False)

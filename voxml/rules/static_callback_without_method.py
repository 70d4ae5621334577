"""A callback that a host of files can't take.

These members have no method: TryVox sends POST to them, and a host that serves files only refuses it. Leave
the member out, or let it lead to a server.

Bad:

    <Response version="1.0">
      <Dial action_url="https://acme.github.io/after.json">
        <Number>+14155550100</Number>
      </Dial>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Dial", "action_url": "https://acme.github.io/after.json",
       "numbers": [{"number": "+14155550100"}]}
    ]}

Good:

    <Response version="1.0">
      <Dial>
        <Number>+14155550100</Number>
      </Dial>
      <Redirect method="GET">https://acme.github.io/after.json</Redirect>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Dial", "numbers": [{"number": "+14155550100"}]},
      {"verb": "Redirect", "url": "https://acme.github.io/after.json", "method": "GET"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.formats.tree import Node
from voxml.net.static_hosts import why_static
from voxml.rules import File

SEVERITY = "error"
CATEGORY = "hosting"
PRESET = "static"
WATCHES = (
    "Dial.action_url",
    "Record.action_url",
    "Record.transcription_url",
    "Stream.status_callback_url",
    "Conference.wait_url",
    "Conference.status_callback_url",
)


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a link to a file from a member that has no method."""
    why = why_static(value, file.about.base_url, file.about.static_hosts)
    if why is not None:
        file.report(node, f"{member} is sent POST, and {why}; expected a server, or leave it out", member=member)

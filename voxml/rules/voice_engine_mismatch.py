"""A voice that the engine does not have.

Google's voices are named like `en-US-Wavenet-D`, Polly's like `Joanna`. Judged only when both `voice` and
`engine` are written, and only for names that are surely one provider's.

Bad:

    <Response version="1.0">
      <Say engine="polly" voice="en-US-Wavenet-D">Welcome to Acme.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Welcome to Acme.", "voice": "en-US-Wavenet-D", "engine": "polly"},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Say engine="google" voice="en-US-Wavenet-D">Welcome to Acme.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Welcome to Acme.", "voice": "en-US-Wavenet-D", "engine": "google"},
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules import File
from voxml.rules.facts.voices import provider_of

SEVERITY = "warning"
CATEGORY = "speech"
PRESET = "default"
WATCHES = ("Say.voice",)
FIXES = "unsafe"


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a voice of the other provider."""
    engine = node.members.get("engine")
    if engine is None:
        return
    owner = provider_of(value)
    if owner is not None and owner != engine:
        file.report(
            node,
            f'voice {quote(value)} is one of {owner}, and the engine is "{engine}"',
            member=member,
            mend=lambda: Fix(f'set engine to "{owner}"', file.edits.set(node, "engine", owner), False),
        )

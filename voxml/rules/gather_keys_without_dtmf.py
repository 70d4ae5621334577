"""Settings for keys in a Gather that listens for speech only.

With `input="speech"` keys are not listened for, so `num_digits` and `finish_on_key` do nothing. To take
both, set `input="dtmf speech"`.

Bad:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" input="speech" num_digits="1">
        <Say>Say sales or support.</Say>
      </Gather>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Gather", "action_url": "https://example.com/menu", "input": "speech",
       "num_digits": 1, "say": {"text": "Say sales or support."}},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Gather action_url="https://example.com/menu" input="dtmf speech" num_digits="1">
        <Say>Say sales, or press 1.</Say>
      </Gather>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Gather", "action_url": "https://example.com/menu", "input": "dtmf speech",
       "num_digits": 1, "say": {"text": "Say sales, or press 1."}},
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "input"
PRESET = "default"
WATCHES = ("Gather.num_digits", "Gather.finish_on_key")
FIXES = "unsafe"


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report each member about keys when only speech is listened for."""
    if node.members.get("input") == "speech":
        file.report(
            node,
            f'{member} has no effect with input="speech"; listen for "dtmf speech", or leave it out',
            member=member,
            mend=lambda: Fix('set input to "dtmf speech"', file.edits.set(node, "input", "dtmf speech"), False),
        )

"""A voice that the engine does not have.

Google's voices are named like `en-US-Wavenet-D`, Polly's like `Joanna`. An engine that is not written is google.
Checked only for names that are surely one provider's.

Bad:

    <Response version="1.0">
      <Say engine="polly" voice="en-US-Wavenet-D">Welcome to Acme.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say engine="google" voice="en-US-Wavenet-D">Welcome to Acme.</Say>
      <Hangup/>
    </Response>
"""

from __future__ import annotations

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules.facts.voices import provider_of
from voxml.rules.problem import Context, Problem, set_field

SEVERITY = "warning"
CATEGORY = "speech"
PRESET = "default"
FIX = "unsafe"
NODES = ("Say",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a voice of the other provider."""
    voice, engine = node.get("voice"), node.get("engine")
    if voice is None or (engine is None and node.is_written("engine")):
        return
    owner = provider_of(voice)
    if owner is None or owner == (engine or "google"):
        return
    where = f'the engine is "{engine}"' if engine is not None else "the engine is google unless set"
    fix = set_field(node, "engine", owner, is_safe=engine is None)
    yield Problem(
        node,
        f"found voice {quote(voice)}, and {where}; the voice is one of {owner}",
        "voice",
        fix=fix,
        other_field="engine" if engine is not None else None,
        other_label="the engine",
    )

"""A voice by a name that only other vendors know.

TwiML writes `Polly.Joanna` and `Google.en-US-Wavenet-D` for what VoxML writes as an engine and a voice;
`alice`, `man` and `woman` are names of no engine. A locale with an underscore (`en_US-Wavenet-D`) is not a name
of Google's.

Bad:

    <Response version="1.0">
      <Say voice="Polly.Joanna" language="en-US">Welcome to Acme.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say voice="Joanna" engine="polly" language="en-US">Welcome to Acme.</Say>
      <Hangup/>
    </Response>
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules.facts.voices import GENERIC, VendorVoice, vendor_voice
from voxml.rules.problem import Context, FixMaker, Problem

if TYPE_CHECKING:
    from voxml.formats.edits import Edits

SEVERITY = "warning"
CATEGORY = "speech"
FIX = "safe"
NODES = ("Say",)
FIELDS = ("voice",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a voice in another vendor's spelling."""
    voice = node.members["voice"]
    if voice.lower() in GENERIC:
        yield Problem(node, f"no engine has a voice called {quote(voice)}; name one of google or polly", "voice")
        return
    meant = vendor_voice(voice)
    if meant is not None:
        shown = f"engine {meant.engine}, voice {quote(meant.voice)}"
        yield Problem(node, f"found the voice {quote(voice)}; in VoxML it is {shown}", "voice", fix=_fix(node, meant))


def _fix(node: Node, meant: VendorVoice) -> FixMaker:
    def make(edits: Edits) -> Fix:
        changes = edits.set(node, "voice", meant.voice)
        if (node.get("engine") or "google") != meant.engine:
            changes += edits.set(node, "engine", meant.engine)
        return Fix(f"write engine {meant.engine}, voice {quote(meant.voice)}", changes, meant.is_exact)

    return make

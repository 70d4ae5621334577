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

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules.facts.voices import provider_of
from voxml.rules.problem import Context, Problem, set_field

SEVERITY = "warning"
CATEGORY = "speech"
FIX = "unsafe"
NODES = ("Say",)
FIELDS = ("voice",)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a voice of the other provider."""
    voice, engine = node.members["voice"], node.get("engine")
    owner = provider_of(voice)
    if owner is None or owner == (engine or "google") or "engine" in node.invalid:
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

"""A document of another call-control language.

TwiML, Plivo XML, BXML, NCCO, SWML, VoiceXML and their relatives look alike and are not VoxML: TryVox does
not run them. VoxML writes members in snake_case with a `_url` where an address stands, has eleven verbs,
and puts the prompts of a Gather and the targets of a Dial inside. `voxml explain Gather` shows the names of
one verb.

Bad:

    <Response>
      <Speak>Welcome to Acme.</Speak>
      <GetDigits action="https://example.com/menu" numDigits="1"/>
    </Response>

    [{"action": "talk", "text": "Welcome to Acme."}]

Good:

    <Response version="1.0">
      <Say>Welcome to Acme.</Say>
      <Gather action_url="https://example.com/menu" num_digits="1"/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Welcome to Acme."},
      {"verb": "Gather", "action_url": "https://example.com/menu", "num_digits": 1}
    ]}
"""

from __future__ import annotations

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.spelling import suggest
from voxml.rules.problem import Context, Problem
from voxml.schema.tables import MEMBERS, VERBS

SEVERITY = "error"
CATEGORY = "migration"
PRESET = "default"
NODES = ("Response",)

#: TwiML's Connect holds a Stream, its Conference is part of a Dial.
_ELSEWHERE = ("Connect", "Conference")


def check(node: Node, context: Context) -> Iterator[Problem]:
    """Yield a document whose errors are those of another language."""
    found = context.dialect
    if found is not None and found.certainty != "possible":
        yield Problem(node, f"found {found.name} ({', '.join(found.signs)}); {_advice(found.signs)}")


def _advice(signs: tuple[str, ...]) -> str:
    names = {*VERBS, *(member for verb in VERBS for member in MEMBERS[verb])}
    pairs = []
    for sign in signs:
        word = sign.strip("<>").rpartition(": ")[2].strip('"')
        meant = None if word in _ELSEWHERE else suggest(word, sorted(names))
        if meant is not None and meant != word:
            pairs.append(f"{word} is {meant}")
    if pairs:
        return f"in VoxML {', '.join(pairs)}"
    return "write it as VoxML: `voxml explain Say` shows the names of a verb"

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

from voxml.formats.tree import Node
from voxml.rules import File

SEVERITY = "error"
CATEGORY = "migration"
PRESET = "default"
WATCHES = ("Response",)


def check(file: File, node: Node) -> None:
    """Report a document whose faults are those of another language."""
    if not file.checked.diagnostics:
        return
    from voxml.rules.facts import dialects

    if file.is_json:
        from voxml.formats.json import plain_value

        try:
            found = dialects.of_json(plain_value(file.checked.source.text))
        except (ValueError, RecursionError):
            return
    else:
        found = dialects.of_xml(node.origin)
    if found is None:
        return
    file.is_foreign = found.is_sure
    if found.is_sure:
        file.notes.clear()  # nothing else that was found means anything
    file.report(node, f"found {found.name} ({', '.join(found.signs)}); {_advice(found.signs)}")


#: TwiML's Connect holds a Stream, its Conference stands in a Dial.
_ELSEWHERE = ("Connect", "Conference")


def _advice(signs: tuple[str, ...]) -> str:
    from voxml.language.spelling import suggest
    from voxml.schema.tables import MEMBERS, VERBS

    names = {*VERBS, *(member for verb in VERBS for member in MEMBERS[verb])}
    pairs = []
    for sign in signs:
        word = sign.strip("<>").rpartition(": ")[2].strip('"')
        if word in _ELSEWHERE:
            continue
        meant = suggest(word, sorted(names))
        if meant is not None and meant != word:
            pairs.append(f"{word} is {meant}")
    return (
        f"in VoxML {', '.join(pairs)}" if pairs else "write it as VoxML: `voxml explain Say` shows the names of a verb"
    )

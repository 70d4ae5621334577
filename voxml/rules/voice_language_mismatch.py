"""A voice of another language.

An English voice that reads Hindi is not understood, and providers refuse some of the pairs. Judged only
when both `voice` and `language` are written, and only for voices whose language is sure: Google's names
begin with it, Polly's are known.

Bad:

    <Response version="1.0">
      <Say voice="en-US-Wavenet-D" language="hi-IN">Namaste.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Namaste.", "voice": "en-US-Wavenet-D", "language": "hi-IN"},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Say voice="hi-IN-Wavenet-A" language="hi-IN">Namaste.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Namaste.", "voice": "hi-IN-Wavenet-A", "language": "hi-IN"},
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules import File
from voxml.rules.facts.voices import languages_of, speaks

SEVERITY = "warning"
CATEGORY = "speech"
PRESET = "default"
WATCHES = ("Say.voice",)
FIXES = "unsafe"


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a voice that does not speak the language."""
    language = node.members.get("language")
    if language is None:
        return
    known = languages_of(value)
    if known and not speaks(known, language):
        file.report(
            node,
            f'voice {quote(value)} speaks {" or ".join(known)}, and the language is "{language}"',
            member=member,
            mend=lambda: Fix(f'set language to "{known[0]}"', file.edits.set(node, "language", known[0]), False),
        )

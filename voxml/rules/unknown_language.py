"""A language that does not exist.

The tag has the right form, and its language or its country is none: `en-UK` is `en-GB`, `jp` is `ja`.
Languages are those of ISO 639, countries those of ISO 3166; a language of three letters is not judged
unless it has a tag of two.

Bad:

    <Response version="1.0">
      <Say language="en-UK">Welcome to Acme.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Welcome to Acme.", "language": "en-UK"},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Say language="en-GB">Welcome to Acme.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Welcome to Acme.", "language": "en-GB"},
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.rules import File
from voxml.rules.facts.languages import problem_of

SEVERITY = "warning"
CATEGORY = "speech"
PRESET = "default"
WATCHES = ("Language",)
FIXES = "safe"


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a language or country that no list has."""
    problem = problem_of(value)
    if problem is None:
        return
    message, meant = problem
    mend = None
    if meant is not None:
        mend = lambda: Fix(f'write "{meant}"', file.edits.set(node, member, meant))  # noqa: E731
    file.report(node, message, member=member, mend=mend)

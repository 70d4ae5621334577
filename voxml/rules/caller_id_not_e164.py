"""A caller ID that is not a number in E.164 form.

Carriers show a `caller_id` that they can read as a number, and may replace or refuse any other. Write it as
a plus sign, the country code and the number, without spaces.

Bad:

    <Response version="1.0">
      <Dial caller_id="+1 (415) 555-0100">
        <Number>+14155550123</Number>
      </Dial>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Dial", "caller_id": "+1 (415) 555-0100", "numbers": [{"number": "+14155550123"}]}
    ]}

Good:

    <Response version="1.0">
      <Dial caller_id="+14155550100">
        <Number>+14155550123</Number>
      </Dial>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Dial", "caller_id": "+14155550100", "numbers": [{"number": "+14155550123"}]}
    ]}
"""

from __future__ import annotations

import re
from typing import Any

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules import File
from voxml.rules.facts.placeholders import placeholder_in

SEVERITY = "warning"
CATEGORY = "numbers"
PRESET = "default"
WATCHES = ("Dial.caller_id",)
FIXES = "safe"

_E164 = re.compile(r"\+[1-9][0-9]{1,14}").fullmatch
_SEPARATORS = re.compile(r"[\s().\-/\u2010-\u2014\u00a0]+")


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report a caller ID in another form; one that only has separators too many is mended."""
    if _E164(value):
        return
    bare = _SEPARATORS.sub("", value)
    mend = None
    if _E164(bare) and value.startswith("+"):
        mend = lambda: Fix(f"write {bare}", file.edits.set(node, member, bare))  # noqa: E731
    elif placeholder_in(value) is not None:
        return  # a placeholder: the rule about those says so
    file.report(
        node,
        f'found {quote(value)}; expected a number in E.164 form such as "+14155550100"',
        member=member,
        mend=mend,
    )

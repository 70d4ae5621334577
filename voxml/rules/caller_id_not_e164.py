"""A caller ID that is not a number in E.164 form.

Carriers show a `caller_id` that they can read as a number, and may replace or refuse any other. Write it as
a plus sign, the country code and the number, without spaces.

Bad:

    <Response version="1.0">
      <Dial caller_id="+1 (415) 555-0100">
        <Number>+14155550123</Number>
      </Dial>
    </Response>

Good:

    <Response version="1.0">
      <Dial caller_id="+14155550100">
        <Number>+14155550123</Number>
      </Dial>
    </Response>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules.facts.placeholders import placeholder_in
from voxml.rules.problem import Context, Problem, set_field

SEVERITY = "warning"
CATEGORY = "numbers"
PRESET = "default"
FIX = "safe"
NODES = ("Dial",)

_E164 = re.compile(r"\+[1-9][0-9]{1,14}").fullmatch
_SEPARATORS = re.compile(r"[\s().\-/\u2010-\u2014\u00a0]+")


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a caller ID in another form; one with nothing but separators too many gets a fix."""
    value = node.get("caller_id")
    if value is None or _E164(value):
        return
    bare = _SEPARATORS.sub("", value)
    fix = None
    if _E164(bare) and value.startswith("+"):
        fix = set_field(node, "caller_id", bare, message=f"write {bare}")
    elif placeholder_in(value) is not None:
        return  # unrendered-placeholder reports it
    message = f'found {quote(value)}; expected a number in E.164 form such as "+14155550100"'
    yield Problem(node, message, "caller_id", fix=fix)

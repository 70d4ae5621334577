"""A placeholder that nothing was put in.

`{{ name }}`, `{name}`, `${name}`, `%s` and the like are what templates put values in, and `undefined`,
`None`, `NaN` and `[object Object]` are what is left when there was no value. The caller hears them, or the
address leads nowhere.

Bad:

    <Response version="1.0">
      <Say>Hello {{ name }}, your appointment is tomorrow.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Hello {{ name }}, your appointment is tomorrow."},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Say>Hello Ann, your appointment is tomorrow.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Hello Ann, your appointment is tomorrow."},
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

from typing import Any

from voxml.formats.tree import Node
from voxml.rules import File
from voxml.rules.facts.placeholders import describe, placeholder_in

SEVERITY = "warning"
CATEGORY = "speech"
PRESET = "default"
WATCHES = ("Text", "HttpUrl", "WssUrl", "SipUri", "Stream.parameters")


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report the first placeholder of a text, an address or the parameters."""
    if type(value) is dict:
        for name, text in value.items():
            found = placeholder_in(text)
            if found is not None:
                file.report(node, f"{name}: {describe(found)}", member=member, fragment=found)
                return
        return
    is_address = "://" in value[:8] or member == "uri"
    found = placeholder_in(value, is_address=is_address, language=node.members.get("language"))
    if found is not None:
        file.report(node, describe(found), member=member, fragment=found)

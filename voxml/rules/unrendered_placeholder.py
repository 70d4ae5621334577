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

import re
from typing import Any

from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "speech"
PRESET = "default"
WATCHES = ("Text", "HttpUrl", "WssUrl", "SipUri", "Stream.parameters")

# Bounded, so that a long text of half placeholders takes no longer than another.
_BRACES = (
    r"\{\{[^{}]{0,200}\}\}|\{%.{0,200}?%\}|[$#@]\{[^{}]{0,200}\}|<%.{0,200}?%>"
    r"|\{[A-Za-z_][\w.]{0,100}(?:![rsa])?(?::[^{}\s]{0,100})?\}|\{\d?\}"
)
_LEFTOVER = r"\[object [A-Z]\w*\]"
# Compiled by `re.search` when a text first gives a hint: that takes a millisecond, and most runs need neither.
_IN_TEXT = (
    rf"{_BRACES}|{_LEFTOVER}"
    r"|(?<![\w%])%(?:\(\w+\))?[sd](?!\w)|(?<![\w%])%\(\w+\)[-\d.]*[a-z]"
    r"|(?<![\w.-])(?:undefined|NaN)(?![\w-])"
    r"|(?<![\w.-])TODO(?=\s*[:(]|\s*$)"
    # The word None begins a sentence now and then; inside one it is Python's.
    r"|^None$|(?<=[a-z,] )None(?=[\s.,!?;:]|$)"
)
_IN_URL = (
    rf"{_BRACES}|{_LEFTOVER}|%7[Bb]%7[Bb].{{0,200}}?%7[Dd]%7[Dd]|%(?:\(\w+\)[a-z]|s(?!\w)|d(?![0-9A-Za-z]))"
    r"|(?<=[/=])(?:undefined|null|None|NaN|TODO)(?=[/?&#.:]|$)"
)
#: What a text must hold for either to have a chance; most hold none.
_HINT = re.compile(r"[{%<\[]|undefined|NaN|TODO|None|null")


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report the first placeholder of a text, an address or the parameters."""
    if type(value) is dict:
        for name, text in value.items():
            if _HINT.search(text) and (found := re.search(_IN_TEXT, text, re.DOTALL)):
                file.report(node, f"{name}: {_message(found[0])}", member=member, fragment=found[0])
                return
    elif _HINT.search(value):
        pattern = _IN_URL if "://" in value[:8] or member == "uri" else _IN_TEXT
        found = re.search(pattern, value, re.DOTALL)
        if found is not None:
            file.report(node, _message(found[0]), member=member, fragment=found[0])


def _message(found: str) -> str:
    if found[0].isalpha() or found[0] == "[":
        return f"found {quote(found, 40)}, which is what a missing value leaves behind"
    return f"found the placeholder {quote(found, 40)}; expected what belongs in its place"

"""Markup in a spoken text.

TryVox documents no SSML and no other markup in a text: tags and character references are read aloud or
swallowed. For a pause between two sentences, use two Says and a Pause.

Bad:

    <Response version="1.0">
      <Say>Please hold. &lt;break time='2s'/&gt; Thank you.</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say>Please hold.</Say>
      <Pause length="2"/>
      <Say>Thank you.</Say>
      <Hangup/>
    </Response>
"""

import re
from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "speech"
NODES = ("Say",)
FIELDS = ("text",)

# Compiled when a text first holds a sign of it.
_MARKUP = (
    r"</?[A-Za-z][\w:.-]{0,100}(?:\s[^<>]{0,1000})?/?>|<!--|<!\[CDATA\["
    r"|&(?:[a-z]{2,6}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});"
)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield the first tag or character reference."""
    text = node.members["text"]
    if "<" not in text and "&" not in text:
        return
    found = re.search(_MARKUP, text, re.ASCII)
    if found is not None:
        message = f"found {quote(found[0], 40)} in a spoken text; expected plain words"
        yield Problem(node, message, "text", found[0])

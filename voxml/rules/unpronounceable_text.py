"""A text that is not heard as it was meant.

Seven or more digits in a row are read as one number ("four billion …"), web addresses are spelt out at
length, and control characters are noise or nothing. Put spaces or commas between digits, and say in words
where to look.

Bad:

    <Response version="1.0">
      <Say>Call us back at 4155550100.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Call us back at 4155550100."},
      {"verb": "Hangup"}
    ]}

Good:

    <Response version="1.0">
      <Say>Call us back at 4 1 5, 5 5 5, 0 1 0 0.</Say>
      <Hangup/>
    </Response>

    {"voxml_version": "1.0", "instructions": [
      {"verb": "Say", "text": "Call us back at 4 1 5, 5 5 5, 0 1 0 0."},
      {"verb": "Hangup"}
    ]}
"""

from __future__ import annotations

import re
from typing import Any

from voxml.diagnostics import Fix
from voxml.formats.tree import Node
from voxml.language.texts import quote
from voxml.rules import File

SEVERITY = "warning"
CATEGORY = "speech"
PRESET = "default"
WATCHES = ("Say.text",)
FIXES = "unsafe"

_DIGITS = re.compile(r"\d{7,}")
_URL = (
    r"(?:https?|wss?|ftp)://[^\s<>\"]+|(?<![\w@.])www\.[\w-]+\.[^\s<>\"]+"
    # Without a path a name is read well: "acme dot com".
    r"|(?<![\w@.-])(?:[a-z\d-]{1,63}\.){1,4}(?:com|org|net|io|gov|edu|app|dev|info)/[^\s<>\"]+"
)
# C1 controls, direction overrides, a stray byte order mark, the replacement character. Joiners stay: Hindi,
# Persian and other scripts need them.
_CONTROL = "[\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffc\ufffd]"


def check(file: File, node: Node, member: str, value: Any) -> None:
    """Report the first of each kind."""
    if found := _DIGITS.search(value):
        digits = found[0]
        spaced = " ".join(digits)
        file.report(
            node,
            f'found {len(digits)} digits in a row, which are read as one number; write "{spaced[:40]}"',
            member=member,
            fragment=digits,
            mend=lambda: Fix(
                "put spaces between the digits",
                file.edits.set(node, member, _DIGITS.sub(lambda run: " ".join(run[0]), value)),
                False,
            ),
        )
    if ("/" in value or "www" in value.lower()) and (found := re.search(_URL, value, re.IGNORECASE)):
        address = found[0].rstrip(".,;:!?)")
        file.report(
            node,
            f"found the address {quote(address, 40)} in a spoken text; expected words",
            member=member,
            fragment=address,
        )
    if not (value.isascii() and value.isprintable()) and (found := re.search(_CONTROL, value)):
        name = "the replacement character" if found[0] == "\ufffd" else "an invisible control character"
        file.report(node, f"found {name} (U+{ord(found[0]):04X}) in a spoken text", member=member, fragment=found[0])

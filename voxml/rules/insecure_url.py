"""An address without TLS.

Over `http://` anyone on the way can read the numbers of your callers and change what the call does. TryVox
asks for HTTPS for audio, and advises it everywhere.

Bad:

    <Response version="1.0">
      <Play>http://example.com/welcome.wav</Play>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Play>https://example.com/welcome.wav</Play>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem, fields_of, fields_with, set_field

SEVERITY = "warning"
CATEGORY = "hosting"
PRESET = "static"
FIX = "unsafe"
_FIELDS = fields_with("HttpUrl")
NODES = tuple(_FIELDS)


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield an address that begins http://."""
    for field, value in fields_of(node, _FIELDS):
        if value[4] in "sS":
            continue
        has_port = ":" in value[7:].partition("/")[0]
        fix = set_field(node, field, f"https{value[4:]}", message="use https://", is_safe=False)
        message = "found an address without TLS; expected https://"
        yield Problem(node, message, field, value[:7], fix=None if has_port else fix)

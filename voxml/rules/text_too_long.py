"""A text that is longer than the provider of the voice takes at once.

Google speaks up to 5,000 bytes (of UTF-8, where a letter of Hindi has three), Polly up to 3,000 characters.
Share a long text among several Says.

Bad:

    <Response version="1.0">
      <Say engine="polly" voice="Joanna">…3001…</Say>
      <Hangup/>
    </Response>

Good:

    <Response version="1.0">
      <Say engine="polly" voice="Joanna">…2000…</Say>
      <Say engine="polly" voice="Joanna">…1001…</Say>
      <Hangup/>
    </Response>
"""

from collections.abc import Iterator

from voxml.formats.tree import Node
from voxml.rules.problem import Context, Problem

SEVERITY = "warning"
CATEGORY = "speech"
NODES = ("Say",)
FIELDS = ("text",)

_GOOGLE_BYTES = 5000
_POLLY_CHARACTERS = 3000


def check(node: Node, _context: Context) -> Iterator[Problem]:
    """Yield a text over the limit of its engine."""
    text = node.members["text"]
    if len(text) <= _GOOGLE_BYTES // 4:
        return  # surely within both
    if node.get("engine") == "polly":
        if len(text) > _POLLY_CHARACTERS:
            much = f"found {len(text):,} characters; polly takes {_POLLY_CHARACTERS:,}"
            yield Problem(node, f"{much}: share them among several Says", "text")
    elif (size := len(text.encode("utf-8", "replace"))) > _GOOGLE_BYTES:
        yield Problem(node, f"found {size:,} bytes of text; google takes {_GOOGLE_BYTES:,}: use several Says", "text")
